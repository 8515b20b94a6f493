"""What an entry of the rota must be like, and whether two of them would put one person into two places. Pure."""

import calendar
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from union.entered import Wrong
from union.legal_aid.calendar import rota_weekday

NTHS = (1, 2, 3, 4, 5, -1)
FARTHEST = timedelta(days=400)  # a single day that is planned further ahead is a slip of the keyboard


@dataclass(frozen=True)
class NewShift:
    """A shift to be added; as the columns of `RotaDay`. Either `weekday` (with `nth` once a month) or `day`."""

    starts: time
    ends: time
    weekday: int | None = None
    nth: int | None = None
    day: date | None = None
    ways: str = ""
    place: str = ""


def check_shift(new: NewShift, minutes: int, today: date) -> Wrong | None:
    """Whether somebody can sit so; `minutes`: of one talk at the window. None: nothing is wrong."""
    if new.day is not None and (new.weekday is not None or new.nth is not None):
        return Wrong("day", "weekly_or_once")
    if new.day is None and new.weekday not in range(7):
        return Wrong("weekday", "no_day")
    if new.nth is not None and new.nth not in NTHS:
        return Wrong("nth", "no_day")
    if new.day is not None and not today <= new.day <= today + FARTHEST:
        return Wrong("day", "past" if new.day < today else "too_far")
    if not new.starts < new.ends:
        return Wrong("ends", "not_after")
    length = datetime.combine(today, new.ends) - datetime.combine(today, new.starts)
    return Wrong("ends", "too_short", str(minutes)) if length < timedelta(minutes=minutes) else None


def clash(one: NewShift, other: NewShift) -> bool:
    """Whether both would take place at the same time on some day."""
    if not (one.starts < other.ends and other.starts < one.ends):
        return False
    if one.day is not None and other.day is not None:
        return one.day == other.day
    if one.day is not None:
        return _falls_on(other, one.day)
    if other.day is not None:
        return _falls_on(one, other.day)
    if one.weekday != other.weekday:
        return False
    nths = {one.nth, other.nth}
    return None in nths or len(nths) == 1 or nths in ({-1, 4}, {-1, 5})  # the last is the fourth or the fifth


def _falls_on(regular: NewShift, day: date) -> bool:
    if rota_weekday(day) != regular.weekday:
        return False
    if regular.nth is None:
        return True
    if day.weekday() != regular.weekday:
        return False
    is_last = day.day + 7 > calendar.monthrange(day.year, day.month)[1]
    return regular.nth == (day.day - 1) // 7 + 1 or (regular.nth == -1 and is_last)
