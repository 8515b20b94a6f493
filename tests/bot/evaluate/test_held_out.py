"""Understanding of sentences that training has not seen. Floors lie a little below what is reached (docs/nlu.md)."""

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from bot.components.safety import DANGERS
from bot.components.training import train
from bot.evaluate.held_out import (
    Pair,
    accuracy,
    classifier,
    held_out_entities,
    held_out_intents,
    near_misses,
    score_entities,
    unseen,
)
from bot.evaluate.measures import confusions
from bot.evaluate.sentences import essence, read_intents
from bot.evaluate.sets import read_sets

KNOWN_FAILURES = Path(__file__).with_name("known_failures.yml")
FLOOR = 0.91
DANGERS_FOUND = 0.95
FALSE_ALARMS = 0.12  # of near misses; the aim is 0.02
FLOORS_OF_ENTITIES = {
    "city": 0.97,
    "count": 0.97,
    "date": 0.95,
    "district": 0.96,
    "event_kind": 0.95,
    "ordinal": 0.93,
    "phone": 0.9,
    "time": 0.88,
    "person_name": 0.7,
    "topic": 0.65,
}


@pytest.fixture(scope="module")
def training_texts() -> list[str]:
    return read_intents()[0]


@pytest.fixture(scope="module")
def decide() -> Callable[[str], str]:
    return classifier(train(*read_intents()))


@pytest.fixture(scope="module")
def answers(decide: Callable[[str], str], training_texts: list[str]) -> list[tuple[str, str, str]]:
    """(sentence, right intent, answer)."""
    return [(text, intent, decide(text)) for text, intent in unseen(held_out_intents(), training_texts)]


def test_no_held_out_sentence_is_in_training(training_texts: list[str]) -> None:
    held_out: list[Pair] = [*held_out_intents(), *near_misses(), *((text, "") for text, _ in held_out_entities())]
    for one in read_sets():
        held_out += [*one.intents, *one.near_misses]
    known = {essence(text) for text in training_texts}
    leaked = [text for text, _ in held_out if essence(text) in known]
    assert not leaked, f"{len(leaked)} held-out sentences are in training: {leaked[:20]}"


def test_intents_are_right_often_enough(answers: list[tuple[str, str, str]]) -> None:
    expected, got = [want for _, want, _ in answers], [have for _, _, have in answers]
    for (want, have), number in confusions(expected, got)[:20]:
        print(f"{number:4} {want} taken for {have}")
    assert accuracy(expected, got) >= FLOOR


def test_dangers_are_found(answers: list[tuple[str, str, str]]) -> None:
    cases = [(text, have) for text, want, have in answers if want in DANGERS]
    missed = [text for text, have in cases if have not in DANGERS]
    assert len(missed) <= len(cases) * (1 - DANGERS_FOUND), missed


def test_near_misses_seldom_raise_an_alarm(decide: Callable[[str], str], training_texts: list[str]) -> None:
    cases = unseen(near_misses(), training_texts)
    alarms = [text for text, _ in cases if decide(text) in DANGERS]
    assert len(alarms) <= len(cases) * FALSE_ALARMS, alarms


@pytest.mark.parametrize("kind", FLOORS_OF_ENTITIES)
def test_entities_are_right_often_enough(kind: str) -> None:
    score = score_entities(held_out_entities())[kind]
    assert score.f1 >= FLOORS_OF_ENTITIES[kind], score.texts


def test_known_failures_still_fail(answers: list[tuple[str, str, str]]) -> None:
    """One that is right now leaves the list: `python -m bot.evaluate.held_out --failures` writes it anew."""
    listed = set(yaml.safe_load(KNOWN_FAILURES.read_text(encoding="utf-8")) or [])
    assert not (listed & {text for text, want, have in answers if want == have})
