"""Fifty members for ten places: none oversold, none lost. With the guard off the same race must oversell."""

import asyncio
import sys
from collections import Counter
from functools import partial
from threading import Barrier

import pytest
from sqlalchemy import Connection, func, select

from base.database import Database
from tests.conftest import WEDNESDAY
from tests.union.conftest import add_rows, event, member, notices
from tests.union.events.helpers import PHONE, book, counts
from tests.union.races import Job, in_threads
from union.events import placing
from union.events.models import Booking
from union.events.quotas import take
from union.events.service import Booked, Cancelled, Refused, cancel
from union.events.sign_up import SignedUp
from union.notices.service import NoQueue

MEMBERS = range(1, 51)
PLACES = 10


@pytest.fixture(autouse=True)
async def crowd(database: Database) -> None:
    await add_rows(database, event(capacity=PLACES), *[member(number) for number in MEMBERS])


def outcomes(results: list[SignedUp | Refused]) -> Counter[str]:
    return Counter(result.reason if isinstance(result, Refused) else "booked" for result in results)


async def test_threads_never_oversell(database: Database) -> None:
    jobs = [partial(book, member_id=f"m{n}") for n in MEMBERS]

    results = await asyncio.to_thread(in_threads, database.url, jobs)

    assert outcomes(results) == {"booked": PLACES, "full": len(MEMBERS) - PLACES}
    assert await counts(database) == (PLACES, PLACES)
    assert len(await notices(database, "events.booked")) == PLACES


async def test_tasks_never_oversell(database: Database) -> None:
    results = await asyncio.gather(*[book(database, f"m{n}") for n in MEMBERS])

    assert outcomes(results) == {"booked": PLACES, "full": len(MEMBERS) - PLACES}
    assert await counts(database) == (PLACES, PLACES)


async def test_processes_never_oversell(database: Database) -> None:
    spans = [(1, 12), (13, 25), (26, 37), (38, 50)]
    processes = [
        await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.union.events.signing_process", database.url, str(first), str(last)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        for first, last in spans
    ]
    for process in processes:
        assert process.stdout is not None
        assert await process.stdout.readline() == b"ready\n"

    printed = await asyncio.gather(*[process.communicate(b"go\n") for process in processes])

    assert sum(int(out) for out, _ in printed) == PLACES
    assert await counts(database) == (PLACES, PLACES)


async def test_on_postgresql_all_meet_at_the_guard(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody has read "places left" before anybody takes one: only the guarded UPDATE can say no."""
    if database.is_sqlite:
        pytest.skip("SQLite has one writer at a time: nobody else can be inside the transaction")
    everybody = Barrier(len(MEMBERS), timeout=60)

    def after_everybody_has_read(connection: Connection, quota_ids: list[int], places: int) -> bool:
        everybody.wait()
        return take(connection, quota_ids, places)

    monkeypatch.setattr(placing, "take", after_everybody_has_read)
    jobs = [partial(book, member_id=f"m{n}") for n in MEMBERS]

    results = await asyncio.to_thread(in_threads, database.url, jobs)

    assert outcomes(results) == {"booked": PLACES, "full": len(MEMBERS) - PLACES}
    assert await counts(database) == (PLACES, PLACES)


async def test_control_without_the_guard_the_race_oversells(database: Database) -> None:
    """Counts, then inserts, as others do: were this not oversold, the tests above would prove nothing."""
    everybody = Barrier(len(MEMBERS), timeout=60)

    async def count_then_insert(db: Database, number: int) -> bool:
        async with db.read() as session:
            taken = await session.scalar(select(func.count()).select_from(Booking)) or 0
        everybody.wait()
        if taken >= PLACES:
            return False
        row = Booking(
            id=f"b{number}", event_id="party", session_id="party", scope="party", member_id=f"m{number}", places=1
        )
        row.quota_ids, row.status = [], "booked"
        row.name, row.phone, row.code, row.key, row.created_at = "王芳", PHONE, f"{number}", f"{number}", WEDNESDAY
        await add_rows(db, row)
        return True

    jobs = [lambda db, n=n: count_then_insert(db, n) for n in MEMBERS]

    seated = await asyncio.to_thread(in_threads, database.url, jobs)

    assert sum(seated) > PLACES


async def test_two_devices_of_one_member_make_one_booking(database: Database) -> None:
    jobs = [lambda db, n=n: book(db, "m1", key=f"device{n}") for n in range(8)]

    results = await asyncio.to_thread(in_threads, database.url, jobs)

    assert outcomes(results) == {"booked": 1, "already": 7}
    assert await counts(database) == (1, 1)


async def test_the_same_message_at_the_same_time_is_one_booking(database: Database) -> None:
    jobs = [lambda db: book(db, "m1", key="one message")] * 8

    results = await asyncio.to_thread(in_threads, database.url, jobs)

    assert len({result.booking.id for result in results if isinstance(result, Booked)}) == 1
    assert outcomes(results) == {"booked": 8}
    assert await counts(database) == (1, 1)
    assert len(await notices(database, "events.booked")) == 1


async def test_cancelling_at_the_same_time_frees_once(database: Database) -> None:
    booked = await book(database, "m1", places=2)
    await book(database, "m2", places=2)
    assert isinstance(booked, Booked)
    booking_id = booked.booking.id

    def cancel_by(key: str) -> Job[Cancelled | Refused]:
        return lambda db: db.transact(lambda s: cancel(s, NoQueue(), "m1", booking_id, key=key, now=WEDNESDAY))

    results = await asyncio.to_thread(in_threads, database.url, [cancel_by(f"c{n}") for n in range(8)])

    assert sum(isinstance(result, Cancelled) for result in results) == 1
    assert await counts(database) == (2, 2)


async def test_cancelling_against_signing_up_keeps_the_numbers_right(database: Database) -> None:
    ids = {}
    for number in range(1, PLACES + 1):
        booked = await book(database, f"m{number}")
        assert isinstance(booked, Booked)
        ids[number] = booked.booking.id

    def leave(number: int) -> Job[SignedUp | Cancelled | Refused]:
        work = lambda s: cancel(s, NoQueue(), f"m{number}", ids[number], key=f"c{number}", now=WEDNESDAY)  # noqa: E731
        return lambda db: db.transact(work)

    leaving: list[Job[SignedUp | Cancelled | Refused]] = [leave(number) for number in ids]
    coming: list[Job[SignedUp | Cancelled | Refused]] = [partial(book, member_id=f"m{n}") for n in range(11, 41)]

    results = await asyncio.to_thread(in_threads, database.url, [*leaving, *coming])

    assert sum(isinstance(result, Cancelled) for result in results) == PLACES
    taken, live = await counts(database)
    assert taken == live == sum(isinstance(result, Booked) for result in results)
    assert taken <= PLACES
