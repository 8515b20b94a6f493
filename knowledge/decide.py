"""What to do with the hits of a search: answer, offer a choice, or say honestly that nothing fits."""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.calibration import AHEAD, ALIKE, MOST_OFFERED, NAMED, OFFERED, SOMETHING, SURE
from knowledge.entries import Program
from knowledge.search import Hit


@dataclass(frozen=True)
class Answered:
    """One entry is meant."""

    program: Program


@dataclass(frozen=True)
class Ambiguous:
    """Several entries fit, best first: two to four."""

    programs: tuple[Program, ...]


@dataclass(frozen=True)
class NotFound:
    """No entry answers this. `nearest`: what is closest, to be offered as something else, never as the answer."""

    nearest: tuple[Program, ...]


Decision = Answered | Ambiguous | NotFound


def decide(hits: Sequence[Hit]) -> Decision:
    """The decision on a search's hits (best first, at least four where there are so many), by calibration.py."""
    if sum(hit.score for hit in hits) < SOMETHING:
        return NotFound(tuple(hit.program for hit in hits[:MOST_OFFERED]))
    if hits[0].is_exact:
        return Answered(hits[0].program)
    first, second = hits[0], hits[1].score if len(hits) > 1 else 0.0
    if first.score >= SURE and first.score >= AHEAD * second:
        alike = _alike_elsewhere(hits)
        return Ambiguous((first.program, *alike)) if alike else Answered(first.program)
    offered = [hit.program for hit in hits[:MOST_OFFERED] if hit.score >= OFFERED * first.score]
    return Ambiguous(tuple(offered)) if len(offered) > 1 else Answered(first.program)


def _alike_elsewhere(hits: Sequence[Hit]) -> list[Program]:
    """Entries of the same kind in other places that hold nearly as much of the question.

    Only where nothing in the question tells them apart: no place, and no word of the first one's own.
    """
    first = hits[0]
    if not first.why.get("not_asked") or first.own_word or first.why.get("name_said", 0.0) >= NAMED:
        return []
    rivals = [
        hit for hit in hits[1:] if hit.program.kind == first.program.kind and hit.program.area != first.program.area
    ]
    return [hit.program for hit in rivals if _closeness(hit, first) >= ALIKE][: MOST_OFFERED - 1]


def _closeness(hit: Hit, first: Hit) -> float:
    """How much of the question an entry holds, in shares of what the first one holds."""
    return sum(hit.why.get(name, 0.0) / max(first.why.get(name, 0.0), 1e-6) for name in ("bm25", "covered")) / 2
