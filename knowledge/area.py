"""Which place a question asks about, and how an entry's area agrees with it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from knowledge.entries import WHOLE_PROVINCE, Area, Program
from knowledge.places import Place, find_places

Spot = tuple[str, str | None]  # city, district; a place outside Zhejiang is (OUTSIDE, its name)
OUTSIDE = ""

_ON_THE_WAY = re.compile(r"(?:[回去到往从]|来自|老家|籍贯|户口|我是|是)$")
_ORIGIN = re.compile(r"^(?:人|籍|老家|来的|过来|户口|的人|那边来|老乡)")
_PROVINCE_WIDE = re.compile(r"我省|全省|浙江省|省内|省职工")


class Agreement(IntEnum):
    """How an entry's area fits the place asked about."""

    ELSEWHERE = 0  # another district or city: its answer would be the neighbour's
    WIDER = 1  # a district is asked about, the entry is its whole city's or the province's
    MENTIONED = 2  # the entry is at home elsewhere but speaks of the place
    NOT_ASKED = 3
    INSIDE = 4  # a city is asked about, the entry is one of its districts'
    SAME = 5


@dataclass(frozen=True)
class Scope:
    """Where an entry is at home, and which other places it speaks of."""

    home: frozenset[Spot]
    mentioned: frozenset[Spot]
    outside: frozenset[str]  # names outside Zhejiang that occur in it


def asked_spots(question: str, area: Area | None = None) -> tuple[Spot, ...]:
    """The places a question is about; `area` (from the conversation) counts when the question names none.

    A place where somebody comes from or travels to (我是贵州人, 回湖北) is not asked about.
    """
    places = find_places(question)
    inside = narrowest(place for place in places if place.city is not None)
    if inside:
        return inside
    outside = tuple((OUTSIDE, place.text) for place in places if _is_asked(question, place))
    if outside:
        return outside
    return ((area.city, area.district),) if area is not None else ()


def narrowest(places: Iterable[Place]) -> tuple[Spot, ...]:
    """Cities and districts named; a city is left out where a district of it is named too."""
    spots = {(place.city, place.district) for place in places if place.city is not None}
    cities_with_district = {city for city, district in spots if district is not None}
    return tuple(spot for spot in spots if spot[1] is not None or spot[0] not in cities_with_district)


def _is_asked(question: str, place: Place) -> bool:
    return not _ON_THE_WAY.search(question[: place.start]) and not _ORIGIN.match(question[place.end :])


def scope_of(program: Program) -> Scope:
    """The scope of an entry: at home where its area, name and organiser say; the rest is mentioned."""
    facts = program.facts
    titles = [program.name, *program.aliases, program.organiser or "", facts.who or ""]
    home = {(program.area.city, program.area.district)}
    for title in titles:
        home.update(spot for spot in narrowest(find_places(title)) if spot[1] is not None)
    if any(map(_PROVINCE_WIDE.search, titles)):
        home.add((WHOLE_PROVINCE, None))
    told = [*titles, facts.what or "", facts.where or "", facts.how or "", facts.when or ""]
    places = [place for text in told for place in find_places(text)]
    outside = frozenset(place.text for place in places if place.city is None)
    return Scope(frozenset(home), frozenset(narrowest(places)) - home, outside)


def agreement(asked: tuple[Spot, ...], scope: Scope) -> Agreement:
    """The best agreement of any place asked about with the entry."""
    return max((_agreement(spot, scope) for spot in asked), default=Agreement.NOT_ASKED)


@lru_cache(maxsize=65536)
def _agreement(spot: Spot, scope: Scope) -> Agreement:
    city, district = spot
    if city == OUTSIDE:
        return Agreement.MENTIONED if district in scope.outside else Agreement.ELSEWHERE
    if spot in scope.home:
        return Agreement.SAME
    if district is None and any(home_city == city for home_city, _ in scope.home):
        return Agreement.INSIDE
    if (WHOLE_PROVINCE, None) in scope.home or (district is not None and (city, None) in scope.home):
        return Agreement.WIDER
    return Agreement.MENTIONED if spot in scope.mentioned else Agreement.ELSEWHERE
