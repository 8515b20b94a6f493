"""Working days of China, also when their official list is not there yet."""

from datetime import date

import pytest
from chinese_calendar import constants
from structlog.testing import capture_logs

from union.legal_aid import calendar
from union.legal_aid.calendar import is_working_day, rota_weekday


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 18), True),
        (date(2026, 11, 21), False),
        (date(2026, 10, 1), False),
        (date(2026, 10, 10), True),  # a Saturday that makes up for a holiday
    ],
)
def test_the_official_list_counts(day: date, works: bool) -> None:
    assert is_working_day(day) is works


def test_beyond_the_list_weekdays_count_and_it_warns_once_a_year() -> None:
    calendar._warn.cache_clear()

    with capture_logs() as logged:
        assert is_working_day(date(2099, 3, 2))  # a Monday
        assert not is_working_day(date(2099, 3, 1))
        assert not is_working_day(date(2099, 10, 1))

    assert [line["event"] for line in logged] == ["holidays_unknown"]


@pytest.mark.parametrize(
    ("day", "weekday"),
    [
        (date(2026, 11, 18), 2),
        (date(2026, 11, 21), 5),  # an ordinary Saturday: who is planned for Saturdays
        (date(2026, 10, 1), None),
        (date(2026, 10, 10), 2),  # a Saturday that makes up for Wednesday the 7th
        (date(2026, 9, 20), 1),  # a Sunday for Tuesday the 6th
        (date(2026, 2, 14), 4),
        (date(2099, 10, 1), None),
        (date(2099, 10, 10), 5),
    ],
)
def test_a_working_weekend_follows_the_rota_of_the_day_it_makes_up_for(day: date, weekday: int | None) -> None:
    assert rota_weekday(day) == weekday


def test_every_working_weekend_of_the_list_makes_up_for_a_weekday() -> None:
    worked = [day for day in constants.workdays if day.year >= 2020]
    found = {day: rota_weekday(day) for day in worked}

    assert found
    assert not [day for day, weekday in found.items() if weekday is None]
    assert sum(weekday in range(5) for weekday in found.values()) >= len(found) * 0.8
