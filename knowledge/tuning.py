"""Finds the weights of calibration.py from the questions written in the knowledge files (`python -m knowledge.tuning`).

Each written question is asked to an index that does not hold it; the entry it was written for is right. "None" is
right when the whole entry was taken out, and when another district is put in the place of the question's own.
The weights maximise the likelihood of what is right among the candidates and "none" (a conditional logit).
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray
from scipy.optimize import minimize

from knowledge.entries import Program
from knowledge.features import FEATURES
from knowledge.loader import load_folder
from knowledge.places import find_places
from knowledge.search import Index

ELSEWHERE = ["余姚", "温岭", "海宁", "柯桥", "瑞安", "拱墅区", "诸暨", "德清县"]  # one for each fold
FOLDS = 8
PENALTY = 2.0
WEIGHT_OF_REMOVED = 0.3  # a neighbour entry answers some of these questions as well: they count less
WEIGHT_OF_BARE = 0.5  # asked to entries without any written question, as new ones are
WEIGHT_OF_MOVED = 0.5
WEIGHT_OF_UNPLACED = 0.5  # without its place a question fits several entries: chances must spread over them
WEIGHT_OF_NONE = 1.0
NEVER_AGAINST = 5  # the first features can only speak for an entry


@dataclass(frozen=True)
class Case:
    """One question's candidates. `right`: the row that is meant, or None."""

    table: NDArray[np.float64]
    right: int | None
    weight: float


def cases(programs: Sequence[Program]) -> Iterator[Case]:
    """All cases that the files give."""
    for fold in range(FOLDS):
        index = Index([_without(program, {fold}) for program in programs])
        for program in programs:
            for question in program.questions[fold : fold + 1]:
                yield from _case(index, question, program.id, 1.0)
                moved = _moved(question, ELSEWHERE[fold])
                if moved and program.area.district:
                    yield from _case(index, moved, None, WEIGHT_OF_MOVED)
                if moved:
                    yield from _case(index, _moved(question, "") or "", program.id, WEIGHT_OF_UNPLACED)
    bare = Index([_without(program, set(range(FOLDS))) for program in programs])
    for program in programs:
        for question in program.questions:
            yield from _case(bare, question, program.id, WEIGHT_OF_BARE)
    whole = Index(programs)
    for question in yaml.safe_load(Path(__file__).with_suffix(".yml").read_text(encoding="utf-8"))["none"]:
        yield from _case(whole, question, None, WEIGHT_OF_NONE)
    for program in programs:
        index = Index([other for other in programs if other is not program])
        for question in program.questions:
            yield from _case(index, question, None, WEIGHT_OF_REMOVED)


def _without(program: Program, positions: set[int]) -> Program:
    kept = [question for position, question in enumerate(program.questions) if position not in positions]
    return program.model_copy(update={"questions": kept})


def _moved(question: str, place: str) -> str | None:
    """The question with its one place of Zhejiang exchanged; None if it names none or several."""
    places = [found for found in find_places(question) if found.city is not None]
    if len(places) != 1:
        return None
    return question[: places[0].start] + place + question[places[0].end :]


def _case(index: Index, question: str, right: str | None, weight: float) -> Iterator[Case]:
    asked = index.ask(question)
    candidates, scores = index.candidates(asked, None)
    ids = [index.programs[n].id for n in candidates]
    if len(ids) and (right is None or right in ids):
        table = index.features(asked, candidates, scores)
        yield Case(table, None if right is None else ids.index(right), weight)


def fit(found: Sequence[Case], never_against: int = NEVER_AGAINST) -> tuple[NDArray[np.float64], float]:
    """Weights of the tables' columns (the first `never_against` not negative) and the strength of "none"."""
    columns = found[0].table.shape[1]

    def loss(parameters: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights, none = parameters[:-1], parameters[-1]
        total, slope = PENALTY * float(weights @ weights) / 2, np.append(PENALTY * weights, 0.0)
        for case in found:
            strength = np.append(case.table @ weights, none)
            chances = np.exp(strength - strength.max())
            chances /= chances.sum()
            right = -1 if case.right is None else case.right
            total -= case.weight * float(np.log(chances[right] + 1e-12))
            miss = chances.copy()
            miss[right] -= 1
            slope += case.weight * np.append(miss[:-1] @ case.table, miss[-1])
        return total, slope

    bounds = [(0, None)] * never_against + [(None, None)] * (columns + 1 - never_against)
    result = minimize(loss, np.zeros(columns + 1), jac=True, method="L-BFGS-B", bounds=bounds)
    return result.x[:-1], float(result.x[-1])


def main(folder: Path) -> None:
    """Print the weights and how often they are right on the cases they were found with."""
    found = list(cases(load_folder(folder)))
    weights, none = fit(found)
    print({name: round(float(value), 2) for name, value in zip(FEATURES, weights, strict=True)}, round(none, 2))
    positive = [case for case in found if case.right is not None and case.weight == 1.0]
    first = sum(int((case.table @ weights).argmax()) == case.right for case in positive)
    print(f"{len(found)} cases; right entry first in {first / len(positive):.1%} of {len(positive)}")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "knowledge/programs"))
