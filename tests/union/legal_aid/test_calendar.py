"""Working days of China, also when their official list is not there yet."""

from datetime import date

import pytest
from structlog.testing import capture_logs

from union.legal_aid import calendar
from union.legal_aid.calendar import is_working_day


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
