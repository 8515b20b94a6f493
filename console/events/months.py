"""Months: of a choice, of a calendar. Pure."""

from datetime import date, datetime, time, timedelta

from base.clock import SHANGHAI, to_shanghai

BEFORE, AFTER = 12, 6  # months one chooses from, around now


def months(now: datetime) -> dict[str, str]:
    """2026-11 -> 2026年11月, the latest first."""
    local = to_shanghai(now)
    count = local.year * 12 + local.month - 1
    found = {}
    for number in range(count + AFTER, count - BEFORE - 1, -1):
        year, month = divmod(number, 12)
        found[f"{year}-{month + 1:02}"] = f"{year}年{month + 1}月"
    return found


def month_of(moment: datetime) -> str:
    return to_shanghai(moment).strftime("%Y-%m")


def read_month(text: str) -> str | None:
    """2026-11, or None."""
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
    return f"{first:%Y-%m}" if 2000 <= first.year <= 2099 else None


def month_span(month: str) -> tuple[datetime, datetime]:
    """Its beginning, and that of the next."""
    first = date.fromisoformat(f"{month}-01")
    return datetime.combine(first, time(), SHANGHAI), datetime.combine(next_month(first), time(), SHANGHAI)


def next_month(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)


def moved(month: str, months_on: int) -> str:
    """The month so many later, or earlier."""
    first = date.fromisoformat(f"{month}-01")
    year, number = divmod(first.year * 12 + first.month - 1 + months_on, 12)
    return f"{year}-{number + 1:02}"


def weeks(month: str) -> list[list[date]]:
    """Whole weeks from Monday that cover the month."""
    first = date.fromisoformat(f"{month}-01")
    day = first - timedelta(days=first.weekday())
    found = []
    while day < next_month(first):
        found.append([day + timedelta(days=n) for n in range(7)])
        day += timedelta(days=7)
    return found
