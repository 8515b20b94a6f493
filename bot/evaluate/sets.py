"""The held-out sets: "first" (tests/language) and "second" (tests/language/second, written blind by another author)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bot.evaluate.held_out import HELD_OUT, Pair, held_out_entities, near_misses

NOT_INTENTS = ("entities", "follow_ups", "near_misses", "questions", "rights")


@dataclass(frozen=True)
class Question:
    """A question to the facts. `right`: ids of entries of which any answers it, none if nothing does."""

    text: str
    right: frozenset[str]
    outcome: str  # answered, ambiguous or not_found
    attribute: str | None = None


@dataclass(frozen=True)
class FollowUp:
    """A conversation whose last turn is to be answered from `program`, about `attribute`."""

    turns: tuple[str, ...]
    program: str
    attribute: str


@dataclass(frozen=True)
class HeldOut:
    """One author's sentences; what an author did not write is empty."""

    name: str
    intents: list[Pair] = field(default_factory=list)
    near_misses: list[Pair] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    rights: list[Question] = field(default_factory=list)
    follow_ups: list[FollowUp] = field(default_factory=list)
    entities: list[tuple[str, set[Pair]]] = field(default_factory=list)


def read_sets(folder: Path = HELD_OUT) -> list[HeldOut]:
    """Both sets, the first author's first."""
    second = folder / "second"
    return [
        HeldOut(
            "first",
            _intents(folder / "intents"),
            near_misses(folder),
            [question for file in sorted((folder / "search").glob("*.yml")) for question in _questions(file)],
            [_right(case) for case in _read(folder / "rights.yml")],
            _follow_ups(folder / "follow_ups.yml"),
            held_out_entities(folder),
        ),
        HeldOut(
            "second",
            _intents(second),
            near_misses(second),
            list(_questions(second / "questions.yml")),
            follow_ups=_follow_ups(second / "follow_ups.yml"),
        ),
    ]


def _intents(folder: Path) -> list[Pair]:
    files = [_read(file) for file in sorted(folder.glob("*.yml")) if file.stem not in NOT_INTENTS]
    return [(str(sentence), str(data["intent"])) for data in files for sentence in data["sentences"]]


def _questions(file: Path) -> Iterator[Question]:
    """The file's name tells the outcome where the case does not."""
    usual = file.stem if file.stem in ("not_found", "ambiguous") else "answered"
    for case in _read(file):
        ids = case.get("programs") or [case.get("program")]
        right = frozenset(str(one) for one in ids if one)
        yield Question(str(case["text"]), right, str(case.get("outcome", usual)), case.get("attribute"))


def _right(case: dict[str, Any]) -> Question:
    return Question(str(case["text"]), frozenset(case["rights"]), "answered")


def _follow_ups(file: Path) -> list[FollowUp]:
    return [
        FollowUp(tuple(map(str, case["turns"])), str(case["program"]), str(case["attribute"])) for case in _read(file)
    ]


def _read(file: Path) -> Any:
    return yaml.safe_load(file.read_text(encoding="utf-8"))
