"""What a message that leans on the one before means: another attribute, another place, another entry."""

from dataclasses import dataclass, field
from typing import Any

from actions.offers import offered, picked, tapped
from actions.turn import Turn
from knowledge.decide import Answered, decide
from knowledge.entries import Area, Attribute, Program
from knowledge.leaning import Leaning, leaning, named_in, without_places
from knowledge.places import find_places
from knowledge.turning import answers_otherwise, asks_for_more, items_told

MOST = 8
SHORT = 12  # characters: whoever picks one of several by name writes no more


@dataclass(frozen=True)
class Context:
    """What was talked about last. `question`: the one that began it, so that it can be asked for another place."""

    program: str | None
    attribute: Attribute | None
    question: str
    told: tuple[str, ...] = ()

    @classmethod
    def of(cls, turn: Turn) -> "Context":
        question, told = turn.slot("topic_question") or "", turn.slot("topic_told") or ()
        return cls(turn.slot("topic_program"), turn.slot("topic_attribute"), question, tuple(told))


@dataclass(frozen=True)
class Again:
    """Ask the earlier question again, for another place or past the entries told already."""

    question: str
    area: Area | None = None
    told: frozenset[str] = field(default_factory=frozenset)


def resolve(turn: Turn, context: Context) -> Program | Again | None:
    """The entry meant, or the question to be asked again; None when the message does not lean on the context."""
    index = turn.services.knowledge.index
    chosen = _chosen(turn, context)
    if chosen is not None:
        return chosen
    about = index.get(context.program) if context.program else None
    level = leaning(turn.text, about)
    if not context.question or (level is Leaning.NOT and turn.intent != "ask_follow_up"):
        return None
    hits = index.search(turn.text, most=MOST)
    if level is not Leaning.BARE and answers_otherwise(hits, about):
        return hits[0].program
    area = _place_named(turn)
    if area is not None and (about is None or area != about.area):
        return Again(without_places(context.question), area)
    if asks_for_more(turn.text):
        return Again(context.question, told=frozenset(context.told))
    return about


def _chosen(turn: Turn, context: Context) -> Program | None:
    """One of the entries shown: tapped, picked by number, or named shortly; or one of the things just told of."""
    index = turn.services.knowledge.index
    shown = offered(turn, "programs")
    if told := _item_told(turn, context):
        return told
    found = tapped(turn, "programs") or picked(turn, shown)
    if found is not None:
        return index.get(found)
    return _named_among(turn, shown) if len(shown) > 1 and len(turn.text) <= SHORT else None


def _item_told(turn: Turn, context: Context) -> Program | None:
    """“第三个” of the things that the entry told last lists, where that is an entry of its own."""
    index = turn.services.knowledge.index
    about = index.get(context.program) if context.program else None
    if about is None or turn.entity("ordinal") is None:
        return None
    item = picked(turn, items_told(about.facts.what or ""))
    decision = decide(index.search(item, area=about.area, most=MOST)) if item else None
    return decision.program if isinstance(decision, Answered) and decision.program != about else None


def _named_among(turn: Turn, shown: list[str]) -> Program | None:
    """The one of the entries shown that the message fits alone: by its place (上城的), or by its name."""
    index = turn.services.knowledge.index
    programs = [program for program in map(index.get, shown) if program is not None]
    area = _place_named(turn)
    if area is not None:
        there = [p for p in programs if p.area == area or (area.district is None and p.area.city == area.city)]
        return there[0] if len(there) == 1 else None
    said = named_in(turn.text)
    naming = [p for p in programs if any(piece in title for piece in said for title in [p.name, *p.aliases])]
    return naming[0] if len(naming) == 1 and sum(map(len, said)) > 1 else None


def _place_named(turn: Turn) -> Area | None:
    place: Any = next((place for place in find_places(turn.text) if place.city), None)
    return Area(city=place.city, district=place.district) if place else None
