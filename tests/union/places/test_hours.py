"""Opening hours with China's holidays. 2026-10-01 to 10-07 is off; Saturday 2026-10-10 is worked for it."""

from datetime import datetime

import pytest

from base.clock import SHANGHAI
from union.places.hours import Hours, hours_of, in_words

OFFICE = Hours("Mo-Fr 09:00-17:00; PH off")


def at(day: str, clock: str = "10:00") -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}:00").replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("day", "is_open"),
    [
        ("2026-11-18", True),
        ("2026-11-21", False),  # Saturday
        ("2026-10-01", False),
        ("2026-10-05", False),  # off beside the holiday: the library alone does not know
        ("2026-10-10", True),  # a Saturday worked for it
        ("2026-10-08", True),
    ],
)
def test_a_window_keeps_the_state_councils_calendar(day: str, is_open: bool) -> None:
    assert OFFICE.is_open(at(day)) is is_open


def test_hours_that_do_not_speak_of_holidays_hold_on_them() -> None:
    assert Hours("Mo-Su 06:00-22:00").is_open(at("2026-10-01"))
    assert not Hours("Mo-Fr 09:00-17:00").is_open(at("2026-10-10"))


def test_a_holidays_own_hours_hold_on_it() -> None:
    hours = Hours("Mo-Fr 09:00-20:00; PH 10:00-16:00")
    assert not hours.is_open(at("2026-10-05", "18:00"))
    assert hours.is_open(at("2026-10-05", "15:00"))


def test_a_night_goes_on_past_midnight() -> None:
    hours = Hours("Mo-Su 20:00-06:00")
    assert hours.is_open(at("2026-11-18", "02:00"))
    assert hours.closes(at("2026-11-18", "23:00")) == at("2026-11-19", "06:00")


def test_when_it_closes_and_when_it_opens() -> None:
    assert OFFICE.closes(at("2026-11-18")) == at("2026-11-18", "17:00")
    assert OFFICE.opens(at("2026-11-18", "08:00")) == at("2026-11-18", "09:00")
    assert OFFICE.opens(at("2026-11-20", "18:00")) == at("2026-11-23", "09:00")
    assert OFFICE.opens(at("2026-10-01")) == at("2026-10-08", "09:00")
    assert OFFICE.opens(at("2026-10-09", "18:00")) == at("2026-10-10", "09:00")


def test_what_is_always_or_never_open_has_no_such_time() -> None:
    assert Hours("24/7").closes(at("2026-11-18")) is None
    assert Hours("24/7 off").opens(at("2026-11-18")) is None


def test_a_year_without_a_published_calendar_has_its_fixed_holidays() -> None:
    assert not OFFICE.is_open(at("2033-10-03"))
    assert OFFICE.is_open(at("2033-10-05"))


@pytest.mark.parametrize("text", ["8点到20点", "Mo-Fr 09:00-25:00x", "SH off", "x" * 300])
def test_what_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="hours cannot be read"):
        Hours(text)


def test_no_hours_are_unknown_hours() -> None:
    assert hours_of("") is None


def test_hours_in_words() -> None:
    assert in_words("24/7") == "全天 24 小时"
    assert in_words("Mo-Fr 08:30-11:30,13:30-17:00; PH off") == "周一至周五 08:30-11:30、13:30-17:00；节假日休息"
    assert in_words("Mo-Su,PH 06:00-22:00") == "每天 06:00-22:00"
