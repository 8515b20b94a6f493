"""Finds the weights of rights_calibration.py from the written questions (`python -m knowledge.rights_tuning`).

As in tuning.py: each question is asked to an index without it; "none" is right for questions about programs, for
those of tuning.yml, and for a right's own questions when the whole entry was taken out.
"""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml

from knowledge.content import Content
from knowledge.loader import load_content
from knowledge.rights import Right
from knowledge.rights_calibration import FEATURES
from knowledge.rights_search import RightsIndex
from knowledge.tuning import Case, fit

FOLDS = 8
WEIGHT_OF_PROGRAMS = 0.5
WEIGHT_OF_REMOVED = 0.15  # a neighbouring entry often answers these as well


def cases(content: Content) -> Iterator[Case]:
    """All cases that the files give."""
    for fold in range(FOLDS):
        index = RightsIndex([_without(right, fold) for right in content.rights])
        for right in content.rights:
            for question in right.questions[fold : fold + 1]:
                yield from _case(index, question, right.id, 1.0)
    whole = RightsIndex(content.rights)
    tuned = yaml.safe_load((Path(__file__).parent / "tuning.yml").read_text(encoding="utf-8"))
    for question in [*tuned["none"], *(question for program in content.programs for question in program.questions)]:
        yield from _case(whole, question, None, WEIGHT_OF_PROGRAMS)
    for right in content.rights:
        index = RightsIndex([other for other in content.rights if other is not right])
        for question in right.questions:
            yield from _case(index, question, None, WEIGHT_OF_REMOVED)


def _without(right: Right, position: int) -> Right:
    kept = [question for other, question in enumerate(right.questions) if other != position]
    return right.model_copy(update={"questions": kept})


def _case(index: RightsIndex, question: str, right: str | None, weight: float) -> Iterator[Case]:
    candidates, table = index.features(question)
    ids = [index.rights[n].id for n in candidates]
    if ids and (right is None or right in ids):
        yield Case(table, None if right is None else ids.index(right), weight)


def main(folder: Path) -> None:
    """Print the weights and how often they are right on the cases they were found with."""
    found: Sequence[Case] = list(cases(load_content(folder)))
    weights, none = fit(found, never_against=len(FEATURES))
    print({name: round(float(value), 2) for name, value in zip(FEATURES, weights, strict=True)}, round(none, 2))
    positive = [case for case in found if case.right is not None]
    first = sum(int((case.table @ weights).argmax()) == case.right for case in positive)
    print(f"{len(found)} cases; right entry first in {first / len(positive):.1%} of {len(positive)}")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "knowledge"))
