"""A late transaction reads before it waits for the writers' lock, and is one transaction from its first change on."""

import asyncio

import pytest
from sqlalchemy import Connection, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from base.clock import FixedClock
from base.database import Database
from tests.base.test_database import count, row
from union.members.models import Member


async def add(session: AsyncSession, number: int, clock: FixedClock) -> None:
    session.add(row(number, clock.now()))
    await session.flush()


async def test_what_ends_without_a_change_waits_for_no_writer(database: Database, clock: FixedClock) -> None:
    async def look(session: AsyncSession) -> int:
        return len((await session.scalars(select(Member.id))).all())

    async def hold(session: AsyncSession) -> int:
        await add(session, 1, clock)
        return await other.transact(look, late=True)

    other = Database(database.url, database.keyring)
    async with asyncio.timeout(3):
        assert await database.transact(hold) == 0
    assert await other.write(lambda c: c.execute(select(Member.id)).all(), late=True) == [("m1",)]
    await other.close()


async def test_a_failure_after_the_first_change_leaves_nothing(database: Database, clock: FixedClock) -> None:
    async def work(session: AsyncSession) -> None:
        assert (await session.execute(select(Member.id))).all() == []
        await add(session, 1, clock)
        await add(session, 2, clock)
        raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError):
        await database.transact(work, late=True)

    assert await count(database) == 0
    await database.transact(lambda s: add(s, 1, clock), late=True)  # and the turn was given back
    await database.transact(lambda s: add(s, 2, clock))
    assert await count(database) == 2


async def test_late_and_other_writers_wait_for_each_other(database: Database, clock: FixedClock) -> None:
    other = Database(database.url, database.keyring)

    def one_more(connection: Connection) -> None:
        connection.execute(text("SELECT 1")).all()
        connection.execute(update(Member).values(account=Member.account + "x"))

    await database.transact(lambda s: add(s, 1, clock))
    targets = (database, other)
    await asyncio.gather(*(targets[n % 2].write(one_more, late=n % 3 > 0) for n in range(60)))

    async with database.read() as session:
        assert await session.scalar(select(Member.account)) == "a" + 60 * "x"
    await other.close()


async def test_who_is_given_up_while_waiting_holds_up_nobody(database: Database, clock: FixedClock) -> None:
    if not database.is_sqlite:
        pytest.skip("PostgreSQL has row locks")
    other, locked, release = Database(database.url, database.keyring), asyncio.Event(), asyncio.Event()

    async def hold(session: AsyncSession) -> None:
        await add(session, 1, clock)
        locked.set()
        await release.wait()

    holding = asyncio.create_task(other.transact(hold))
    await locked.wait()
    waiting = [asyncio.create_task(database.transact(lambda s, n=n: add(s, n, clock), late=True)) for n in (2, 3)]  # type: ignore[misc]
    await asyncio.sleep(0)  # the first waits for the lock, the second for its turn
    for task in waiting:
        task.cancel()
    assert [type(each) for each in await asyncio.gather(*waiting, return_exceptions=True)] == [
        asyncio.CancelledError
    ] * 2

    release.set()
    await holding
    await database.transact(lambda s: add(s, 4, clock), late=True)
    assert await count(database) == 2
    await other.close()
