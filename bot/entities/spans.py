"""Arithmetic of days: weeks, months and parts of months as (first, last) pairs, both inclusive."""

import calendar
from datetime import date, timedelta

Days = tuple[date, date]

_PARTS = {
    "初": (1, 5),
    "上旬": (1, 10),
    "中": (11, 20),
    "中旬": (11, 20),
    "下旬": (21, 31),
    "底": (25, 31),
    "末": (25, 31),
}


def day(year: int, month: int, number: int) -> Days | None:
    """One day, or None if the calendar has none (31 June)."""
    if not (1 <= month <= 12 and 1 <= number <= calendar.monthrange(year, month)[1]):
        return None
    one = date(year, month, number)
    return one, one


def month(year: int, number: int, part: str = "") -> Days:
    """A month or a part of it (初 上旬 中旬 下旬 底); `number` may run past 12 into the next year."""
    year, number = year + (number - 1) // 12, (number - 1) % 12 + 1
    first, last = _PARTS.get(part, (1, 31))
    return date(year, number, first), date(year, number, min(last, calendar.monthrange(year, number)[1]))


def years_on(one: date, years: int) -> date:
    """The same day so many years later; of 29 February the 28th."""
    return one.replace(year=one.year + years, day=28 if (one.month, one.day) == (2, 29) else one.day)


def week(today: date, ahead: int) -> Days:
    """Monday to Sunday of the week `ahead` weeks from today's."""
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=ahead)
    return monday, monday + timedelta(days=6)


def weekend(today: date, ahead: int) -> Days:
    monday, sunday = week(today, ahead)
    return monday + timedelta(days=5), sunday


def weekday(today: date, number: int, ahead: int | None) -> Days:
    """Weekday `number` (Monday 0) of the week `ahead`; with None the next one from today on."""
    if ahead is None:
        one = today + timedelta(days=(number - today.weekday()) % 7)
    else:
        one = week(today, ahead)[0] + timedelta(days=number)
    return one, one


def next_day_of_month(today: date, number: int) -> Days | None:
    """The next 21st, from today on."""
    for ahead in range(3):
        first, _ = month(today.year, today.month + ahead)
        found = day(first.year, first.month, number)
        if found and found[0] >= today:
            return found
    return None


def next_date(today: date, month_number: int, number: int) -> Days | None:
    """The next 21 December, from today on."""
    for year in range(today.year, today.year + 5):  # 29 February comes every four years
        found = day(year, month_number, number)
        if found and found[0] >= today:
            return found
    return None


def next_month(today: date, number: int, part: str = "") -> Days:
    """The next March, or part of it, that is not over."""
    found = month(today.year, number, part)
    return found if found[1] >= today else month(today.year + 1, number, part)


def written(days: Days) -> str:
    """2026-11-21, or 2026-11-21/2026-11-22."""
    first, last = days
    return first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"
