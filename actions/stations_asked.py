"""What a message asks of places nearby: where, what kind, with what, and when it must be open."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from actions.event_filter import browsing
from actions.turn import Turn
from base.clock import SHANGHAI, to_shanghai
from knowledge.places import find_places, gazetteer, spoken_town
from union.places.kinds import facilities_asked, kind_asked
from union.places.sent import ASKS
from union.places.wish import Wish

STATIONS = "stations.nearest"
SLOT = "topic_places"
LEANS = 15  # characters: a message that only changes what was just asked is no longer
# Intents of a message that may only change, or answer, what was just asked about places.
_UNSURE = frozenset({"inform", "nlu_fallback", "out_of_scope", "affirm", "correct", STATIONS, "ask_follow_up"})
_SAFETY = frozenset({"crisis", "legal.urgent", "handoff.request", "handoff.leave"})
DOUBTED = 0.6  # below this confidence what follows our question for a place is taken for its answer
_ROAD = re.compile(r"[东西南北中]?(?:路|街(?!道)|巷|弄|大道)")  # 天目山路 is in town, 天目山 is not
_FARTHER = re.compile(r"(?:有没有|还有)?(?:更|再)?远(?:一?点|一?些)?的?(?:呢|吗|也行)?")
_ALL_NIGHT = re.compile(r"24\s*小时|二十四小时|通宵|整夜|全天")
_NIGHT = time(3)
_MORNING = time(10)
_AT = re.compile(
    r"(?:我?(?:就|现在|人)?在|离|到了?)([^，,。.？?！!\s]{2,12}?)(?:这边|这里|这儿|那边|附近|旁边|边上|近|，|,|\s|$)"
)


@dataclass(frozen=True)
class Where:
    """A sent location by its message's `key`; or a name, in a city and district where the gazetteer knows it."""

    key: str = ""
    name: str = ""
    city: str = ""
    district: str = ""

    @property
    def is_division(self) -> bool:
        """A whole city or district, no spot in it."""
        return bool(self.city) and (not self.name or gazetteer().is_division(self.name))


@dataclass(frozen=True)
class Asked:
    """As it stands in the slot. `at`: ISO, empty for now; `page` counts from 0."""

    where: Where | None = None
    kind: str = ""
    facilities: tuple[str, ...] = ()
    at: str = ""
    page: int = 0

    @classmethod
    def from_slot(cls, stored: dict[str, Any] | None) -> "Asked":
        if not stored:
            return cls()
        where = Where(**stored["where"]) if stored["where"] else None
        return cls(where, stored["kind"], tuple(stored["facilities"]), stored["at"], stored["page"])

    def as_slot(self) -> dict[str, Any]:
        return vars(self) | {"where": vars(self.where) if self.where else None, "facilities": list(self.facilities)}

    def wish(self, now: datetime) -> Wish:
        """What is searched for."""
        moment = datetime.fromisoformat(self.at) if self.at else now
        return Wish(moment, self.kind or None, frozenset(self.facilities))


def read_asked(turn: Turn, before: Asked, *, sent: bool) -> Asked:
    """What the message asks, on the ground of what was asked `before`. `sent`: it is a location and says no more."""
    if sent:
        return replace(before, where=Where(key=turn.key), page=0)
    if _asks_more(turn.text) and before.where is not None:
        return replace(before, page=before.page + 1)
    kind, facilities = kind_asked(turn.text) or "", tuple(sorted(facilities_asked(turn.text)))
    return Asked(
        where_named(turn.text) or before.where,
        kind or before.kind,
        facilities if kind or facilities else before.facilities,
        _moment(turn) or before.at,
    )


def where_named(text: str) -> Where | None:
    """The place in the text: the narrowest the gazetteer knows, else what follows 我在."""
    found = [place for place in find_places(text) if place.city and not _ROAD.match(text, place.end)]
    if found:
        place = max(found, key=lambda place: (place.district is not None, not gazetteer().is_division(place.text)))
        return Where("", spoken_town(place.text), place.city or "", place.district or "")
    said = _AT.search(text)
    return Where(name=said[1]) if said else None


def asks_places(parse: dict[str, Any], state: dict[str, Any]) -> bool:
    """A sent location; or, right after places were shown or asked about, what only changes or answers that."""
    text, intent = parse["text"], parse["intent"]["name"]
    if state.get("form"):
        return False
    if text.endswith(ASKS):
        return True
    slots = state.get("slots", {})
    if (slots.get("offered") or {}).get("kind") != "places" or len(text) > LEANS:
        return False
    if _asks_more(text):
        return True
    named = {entity["entity"] for entity in parse.get("entities", ())}
    waiting = not (slots.get(SLOT) or {}).get("where")
    changes = bool(kind_asked(text) or facilities_asked(text) or "time" in named or _ALL_NIGHT.search(text))
    if waiting and intent not in _SAFETY and parse["intent"]["confidence"] < DOUBTED:
        return True
    if intent in _UNSURE:
        return waiting or changes or bool(find_places(text))
    return intent == "ask_program" and changes and not named & {"city", "district"}


def _asks_more(text: str) -> bool:
    plain = re.sub(r"[\s，,。.！!？?]+", "", text)
    return browsing(text) == "more" or _FARTHER.fullmatch(plain) is not None


def _moment(turn: Turn) -> str:
    """ISO; a time that is past today is tomorrow's. Empty where the message names none."""
    now, said, on = to_shanghai(turn.now), turn.entity("time"), _first_day(turn.entity("date"))
    if said is None and _ALL_NIGHT.search(turn.text):
        return datetime.combine(now.date() + timedelta(days=1), _NIGHT, SHANGHAI).isoformat()
    if said is None and (on is None or on == now.date()):
        return ""
    clock = time.fromisoformat(said.removeprefix("T")) if said else _MORNING
    moment = datetime.combine(on or now.date(), clock, SHANGHAI)
    if on is None and moment < now:
        moment += timedelta(days=1)
    return moment.isoformat()


def _first_day(dates: str | None) -> date | None:
    return date.fromisoformat(dates.partition("/")[0]) if dates else None


def facilities_in_words(facilities: Sequence[str]) -> str:
    return "、".join(sorted(facilities))
