"""Which days the windows are open: China's working days, with its make-up days."""

from datetime import date
from functools import cache

import chinese_calendar
from chinese_calendar import constants

from base.logging import get_logger

log = get_logger("legal_aid")

# Where the year's official list is not in the package yet: these stand every year.
_FIXED_HOLIDAYS = {(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)}


def is_working_day(day: date) -> bool:
    """Whether people work on this day.

    The list of a year comes with a release of chinesecalendar; for later years weekdays count, and a warning is logged.
    """
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        _warn(day.year)
        return day.weekday() < 5 and not _is_fixed(day)


def is_holiday(day: date) -> bool:
    """Whether it is a public holiday, its free days included; an ordinary weekend is none."""
    try:
        free, name = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:
        _warn(day.year)
        return _is_fixed(day)
    return bool(free and name)


@cache
def rota_weekday(day: date) -> int | None:
    """By which weekday's rota one sits on this day (Monday is 0); None on a holiday.

    A working Saturday or Sunday follows the rota of the free day that it makes up for. On an ordinary weekend sits
    who is planned for a weekend.
    """
    if is_holiday(day):
        return None
    return _made_up().get(day, day).weekday()


@cache
def _made_up() -> dict[date, date]:
    """Working weekends and the free days they make up for: of each holiday the first for the first, and so on."""
    found: dict[date, date] = {}
    for year, name in {(day.year, name) for day, name in constants.workdays.items()}:
        worked, freed = (
            sorted(day for day, of in days.items() if (day.year, of) == (year, name))
            for days in (constants.workdays, constants.in_lieu_days)
        )
        found |= dict(zip(worked, freed, strict=False))
    return found


def _is_fixed(day: date) -> bool:
    return (day.month, day.day) in _FIXED_HOLIDAYS


@cache
def _warn(year: int) -> None:
    log.warning("holidays_unknown", year=year, help="update chinesecalendar; until then weekdays count as working days")
