"""Accuracy on the held-out sentences of tests/language: `python -m bot.evaluate.held_out`.

Nothing is learnt from them. Sentences that training holds too are left out of every figure and counted:
an answer known by heart measures nothing (a test demands that there be none).
"""

import argparse
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import yaml

from base.clock import SHANGHAI
from bot.components import safety, training
from bot.components.linear_model import LinearModel
from bot.entities import extract
from bot.evaluate.sentences import essence, read_intents
from knowledge.normalise import normalise

HELD_OUT = Path("tests/language")
TODAY = datetime(2026, 11, 18, 10, tzinfo=SHANGHAI)  # the Wednesday that entities.yml counts from

Pair = tuple[str, str]


@dataclass
class EntityScore:
    """Of one kind of entity: found rightly, missed, found wrongly; and the texts where it went wrong."""

    right: int = 0
    missed: int = 0
    wrong: int = 0
    texts: list[str] = field(default_factory=list)

    @property
    def f1(self) -> float:
        return 2 * self.right / max(2 * self.right + self.missed + self.wrong, 1)


def held_out_intents(folder: Path = HELD_OUT) -> list[Pair]:
    """(sentence, intent) of tests/language/intents."""
    files = (yaml.safe_load(file.read_text(encoding="utf-8")) for file in sorted((folder / "intents").glob("*.yml")))
    return [(str(sentence), str(data["intent"])) for data in files for sentence in data["sentences"]]


def near_misses(folder: Path = HELD_OUT) -> list[Pair]:
    """(sentence, intent) of what only sounds dangerous."""
    data = yaml.safe_load((folder / "near_misses.yml").read_text(encoding="utf-8"))
    return [(str(one["text"]), str(one["intent"])) for group in data.values() for one in group]


def held_out_entities(folder: Path = HELD_OUT) -> list[tuple[str, set[Pair]]]:
    """Text, and the (entity, value) pairs in it."""
    data = yaml.safe_load((folder / "entities.yml").read_text(encoding="utf-8"))
    return [(str(one["text"]), {(e["entity"], str(e["value"])) for e in one["entities"]}) for one in data]


def unseen(cases: list[Pair], training_texts: Iterable[str]) -> list[Pair]:
    """The cases whose sentence is not in training, spaces and punctuation aside."""
    known = {essence(text) for text in training_texts}
    return [case for case in cases if essence(case[0]) not in known]


def classifier(model: LinearModel) -> Callable[[str], str]:
    """Text to intent, as the engine decides it: the model, then the safety rules."""
    return lambda text: safety.assess(normalise(text), model.ranking(text))[0][0]


def score_entities(cases: Iterable[tuple[str, set[Pair]]]) -> dict[str, EntityScore]:
    scores: dict[str, EntityScore] = {}
    for text, expected in cases:
        found = {(one.entity, one.value) for one in extract(text, TODAY)}
        for pairs, name in ((expected & found, "right"), (expected - found, "missed"), (found - expected, "wrong")):
            for kind, number in Counter(kind for kind, _ in pairs).items():
                score = scores.setdefault(kind, EntityScore())
                setattr(score, name, getattr(score, name) + number)
                if name != "right":
                    score.texts.append(text)
    return scores


def accuracy(expected: Sequence[str], got: Sequence[str]) -> float:
    """Share of answers that are right."""
    return sum(want == have for want, have in zip(expected, got, strict=True)) / max(len(expected), 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--failures", action="store_true", help="only the sentences that go wrong, as YAML")
    arguments = parser.parse_args()
    texts, intents = read_intents()
    decide = classifier(training.train(texts, intents))
    every = held_out_intents()
    cases = unseen(every, texts)
    answers = [(sentence, intent, decide(sentence)) for sentence, intent in cases]
    if arguments.failures:
        print(yaml.safe_dump([text for text, want, have in answers if want != have], allow_unicode=True), end="")
        return
    print(f"{len(every) - len(cases)} of {len(every)} held-out sentences are in training and do not count")
    print(f"intents {accuracy([i for _, i, _ in answers], [h for _, _, h in answers]):.4f} of {len(cases)}")
    sizes = Counter(intent for _, intent, _ in answers)
    hits = Counter(intent for _, intent, have in answers if intent == have)
    for intent in sorted(sizes, key=lambda one: hits[one] / sizes[one]):
        print(f"  {intent:28} {hits[intent] / sizes[intent]:.3f} of {sizes[intent]}")
    for (want, have), number in Counter((i, h) for _, i, h in answers if i != h).most_common(25):
        print(f"  {number:4} {want} taken for {have}")
    misses = [(text, decide(text)) for text, _ in unseen(near_misses(), texts)]
    print(f"near misses taken for a danger: {sum(have in safety.DANGERS for _, have in misses)} of {len(misses)}")
    for kind, score in sorted(score_entities(held_out_entities()).items()):
        print(f"  {kind:12} F1 {score.f1:.3f} right {score.right} missed {score.missed} wrong {score.wrong}")


if __name__ == "__main__":
    main()
