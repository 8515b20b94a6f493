"""Finding the lawyer's slot a member means, and showing free slots."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from actions.counsel import Service
from actions.turn import Turn
from base.clock import to_shanghai
from union.conversations.reply import Choice
from union.legal_aid import service as legal_aid
from union.legal_aid.rota import nearest
from union.legal_aid.service import FreeSlot
from union.wording import day, day_and_time

DAYS_SHOWN = 14
MOST_SHOWN = 6
PER_DAY = 2  # without a wish: two of each of the next days, so that there is a choice of days


_PARTS = {
    "上午": re.compile(r"上午|早上|早晨|一早|清早"),
    "下午": re.compile(r"下午|午后|傍晚"),
    "晚上": re.compile(r"晚上|夜里|晚间|下班后|下班以后"),
}
_HOURS = {"上午": (0, 12), "下午": (12, 18), "晚上": (18, 24)}


@dataclass(frozen=True)
class SlotWish:
    """What a message says of the time wanted: ISO date (or two with a slash), `T14:00`; empty where nothing.

    `part`: 上午, 下午 or 晚上, where no hour was said.

    `after`, `before`: ISO times between which it must begin (those shown before did not suit, or it must be earlier);
    `among`: the ISO times that are offered instead of one that could not be had.
    """

    dates: str = ""
    time: str = ""
    part: str = ""
    after: str = ""
    before: str = ""
    among: tuple[str, ...] = ()

    @classmethod
    def of(cls, turn: Turn) -> "SlotWish":
        time = turn.entity("time") or ""
        part = None if time else next((name for name, words in _PARTS.items() if words.search(turn.text)), None)
        return cls(turn.entity("date") or "", time, part or "")

    @classmethod
    def from_slot(cls, stored: dict[str, Any] | None) -> "SlotWish":
        return cls(**{**stored, "among": tuple(stored.get("among", ()))}) if stored else cls()

    def as_slot(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if value}

    def narrowed(self, other: "SlotWish") -> "SlotWish":
        """The same wish with what the other says instead; a new day forgets the old hour."""
        if other.dates:
            return replace(other, before=self.before)
        said = {"time": other.time, "part": other.part} if other.time or other.part else {}
        return replace(self, **said, after=other.after or self.after, among=())

    @property
    def is_empty(self) -> bool:
        return self == SlotWish()

    def fits(self, slot: FreeSlot) -> bool:
        local = to_shanghai(slot.starts_at)
        first, _, last = self.dates.partition("/")
        on_day = not first or date.fromisoformat(first) <= local.date() <= date.fromisoformat(last or first)
        between = _is_after(slot, self.after) and not (self.before and _is_after(slot, self.before, or_then=True))
        one_of_them = not self.among or slot.starts_at in map(datetime.fromisoformat, self.among)
        first_hour, last_hour = _HOURS.get(self.part, (0, 24))
        at_hour = local.strftime("T%H:%M") == self.time if self.time else first_hour <= local.hour < last_hour
        return on_day and between and one_of_them and at_hour

    def in_words(self, now: datetime) -> str:
        """How it was understood: 11月19日（周四）14:00"""
        first, _, last = self.dates.partition("/")
        days = [day(datetime.fromisoformat(f"{d}T12:00:00+08:00")) for d in (first, last) if d]
        return "到".join(days) + (self.time.removeprefix("T") or self.part)


def _is_after(slot: FreeSlot, bound: str, *, or_then: bool = False) -> bool:
    if not bound:
        return True
    moment = datetime.fromisoformat(bound)
    return slot.starts_at >= moment if or_then else slot.starts_at > moment


async def free_starts(
    turn: Turn, service: Service = "legal", *, serving: Sequence[str] | None = None, **only: str | None
) -> list[FreeSlot]:
    """Free slots, one for each time (whoever sits then), soonest first.

    `serving` and `only` (way, level, district, window_id): as `free_slots` has them.
    """
    async with turn.services.database.read() as session:
        free = await legal_aid.free_slots(session, turn.now, DAYS_SHOWN, service=service, serving=serving, **only)
    by_start = {slot.starts_at: slot for slot in reversed(free)}
    return [by_start[start] for start in sorted(by_start)]


def to_show(free: Sequence[FreeSlot], wish: SlotWish) -> list[FreeSlot]:
    """The free slots that fit the wish; without one, a few of each of the next days."""
    fitting = [slot for slot in free if wish.fits(slot)]
    if wish.dates or wish.time or wish.among:
        return fitting[:MOST_SHOWN]
    shown: list[FreeSlot] = []
    for slot in fitting:
        same_day = [s for s in shown if to_shanghai(s.starts_at).date() == to_shanghai(slot.starts_at).date()]
        if len(same_day) < PER_DAY:
            shown.append(slot)
    return shown[:MOST_SHOWN]


def nearest_to(free: Sequence[FreeSlot], wish: SlotWish) -> list[FreeSlot]:
    """What comes closest to a wish that nothing fits."""
    first = wish.dates.partition("/")[0]
    if not first and not wish.time:
        return list(free)[:3]
    if not first:
        at_that_hour = [slot for slot in free if SlotWish(time=wish.time).fits(slot)]
        return (at_that_hour or list(free))[:3]
    wanted = datetime.fromisoformat(f"{first}{wish.time or 'T09:00'}:00+08:00")
    return nearest(free, wanted)


def slot_choices(shown: Sequence[FreeSlot]) -> list[Choice]:
    """A tap on each chooses it."""
    return [Choice(label=day_and_time(s.starts_at), send=_spoken(s.starts_at)) for s in shown]


def _spoken(start: datetime) -> str:
    local = to_shanghai(start)
    return f"{local.month}月{local.day}日{local:%H:%M}"
