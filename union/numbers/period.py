"""The time that numbers are about: days of Shanghai, shown by day or by month. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from base.clock import SHANGHAI, to_shanghai

CHOICES = {"week": "近 7 天", "month": "近 30 天", "year": "近 12 个月"}
Choice = Literal["week", "month", "year"]


@dataclass(frozen=True)
class Period:
    """From `first` to `last`, both days included."""

    first: date
    last: date
    by_month: bool = False

    @property
    def since(self) -> datetime:
        return _midnight(self.first)

    @property
    def until(self) -> datetime:
        """The moment after it."""
        return _midnight(self.last + timedelta(days=1))

    def steps(self) -> list[str]:
        """Its days or months in order, as they are shown: 11-18, 2026-11."""
        return list(dict.fromkeys(self.step(day) for day in self.days()))

    def step(self, day: date) -> str:
        """The step that a day belongs to."""
        return f"{day:%Y-%m}" if self.by_month else f"{day:%m-%d}"

    def days(self) -> Iterator[date]:
        for number in range((self.last - self.first).days + 1):
            yield self.first + timedelta(days=number)

    def months(self) -> Iterator["Period"]:
        """Its months, the first and the last cut to it."""
        first = self.first
        while first <= self.last:
            following = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
            yield Period(first, min(self.last, following - timedelta(days=1)), by_month=True)
            first = following


def period_of(choice: Choice, now: datetime) -> Period:
    """Up to today. A year begins with the first of a month."""
    today = to_shanghai(now).date()
    if choice == "year":
        return Period((today.replace(day=1) - timedelta(days=334)).replace(day=1), today, by_month=True)
    return Period(today - timedelta(days=6 if choice == "week" else 29), today)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI).astimezone(UTC)
