"""Dates are written in Shanghai time."""

from datetime import UTC, datetime, timedelta

from union.wording import day_and_time, period

START = datetime(2026, 11, 25, 5, 30, tzinfo=UTC)


def test_a_moment_has_its_weekday_and_shanghai_time() -> None:
    assert day_and_time(START) == "11月25日（周三）13:30"


def test_a_period_names_the_day_once_unless_there_are_two() -> None:
    assert period(START, START + timedelta(hours=3)) == "11月25日（周三）13:30—16:30"
    assert period(START, START + timedelta(days=1)) == "11月25日（周三）13:30—11月26日（周四）13:30"
