"""From the rota to slots. Pure: shifts, absences and days in, slots out."""

import calendar
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache, partial
from typing import Any, NamedTuple, Protocol, TypeVar

from base.clock import SHANGHAI


@dataclass(frozen=True)
class Shift:
    """Somebody sits from `starts` to `ends` (Shanghai time).

    Every `weekday` (Monday is 0); with `nth` only on the nth of them in a month (-1: the last); or on `day` alone.
    `people` is what the caller knows of whoever may sit, by id; the rota does not look at it.
    """

    lawyer_id: str
    weekday: int | None
    starts: time
    ends: time
    minutes: int = 30
    nth: int | None = None
    day: date | None = None
    window_id: str = ""
    ways: str = "window"
    place: str = ""
    people: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True)
class Away:
    """A lawyer is away from `since` to `until` (aware); the substitute sits instead, if there is one."""

    lawyer_id: str
    since: datetime
    until: datetime
    substitute_id: str | None = None


class Slot(NamedTuple):
    """One talk with one lawyer; aware datetimes. `shift` is what it was cut out of."""

    starts_at: datetime
    ends_at: datetime
    lawyer_id: str
    shift: Shift


Hours = dict[tuple[time, time, int], list[tuple[datetime, datetime]]]


def slots(
    rota: Iterable[Shift],
    first: date,
    days: int,
    rota_weekday: Callable[[date], int | None],
    *,
    away: Collection[Away] = (),
    closed: Collection[tuple[str, date]] = (),
    kind: type[Slot] = Slot,
) -> list[Slot]:
    """All slots of `days` days from `first` on, soonest first. A rest at a shift's end that is too short is none.

    Args:
        rota: the shifts of all lawyers.
        first: the first day, Shanghai's.
        days: how many days.
        rota_weekday: by which weekday's rota one sits on a day; None: only who has been planned for that very day.
        away: whoever is on leave.
        closed: windows and the days on which they are closed.
        kind: what a slot is made as: there are thousands, and making each twice would cost as much as finding it.
    """
    weekly, once = _sorted_out(rota)
    found: list[Slot] = []
    for day in (first + timedelta(days=ahead) for ahead in range(days)):
        weekday = rota_weekday(day)
        regular = weekly.get(weekday, ()) if weekday is not None else ()
        sitting = [*(shift for shift in regular if _in_month(shift, day)), *once.get(day, ())]
        hours: Hours = {}  # of this day: who sits at the same hours has the same times
        cut = [
            slot for shift in sitting if (shift.window_id, day) not in closed for slot in _cut(shift, day, hours, kind)
        ]
        found.extend(sorted(cut, key=_order) if len(sitting) > 1 else cut)
    return _without(found, away) if away else found


class Starting(Protocol):
    """Anything with a beginning."""

    @property
    def starts_at(self) -> datetime: ...


S = TypeVar("S", bound=Starting)


def nearest(free: Iterable[S], wanted: datetime, most: int = 3) -> list[S]:
    """The free slots closest to the time wanted, soonest first."""
    closest = sorted(free, key=lambda slot: abs(slot.starts_at - wanted))[:most]
    return sorted(closest, key=lambda slot: slot.starts_at)


def _sorted_out(rota: Iterable[Shift]) -> tuple[dict[int, list[Shift]], dict[date, list[Shift]]]:
    """Shifts by weekday, monthly ones too, and by day."""
    weekly: dict[int, list[Shift]] = defaultdict(list)
    once: dict[date, list[Shift]] = defaultdict(list)
    for shift in rota:
        if shift.day is not None:
            once[shift.day].append(shift)
        elif shift.weekday is not None:
            weekly[shift.weekday].append(shift)
    return weekly, once


def _in_month(shift: Shift, day: date) -> bool:
    """Whether this is the one of the month that a monthly shift means; by the real weekday."""
    if shift.nth is None:
        return True
    if day.weekday() != shift.weekday:
        return False
    if shift.nth == -1:
        return day.day + 7 > calendar.monthrange(day.year, day.month)[1]
    return (day.day - 1) // 7 + 1 == shift.nth


def _without(found: Sequence[Slot], away: Collection[Away]) -> list[Slot]:
    """The slots as those sit who are there. A substitute who is away too is none; who sits already sits once."""
    absent: dict[str, list[Away]] = defaultdict(list)
    for leave in away:
        absent[leave.lawyer_id].append(leave)
    there: list[Slot] = []
    taken_over: list[Slot] = []
    for slot in found:
        on_leave = _leave_of(slot, absent)
        if on_leave is None:
            there.append(slot)
        elif on_leave.substitute_id:
            instead = slot._replace(lawyer_id=on_leave.substitute_id)
            if _leave_of(instead, absent) is None:
                taken_over.append(instead)
    own = {(slot.lawyer_id, slot.starts_at) for slot in there} if taken_over else set()
    added = [slot for slot in taken_over if (slot.lawyer_id, slot.starts_at) not in own]
    return sorted([*there, *added], key=_order) if added else there


def _leave_of(slot: Slot, absent: dict[str, list[Away]]) -> Away | None:
    for leave in absent.get(slot.lawyer_id, ()):
        if leave.since < slot.ends_at and slot.starts_at < leave.until:
            return leave
    return None


def _order(slot: Slot) -> tuple[datetime, str]:
    return slot.starts_at, slot.lawyer_id


def _cut(shift: Shift, day: date, hours: Hours, kind: type[Slot]) -> Iterator[Slot]:
    which = (shift.starts, shift.ends, shift.minutes)
    if which not in hours:
        moment = partial(datetime.combine, day, tzinfo=SHANGHAI)
        hours[which] = [(moment(start), moment(end)) for start, end in _times(*which)]
    lawyer_id = shift.lawyer_id
    return (kind(start, end, lawyer_id, shift) for start, end in hours[which])


@lru_cache(512)
def _times(starts: time, ends: time, minutes: int) -> tuple[tuple[time, time], ...]:
    """Where a shift is cut; counted once a shift, not once a day."""
    length, found = timedelta(minutes=minutes), []
    start, end = datetime.combine(date.min, starts), datetime.combine(date.min, ends)
    while start + length <= end:
        found.append((start.time(), (start + length).time()))
        start += length
    return tuple(found)
