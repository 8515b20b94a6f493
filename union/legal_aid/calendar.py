"""Which days the windows are open: China's working days, with its make-up days."""

from datetime import date
from functools import cache

import chinese_calendar

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
        return day.weekday() < 5 and (day.month, day.day) not in _FIXED_HOLIDAYS


@cache
def _warn(year: int) -> None:
    log.warning("holidays_unknown", year=year, help="update chinesecalendar; until then weekdays count as working days")
