"""Cancelling, waiting, sweeping and calling off at the same moment: no place is lost, none is given twice."""

import asyncio
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from base.database import Database
from tests.conftest import WEDNESDAY
from tests.union.conftest import add_rows, event, meeting, member, notices
from tests.union.events.helpers import book, check_numbers, counts, status
from tests.union.races import Job, in_threads
from union.events import service as events
from union.events.models import Booking
from union.events.service import Booked, Cancelled, Changed, Refused, Waitlisted
from union.notices.service import NoQueue

PLACES = 6
CROWD = range(1, 25)
NO = NoQueue()


@pytest.fixture(autouse=True)
async def crowd(database: Database) -> None:
    await add_rows(database, *[member(number) for number in CROWD])


async def race(database: Database, jobs: list[Job[Any]]) -> list[Any]:
    return await asyncio.to_thread(in_threads, database.url, jobs)


def verb(work: Any) -> Job[Any]:
    return lambda db: db.transact(work)


def leave(booking: Booking, now: Any = WEDNESDAY) -> Job[Any]:
    key = f"cancel:{booking.id}"
    return verb(lambda s: events.cancel(s, NO, booking.member_id, booking.id, key=key, now=now))


async def seated(database: Database, numbers: range, **more: Any) -> list[Booking]:
    results = [await book(database, f"m{number}", **more) for number in numbers]
    return [result.booking for result in results if isinstance(result, Booked | Waitlisted)]


async def test_cancelling_against_promotion_offers_each_place_once(database: Database) -> None:
    await add_rows(database, event(capacity=PLACES))
    having, waiting = await seated(database, range(1, 7)), await seated(database, range(7, 19), wait=True)

    leaving = [leave(booking) for booking in [*having, *waiting[:4]]]
    results = await race(database, leaving)

    assert all(isinstance(result, Cancelled) for result in results)
    await check_numbers(database)
    assert await counts(database) == (PLACES, PLACES)
    offers = await notices(database, "events.offer")
    assert len({notice.member_id for notice in offers}) == len(offers)


async def test_no_place_is_lost_between_a_cancelling_and_somebody_who_starts_to_wait(database: Database) -> None:
    await add_rows(database, event(capacity=PLACES))
    having = await seated(database, range(1, 7))

    coming: list[Job[Any]] = [partial(book, member_id=f"m{number}", wait=True) for number in range(7, 19)]
    results = await race(database, [*[leave(booking) for booking in having], *coming])

    assert all(isinstance(result, Cancelled | Booked | Waitlisted) for result in results)
    await check_numbers(database)
    assert await counts(database) == (PLACES, PLACES)


async def test_two_sweeps_at_once_end_an_offer_once(database: Database) -> None:
    await add_rows(database, event(capacity=1))
    [first] = await seated(database, range(1, 2))
    second, third = await seated(database, range(2, 4), wait=True)
    await leave(first)(database)
    later = WEDNESDAY + timedelta(hours=12)

    await race(database, [verb(lambda s: events.sweep(s, NO, later))] * 4)

    assert await status(database, second.id) == "passed_on"
    assert await status(database, third.id) == "offered"
    assert len(await notices(database, "events.offer_over")) == 1
    await check_numbers(database, later)


async def test_accepting_against_the_end_of_the_offer_is_one_or_the_other(database: Database) -> None:
    await add_rows(database, event(capacity=1))
    [first] = await seated(database, range(1, 2))
    [second] = await seated(database, range(2, 3), wait=True)
    await leave(first)(database)
    just, over = WEDNESDAY + timedelta(hours=11, minutes=59), WEDNESDAY + timedelta(hours=12)
    accepting = verb(lambda s: events.accept(s, NO, second.member_id, second.id, key="yes", now=just))

    accepted, _ = await race(database, [accepting, verb(lambda s: events.sweep(s, NO, over))])

    expected = "booked" if isinstance(accepted, Booked) else "passed_on"
    assert await status(database, second.id) == expected
    await check_numbers(database, over)


async def test_calling_off_against_signing_up_leaves_nobody_inside(database: Database) -> None:
    await add_rows(database, event(capacity=PLACES))
    coming: list[Job[Any]] = [partial(book, member_id=f"m{number}", wait=True) for number in CROWD]
    off = verb(lambda s: events.call_off_session(s, "party", "", key="off", by="", now=WEDNESDAY))

    results = await race(database, [*coming[:12], off, *coming[12:]])

    assert all(
        isinstance(r, Booked | Waitlisted) or r == Refused("called_off") for r in results if r is not results[12]
    )
    assert await counts(database) == (0, 0)
    async with database.read() as session:
        assert await events.my_bookings(session, "m1", WEDNESDAY) == []
    told = results[12].told
    assert told == sum(isinstance(result, Booked | Waitlisted) for result in results)


async def test_changes_in_opposite_directions_swap_or_stay(database: Database) -> None:
    sessions = [meeting(f"b{n}", WEDNESDAY + timedelta(days=7 + n), quotas={"total": 4}) for n in (1, 2)]
    await add_rows(database, event(sessions=sessions))
    left = await seated(database, range(1, 4), event_id="b1")
    right = await seated(database, range(4, 7), event_id="b2")

    def change(booking: Booking, to: str) -> Job[Any]:
        key = f"change:{booking.id}"
        return verb(lambda s: events.change(s, NO, booking.member_id, booking.id, to, key=key, now=WEDNESDAY))

    jobs = [change(booking, "b2") for booking in left] + [change(booking, "b1") for booking in right]
    results = await race(database, jobs)

    assert all(isinstance(result, Changed | Refused) for result in results)
    assert any(isinstance(result, Changed) for result in results)
    await check_numbers(database)
    assert await counts(database) == (6, 6)


async def test_a_hold_on_two_devices_is_one_hold(database: Database) -> None:
    await add_rows(database, event(capacity=PLACES))

    def hold(device: int) -> Job[Any]:
        return verb(lambda s: events.hold(s, NO, "m1", "party", places=1, key=f"device{device}", now=WEDNESDAY))

    await race(database, [hold(device) for device in range(6)])

    await check_numbers(database)
    assert await counts(database) == (1, 1)
