"""Months and weeks of the calendar."""

from datetime import datetime

from base.clock import SHANGHAI
from console.events.months import month_of, month_span, months, moved, read_month, weeks
from tests.conftest import WEDNESDAY


def test_a_month_begins_and_ends_in_shanghai() -> None:
    assert month_span("2026-12") == (
        datetime(2026, 12, 1, tzinfo=SHANGHAI),
        datetime(2027, 1, 1, tzinfo=SHANGHAI),
    )
    assert month_of(datetime(2026, 11, 30, 23, 59, tzinfo=SHANGHAI)) == "2026-11"


def test_one_leafs_over_the_end_of_a_year() -> None:
    assert (moved("2026-12", 1), moved("2026-01", -1)) == ("2027-01", "2025-12")


def test_an_address_names_a_month_or_nothing() -> None:
    assert read_month("2026-02") == "2026-02"
    assert [read_month(text) for text in ("", "2026-13", "x", "1800-01", "2026-2")] == [None] * 5


def test_whole_weeks_cover_the_month() -> None:
    found = weeks("2026-11")
    assert len(found) == 6 and {len(week) for week in found} == {7}
    assert (found[0][0].isoformat(), found[-1][-1].isoformat()) == ("2026-10-26", "2026-12-06")


def test_one_chooses_from_the_months_around_now_the_latest_first() -> None:
    found = list(months(WEDNESDAY))
    assert (found[0], found[-1], len(found)) == ("2027-05", "2025-11", 19)
