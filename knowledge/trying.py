"""Trying a question as staff do: what is found and why, what becomes of it, and the reply. Pure.

The bot tells a question about programs and the union's matters from one about labour law before it searches; here
both are shown.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from knowledge.attribute import attribute_of
from knowledge.content import EntryKind
from knowledge.decide import Ambiguous, Answered, decide
from knowledge.entries import Program
from knowledge.live import Version
from knowledge.normalise import normalise
from knowledge.rights_search import RightHit, fitting
from knowledge.search import Hit
from knowledge.telling import Said, told_of_guide, told_of_program, told_of_right
from knowledge.terms import terms
from knowledge.wording import read_as

Outcome = Literal["answered", "which", "not_found"]
MOST = 8  # as the bot asks for
SHOWN = 5
WORTH = 0.005  # a chance that is shown: less would be read as 0%
AREAS = {
    "elsewhere": "问的是别的地方", "wider": "范围比问的地方大", "mentioned": "只是提到这个地方",
    "not_asked": "问题没说地方", "inside": "在问的城市里",
}  # fmt: skip


@dataclass(frozen=True)
class Ranked:
    """One entry found. `score`: 0 to 1; `words`: what of the question stands in it; `why`: what else counts."""

    kind: EntryKind
    entry_id: str
    name: str
    score: float
    words: tuple[str, ...]
    why: tuple[str, ...]


@dataclass(frozen=True)
class Tried:
    """What becomes of a question: its outcome, what was found (best first), and the messages the member reads."""

    outcome: Outcome
    ranked: tuple[Ranked, ...]
    reply: tuple[str, ...]
    offered: tuple[str, ...] = ()  # names of the entries between which the member chooses


def try_programs(version: Version, question: str) -> Tried:
    """As a question about programs and the union's matters."""
    hits = version.index.search(question, most=MOST)
    ranked = tuple(_ranked(version, question, hit) for hit in hits[:SHOWN] if hit.score >= WORTH)
    decision = decide(hits)
    if isinstance(decision, Answered):
        said = preview(version, decision.program, question)
        return Tried("answered", ranked, said)
    if isinstance(decision, Ambiguous):
        offered = tuple(program.name for program in decision.programs)
        return Tried("which", ranked, _read(version, [Said("utter_which_program")]), offered)
    return Tried("not_found", ranked, _read(version, [Said("utter_nothing_found")]))


def try_rights(version: Version, question: str) -> Tried:
    """As a question about labour law."""
    hits = version.rights.search(question, SHOWN)
    ranked = tuple(_ranked_right(question, hit) for hit in hits if hit.score >= WORTH)
    found = fitting(hits)
    if len(found) == 1:
        return Tried("answered", ranked, _read(version, told_of_right(found[0])))
    if found:
        return Tried("which", ranked, _read(version, [Said("utter_which_right")]), tuple(one.title for one in found))
    return Tried("not_found", ranked, _read(version, [Said("utter_right_not_found")]))


def preview(version: Version, program: Program, question: str) -> tuple[str, ...]:
    """What the member reads when this entry answers; a guide's is found by its id."""
    guide = version.guides.get(program.id)
    if guide is not None:
        return _read(version, told_of_guide(guide))
    return _read(version, told_of_program(program, attribute_of(program, question), question))


def matched(question: str, texts: Iterable[str]) -> tuple[str, ...]:
    """The pieces of a question that stand in one of the texts, in its order: at least two signs each."""
    said = normalise(question)
    held = {term for text in texts for term in terms(text) if len(term) > 1 and not term.startswith("#")}
    asked = terms(question)
    is_in = [said[start : start + 2] in held & asked for start in range(len(said))]
    pieces: list[str] = []
    for start, begins in enumerate(is_in):
        if begins and start and is_in[start - 1]:
            pieces[-1] += said[start + 1]
        elif begins:
            pieces.append(said[start : start + 2])
    return tuple(dict.fromkeys(pieces))


def _ranked(version: Version, question: str, hit: Hit) -> Ranked:
    program = hit.program
    facts = program.facts
    told = [facts.what, facts.who, facts.when, facts.where, facts.how, facts.contact, program.organiser]
    words = matched(question, [program.name, *program.aliases, *program.questions, *filter(None, told)])
    why = ["和写好的问法一样"] if hit.is_exact else []
    why += [said for feature, said in AREAS.items() if hit.why.get(feature)]
    kind: EntryKind = "guide" if program.id in version.guides else "program"
    return Ranked(kind, program.id, program.name, hit.score, words, tuple(why))


def _ranked_right(question: str, hit: RightHit) -> Ranked:
    right = hit.right
    words = matched(question, [right.title, *right.questions, right.answer])
    return Ranked("right", right.id, right.title, hit.score, words, ("和写好的问法一样",) if hit.is_exact else ())


def _read(version: Version, said: Sequence[Said]) -> tuple[str, ...]:
    return tuple(read_as(said, version.hotlines))
