"""Opening hours as OpenStreetMap writes them ("Mo-Fr 08:30-17:30; PH off"), with China's holidays. Pure.

The library's own calendar knows neither the days off beside a holiday nor the weekends worked for them: `PH` is
decided here by the State Council's calendar, and hours that speak of holidays hold on worked weekends as on weekdays.
"""

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache

import chinese_calendar
from opening_hours import OpeningHours, ParserError  # type: ignore[attr-defined]  # its stub lacks it

from base.clock import SHANGHAI, to_shanghai

LONGEST = 255
_PH = re.compile(r"\bPH\b")
_UNKNOWABLE = re.compile(r"\b(?:SH|easter)\b")  # school holidays differ by city and year
_DAYS = {"Mo": "周一", "Tu": "周二", "We": "周三", "Th": "周四", "Fr": "周五", "Sa": "周六", "Su": "周日"}
_FIXED = {(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)}  # where a year's calendar is not published yet
_AHEAD = 14  # days in which the next opening is looked for


class Hours:
    """Hours of a place.

    Raises:
        ValueError: the text is none that OpenStreetMap knows, or speaks of school holidays.
    """

    def __init__(self, text: str) -> None:
        if len(text) > LONGEST or _UNKNOWABLE.search(text):
            raise ValueError("hours cannot be read")
        try:
            # Without a country the library takes no day for a holiday; on one, PH is every day of the week.
            self._usual = OpeningHours(text, timezone=SHANGHAI)
            self._holiday = OpeningHours(_PH.sub("Mo-Su", text), timezone=SHANGHAI)
        except ParserError as error:
            raise ValueError("hours cannot be read") from error
        self._knows_holidays = bool(_PH.search(text))

    def is_open(self, moment: datetime) -> bool:
        """Whether one finds it open then."""
        hours, meant = self._on(to_shanghai(moment))
        return bool(hours.is_open(meant))

    def closes(self, moment: datetime) -> datetime | None:
        """When it closes, if it is open then and closes within a day."""
        local = to_shanghai(moment)
        hours, meant = self._on(local)
        change = hours.next_change(meant) if hours.is_open(meant) else None
        return local + (change - meant) if change is not None and change - meant < timedelta(days=1) else None

    def opens(self, moment: datetime) -> datetime | None:
        """When it opens next, if it is closed then."""
        local = to_shanghai(moment)
        for ahead in range(_AHEAD):
            start = local if ahead == 0 else _midnight(local.date() + timedelta(days=ahead))
            if self.is_open(start):
                return start
            hours, meant = self._on(start)
            change = hours.next_change(meant)
            if change is not None and change.date() == meant.date():
                return start + (change - meant)
        return None

    def _on(self, local: datetime) -> tuple[OpeningHours, datetime]:
        """The reading that holds on this day, and the moment to be asked for in it."""
        day = local.date()
        if not self._knows_holidays or not _calendar(day):
            return self._usual, local
        if _calendar(day) == "holiday":
            return self._holiday, local
        back = next(n for n in range(1, 9) if (day - timedelta(n)).weekday() < 5)  # as on the Friday before
        return self._usual, local - timedelta(days=back)


@lru_cache(maxsize=4096)
def hours_of(text: str) -> Hours | None:
    """The hours, None where nothing is known; the same text is read once."""
    return Hours(text) if text else None


def in_words(text: str) -> str:
    """For people, where nobody has written better: 周一至周五 08:30-17:30；节假日休息."""
    if text == "24/7":
        return "全天 24 小时"
    said = re.sub(r"\bMo-Su(?:,PH)?\b", "每天", text)
    for short, long in _DAYS.items():
        said = re.sub(rf"\b{short}\b", long, said)
    said = re.sub(r"(?<=[一二三四五六日])-(?=周)", "至", said).replace("PH off", "节假日休息").replace("PH", "节假日")
    return re.sub(r"\s*;\s*", "；", said).replace("off", "休息").replace(",", "、")


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)


@lru_cache(maxsize=1024)
def _calendar(day: date) -> str:
    """`holiday`, `worked` (a weekend day people work on), or neither."""
    try:
        off, name = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:
        return "holiday" if (day.month, day.day) in _FIXED else ""
    if off:
        return "holiday" if name else ""
    return "worked" if day.weekday() > 4 else ""
