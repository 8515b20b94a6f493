"""From the weekly rota to slots. Pure: rota and days in, slots out."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol, TypeVar

from base.clock import SHANGHAI


@dataclass(frozen=True)
class Shift:
    """A lawyer sits from `starts` to `ends` (Shanghai time) on every `weekday` (Monday is 0)."""

    lawyer_id: str
    weekday: int
    starts: time
    ends: time
    minutes: int = 30


@dataclass(frozen=True, order=True)
class Slot:
    """One talk with one lawyer; aware datetimes."""

    starts_at: datetime
    ends_at: datetime
    lawyer_id: str


def slots(rota: Iterable[Shift], first: date, days: int, is_working_day: Callable[[date], bool]) -> list[Slot]:
    """All slots of `days` days from `first` on, soonest first. A rest at a shift's end that is too short is none."""
    shifts: dict[int, list[Shift]] = defaultdict(list)
    for shift in rota:
        shifts[shift.weekday].append(shift)
    found: list[Slot] = []
    for day in (first + timedelta(days=ahead) for ahead in range(days)):
        if day.weekday() in shifts and is_working_day(day):
            found.extend(slot for shift in shifts[day.weekday()] for slot in _cut(shift, day))
    return sorted(found)


class Starting(Protocol):
    """Anything with a beginning."""

    @property
    def starts_at(self) -> datetime: ...


S = TypeVar("S", bound=Starting)


def nearest(free: Iterable[S], wanted: datetime, most: int = 3) -> list[S]:
    """The free slots closest to the time wanted, soonest first."""
    closest = sorted(free, key=lambda slot: abs(slot.starts_at - wanted))[:most]
    return sorted(closest, key=lambda slot: slot.starts_at)


def _cut(shift: Shift, day: date) -> Iterator[Slot]:
    length = timedelta(minutes=shift.minutes)
    start = datetime.combine(day, shift.starts, SHANGHAI)
    end = datetime.combine(day, shift.ends, SHANGHAI)
    while start + length <= end:
        yield Slot(start, start + length, shift.lawyer_id)
        start += length
