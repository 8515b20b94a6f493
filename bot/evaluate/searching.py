"""Search on held-out questions, beside plain BM25 on the same entries."""

import statistics
import time
from collections.abc import Callable, Sequence

import bm25s
import numpy as np

from bot.evaluate.figures import Row, Section, compare, share
from bot.evaluate.measures import area_under_curve
from bot.evaluate.sets import HeldOut, Question
from knowledge.attribute import attribute_of
from knowledge.decide import Ambiguous, Answered, Decision, NotFound, decide
from knowledge.entries import Program
from knowledge.rights import Right
from knowledge.rights_search import RightsIndex
from knowledge.search import Index

BASELINE = "plain BM25"
DEPTH = 10  # MRR@10

Found = list[tuple[str, float]]  # ids with their scores, best first
Find = Callable[[str], Found]


def grams(text: str) -> list[str]:
    """Single characters and pairs of them, as they are written."""
    return [*text, *(text[i : i + 2] for i in range(len(text) - 1))]


class PlainBm25:
    """bm25s over character unigrams and bigrams."""

    def __init__(self, documents: dict[str, str]) -> None:
        self._ids = list(documents)
        self._known = {gram for text in documents.values() for gram in grams(text)}
        self._machine = bm25s.BM25()
        self._machine.index([grams(text) for text in documents.values()], show_progress=False)

    def find(self, text: str) -> Found:
        """The best DEPTH documents; those without a common gram are not among them."""
        said = [gram for gram in grams(text) if gram in self._known]
        if not said:
            return []
        scores = np.asarray(self._machine.get_scores(said))
        order = np.argsort(-scores, kind="stable")[:DEPTH]
        return [(self._ids[i], float(scores[i])) for i in order if scores[i] > 0]


def plain_program(program: Program) -> str:
    """An entry as one text: name, aliases and facts."""
    facts = program.facts
    told = [facts.what, facts.who, facts.when, facts.where, facts.how, facts.contact]
    figures = [f"{figure.label} {figure.value}" for figure in facts.figures]
    return "\n".join(text for text in [program.name, *program.aliases, *told, *figures] if text)


def plain_right(right: Right) -> str:
    return f"{right.title}\n{right.answer}"


def first(places: Sequence[int | None], within: int) -> float | None:
    """Share of the questions whose right entry is among the first `within`."""
    return share(place is not None and place < within for place in places)


def mean_reciprocal_rank(places: Sequence[int | None]) -> float | None:
    return sum(0.0 if place is None else 1 / (place + 1) for place in places) / len(places) if places else None


def place_of(found: Found, right: frozenset[str]) -> int | None:
    """Where the first right entry stands, from 0; None if it is not among them."""
    return next((place for place, (id_, _) in enumerate(found[:DEPTH]) if id_ in right), None)


def ranks(finds: Sequence[Find], questions: Sequence[Question], aims: tuple[str, str] = ("", "")) -> list[Row]:
    """top-1, top-3, MRR@10 and the median time of each search on questions with an answer."""
    places, times = [], []
    for find in finds:
        mine, took = [], []
        for question in questions:
            started = time.perf_counter()
            found = find(question.text)
            took.append((time.perf_counter() - started) * 1000)
            mine.append(place_of(found, question.right))
        places.append(mine)
        times.append(statistics.median(took) if took else None)
    number = len(questions)
    return [
        compare("right entry first (top-1)", (first(mine, 1) for mine in places), number, aims[0]),
        compare("right entry among three (top-3)", (first(mine, 3) for mine in places), number, aims[1]),
        compare("MRR@10", (mean_reciprocal_rank(mine) for mine in places), number),
        compare("median ms a question", times),
    ]


def measure(held_out: HeldOut, index: Index) -> Section:
    """Search over programs, what is made of its hits, and the attribute asked for."""
    plain = PlainBm25({program.id: plain_program(program) for program in index.programs})
    answerable = [one for one in held_out.questions if one.outcome == "answered"]

    def ours(text: str) -> Found:
        return [(hit.program.id, hit.score) for hit in index.search(text, most=DEPTH)]

    rows = ranks([ours, plain.find], answerable, ("≥ 0.92", "≥ 0.98"))
    rows += _decisions(held_out.questions, index, plain)
    rows += _attributes(answerable, index)
    return Section(f"Search, {held_out.name} set", rows, BASELINE, NOTE)


NOTE = (
    "Plain BM25 refuses nothing by itself: it is given the threshold that lets as many answerable questions through "
    "as ours, chosen on these very questions."
)


def _decisions(questions: Sequence[Question], index: Index, plain: PlainBm25) -> list[Row]:
    answerable, without, several = (
        [one for one in questions if one.outcome == outcome] for outcome in ("answered", "not_found", "ambiguous")
    )
    good, bad, many = ([decide(index.search(one.text)) for one in part] for part in (answerable, without, several))
    rightly = share(_is_right(made, one) for made, one in zip(good, answerable, strict=True))
    refused = share(isinstance(made, NotFound) for made in good)
    sure = [[_chance(index, one) for one in part] for part in (answerable, without)]
    plainly = [[_best(plain.find(one.text)) for one in part] for part in (answerable, without)]
    least = float(np.quantile(plainly[0], refused or 0.0, method="lower"))
    through = share(not isinstance(made, NotFound) for made in bad), share(score >= least for score in plainly[1])
    return [
        Row("answered from the right entry", rightly, of=len(answerable)),
        Row(
            "no answer there: answered", share(isinstance(made, Answered) for made in bad), None, len(without), "≤ 0.05"
        ),
        compare("no answer there: answered or a choice offered", through, len(without)),
        compare("AUROC of having an answer", (_curve(*sure), _curve(*plainly)), len(answerable) + len(without)),
        Row("several fit: a choice offered", share(isinstance(made, Ambiguous) for made in many), of=len(several)),
    ]


def _curve(positive: Sequence[float], negative: Sequence[float]) -> float:
    of = np.array([True] * len(positive) + [False] * len(negative))
    return area_under_curve(np.array([*positive, *negative]), of)


def _is_right(made: Decision, question: Question) -> bool:
    return isinstance(made, Answered) and made.program.id in question.right


def _best(found: Found) -> float:
    return found[0][1] if found else 0.0


def _chance(index: Index, question: Question) -> float:
    """The probability that any entry answers."""
    return sum(hit.score for hit in index.search(question.text))


def _attributes(questions: Sequence[Question], index: Index) -> list[Row]:
    meant = [(one, index.get(min(one.right))) for one in questions if one.attribute]
    asked = [(one, program) for one, program in meant if program is not None]
    right = share((attribute_of(program, one.text) or "what") == one.attribute for one, program in asked)
    return [Row("attribute asked for", right, of=len(asked), aim="≥ 0.92")]


def measure_rights(held_out: HeldOut, rights: Sequence[Right]) -> Section:
    """Search over labour rights."""
    index = RightsIndex(rights)
    plain = PlainBm25({right.id: plain_right(right) for right in rights})

    def ours(text: str) -> Found:
        return [(hit.right.id, hit.score) for hit in index.search(text, most=DEPTH)]

    return Section(f"Labour rights, {held_out.name} set", ranks([ours, plain.find], held_out.rights), BASELINE)
