"""Two devices of one member want the last days at once: one gets them. With the guard off both must."""

import asyncio
from functools import partial
from threading import Barrier

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import Database
from tests.conftest import WEDNESDAY
from tests.union.events.helpers import book, check_numbers
from tests.union.excursions.helpers import DAY, KIND, NO, batch, booking_of, check_ledger, left, lines, prepare
from tests.union.races import Job, in_threads
from union.events import service as events
from union.events.service import Booked, Cancelled, Refused
from union.events.sign_up import SignedUp
from union.excursions import claims
from union.excursions.accounts import find_account, open_account, spend, terms_of, write
from union.excursions.terms import Amount

DEVICES = 6
BATCHES = [f"b{number}" for number in range(DEVICES)]
TRIP = Amount(5, 3000, 1)


@pytest.fixture(autouse=True)
async def batches(database: Database) -> None:
    """As many batches of five days as devices; the member has five days."""
    await prepare(database, *[batch(id_, 5, starts=WEDNESDAY + (14 + n) * DAY) for n, id_ in enumerate(BATCHES)])


async def test_the_last_days_are_booked_once(database: Database) -> None:
    jobs: list[Job[SignedUp | Refused]] = [partial(book, member_id="m1", event_id=id_) for id_ in BATCHES]

    results = await asyncio.to_thread(in_threads, database.url, jobs)

    assert sum(isinstance(result, Booked) for result in results) == 1
    assert {result.reason for result in results if isinstance(result, Refused)} == {"entitlement"}
    assert await left(database) == Amount(0, 0, 1)
    await check_ledger(database)
    await check_numbers(database)


async def test_on_postgresql_all_devices_meet_at_the_guard(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody has read "five days left" before anybody takes them: only the guarded UPDATE can say no."""
    if database.is_sqlite:
        pytest.skip("SQLite has one writer at a time: nobody else can be inside the transaction")
    await database.transact(_open)
    everybody = Barrier(DEVICES, timeout=60)

    async def after_everybody_has_read(session: AsyncSession, account_id: int, amount: Amount) -> bool:
        everybody.wait()
        return await spend(session, account_id, amount)

    monkeypatch.setattr(claims, "spend", after_everybody_has_read)
    jobs: list[Job[SignedUp | Refused]] = [partial(book, member_id="m1", event_id=id_) for id_ in BATCHES]

    results = await asyncio.to_thread(in_threads, database.url, jobs)

    assert sum(isinstance(result, Booked) for result in results) == 1
    await check_ledger(database)
    await check_numbers(database)


async def test_control_without_the_guard_the_days_are_spent_twice(database: Database) -> None:
    """Looks, then writes the entry, as others do: were nothing overspent, the tests above would prove nothing."""
    await database.transact(_open)
    everybody = Barrier(DEVICES, timeout=60)

    async def look_then_write(db: Database, batch_id: str) -> bool:
        async with db.read() as session:
            account = await find_account(session, "m1", KIND, 2026)
        everybody.wait()
        if account is None or account.days_left < TRIP.days:
            return False
        id_, key = account.id, f"reserved:{batch_id}"
        return await db.transact(lambda s: write(s, id_, "reserved", -TRIP, key=key, now=WEDNESDAY))

    jobs: list[Job[bool]] = [partial(look_then_write, batch_id=id_) for id_ in BATCHES]

    spent = await asyncio.to_thread(in_threads, database.url, jobs)

    assert sum(spent) > 1
    assert sum(days for _, days in await lines(database)) < 0


async def test_cancelling_at_the_same_time_gives_back_once(database: Database) -> None:
    booking = booking_of(await book(database, "m1", event_id="b0"))

    def cancel_by(key: str) -> Job[Cancelled | Refused]:
        work = lambda s: events.cancel(s, NO, "m1", booking.id, key=key, now=WEDNESDAY)  # noqa: E731
        return lambda db: db.transact(work)

    results = await asyncio.to_thread(in_threads, database.url, [cancel_by(f"c{n}") for n in range(DEVICES)])

    assert sum(isinstance(result, Cancelled) for result in results) == 1
    assert await lines(database) == [("granted", 5), ("reserved", -5), ("given_back", 5)]
    await check_ledger(database)


async def test_calling_off_against_cancelling_gives_back_once(database: Database) -> None:
    booking = booking_of(await book(database, "m1", event_id="b0"))
    cancel = lambda s: events.cancel(s, NO, "m1", booking.id, key="c", now=WEDNESDAY)  # noqa: E731
    call_off = lambda s: events.call_off_session(s, "b0", "", key="k", by="小李", now=WEDNESDAY)  # noqa: E731
    jobs: list[Job[object]] = [lambda db: db.transact(cancel), lambda db: db.transact(call_off)]

    await asyncio.to_thread(in_threads, database.url, jobs)

    assert await left(database) == Amount(5, 3000, 2)
    await check_ledger(database)


async def _open(session: AsyncSession) -> None:
    terms = await terms_of(session, KIND)
    assert terms is not None
    await open_account(session, "m1", KIND, 2026, terms, WEDNESDAY)
