"""When the desk is open: hours of the week on China's working days."""

from datetime import datetime, time

import pytest

from base.clock import SHANGHAI
from base.database import Database
from union.handoff.hours import Hours, Refused, hours_of, next_open, open_now, put_hours, wrong_hours

WEEK = [Hours(day, time(9), time(12)) for day in range(5)] + [Hours(day, time(14), time(17)) for day in range(5)]


def on(day: str, at: str) -> datetime:
    return datetime.fromisoformat(f"{day}T{at}").replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("day", "at", "is_open", "following"),
    [
        ("2026-11-18", "10:00", True, ("2026-11-18", "14:00")),
        ("2026-11-18", "12:00", False, ("2026-11-18", "14:00")),
        ("2026-11-18", "17:00", False, ("2026-11-19", "09:00")),
        ("2026-11-20", "18:00", False, ("2026-11-23", "09:00")),  # over the weekend
        ("2026-10-01", "10:00", False, ("2026-10-08", "09:00")),  # 国庆
        ("2026-10-10", "10:00", True, ("2026-10-10", "14:00")),  # a Saturday worked for the holiday
    ],
)
def test_weekends_are_free_and_holidays_and_their_make_up_days_count(
    day: str, at: str, is_open: bool, following: tuple[str, str]
) -> None:
    assert open_now(on(day, at), WEEK) is is_open
    assert next_open(on(day, at), WEEK) == on(*following)


def test_no_hours_are_any_time_and_nothing_to_wait_for() -> None:
    assert open_now(on("2026-11-22", "03:00"), [])
    assert next_open(on("2026-11-22", "03:00"), []) is None


@pytest.mark.parametrize(
    ("hours", "reason"),
    [
        ([Hours(7, time(9), time(10))], "no_weekday"),
        ([Hours(0, time(10), time(9))], "backwards"),
        ([Hours(0, time(9), time(11)), Hours(0, time(10), time(12))], "overlap"),
        ([Hours(0, time(n // 60, n % 60), time(23)) for n in range(51)], "too_many"),
    ],
)
def test_a_table_that_makes_no_sense_is_refused(hours: list[Hours], reason: str) -> None:
    wrong = wrong_hours(hours)
    assert isinstance(wrong, Refused)
    assert wrong.reason == reason


async def test_the_table_is_put_as_a_whole(database: Database) -> None:
    await database.transact(lambda s: put_hours(s, WEEK))
    assert isinstance(await database.transact(lambda s: put_hours(s, [Hours(9, time(9), time(10))])), Refused)
    await database.transact(lambda s: put_hours(s, [WEEK[1], WEEK[0]]))
    async with database.read() as session:
        assert await hours_of(session) == [WEEK[0], WEEK[1]]
