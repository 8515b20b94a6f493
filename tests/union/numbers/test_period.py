"""Periods end today, in Shanghai."""

from datetime import UTC, date, datetime

import pytest

from union.numbers.period import Choice, Period, period_of


@pytest.mark.parametrize(
    ("choice", "first", "steps"),
    [("week", date(2026, 11, 12), 7), ("month", date(2026, 10, 20), 30), ("year", date(2025, 12, 1), 12)],
)
def test_a_period_ends_today_and_a_year_begins_with_a_month(choice: Choice, first: date, steps: int) -> None:
    period = period_of(choice, datetime(2026, 11, 17, 17, tzinfo=UTC))  # already the 18th in Shanghai
    assert (period.first, period.last, len(period.steps())) == (first, date(2026, 11, 18), steps)


def test_a_period_holds_its_last_day_to_the_end() -> None:
    period = Period(date(2026, 11, 18), date(2026, 11, 18))
    assert period.since == datetime(2026, 11, 17, 16, tzinfo=UTC)
    assert period.until == datetime(2026, 11, 18, 16, tzinfo=UTC)


def test_its_months_are_cut_to_it() -> None:
    months = list(Period(date(2026, 10, 20), date(2026, 12, 3)).months())
    assert [(one.first, one.last) for one in months] == [
        (date(2026, 10, 20), date(2026, 10, 31)),
        (date(2026, 11, 1), date(2026, 11, 30)),
        (date(2026, 12, 1), date(2026, 12, 3)),
    ]
