"""The database's promises: writers wait in turn, work that lost a race is run again whole, errors hide data."""

import asyncio
import threading
from datetime import datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from base.clock import FixedClock
from base.database import Database
from base.encryption import Keyring
from base.errors import UserError
from union.members.models import Member


def row(number: int, now: datetime) -> Member:
    return Member(id=f"m{number}", account="a", openid="o", openid_index=f"i{number}", following=True, created_at=now)


async def count(database: Database) -> int:
    async with database.read() as session:
        return int(await session.scalar(text("SELECT count(*) FROM members")) or 0)


async def test_a_failure_in_the_middle_leaves_nothing(database: Database, clock: FixedClock) -> None:
    async def work(session: AsyncSession) -> None:
        session.add(row(1, clock.now()))
        await session.flush()
        raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError):
        await database.transact(work)

    assert await count(database) == 0


async def test_writers_in_one_process_and_in_another_wait_for_each_other(database: Database, clock: FixedClock) -> None:
    other = Database(database.url, database.keyring)

    async def add(target: Database, number: int) -> None:
        async def work(session: AsyncSession) -> None:
            session.add(row(number, clock.now()))

        await target.transact(work)

    await asyncio.gather(*(add(database if n % 2 else other, n) for n in range(40)))

    assert await count(database) == 40
    await other.close()


async def test_a_writer_that_waits_for_the_lock_does_not_hold_up_readers(database: Database, clock: FixedClock) -> None:
    if not database.is_sqlite:
        pytest.skip("PostgreSQL has row locks")
    other, locked, release = Database(database.url, database.keyring), asyncio.Event(), asyncio.Event()

    async def hold(session: AsyncSession) -> None:
        session.add(row(1, clock.now()))
        await session.flush()
        locked.set()
        await release.wait()

    async def add(session: AsyncSession) -> None:
        session.add(row(2, clock.now()))

    holding = asyncio.create_task(other.transact(hold))
    await locked.wait()
    waiting = asyncio.create_task(database.transact(add))

    assert await count(database) == 0  # answered while the writer waits

    release.set()
    await asyncio.gather(holding, waiting)
    assert await count(database) == 2
    await other.close()


async def test_work_that_lost_a_race_is_run_again_whole(database: Database) -> None:
    runs = 0

    class LostRaceError(Exception):
        sqlstate = "40001"

    async def work(session: AsyncSession) -> int:
        nonlocal runs
        runs += 1
        if runs < 3:
            raise DBAPIError("UPDATE", {}, LostRaceError())
        return runs

    assert await database.transact(work) == 3


async def test_errors_do_not_show_what_was_to_be_written(database: Database, clock: FixedClock) -> None:
    async def work(session: AsyncSession) -> None:
        await session.execute(
            text("INSERT INTO members (id, openid) VALUES (:id, :secret)"), {"id": "1", "secret": b"13800138000"}
        )

    with pytest.raises(DBAPIError) as caught:
        await database.transact(work)

    assert "13800138000" not in str(caught.value)


async def test_a_database_that_cannot_be_reached_is_one_clear_line_without_the_password() -> None:
    database = Database("postgresql+asyncpg://user:geheim@127.0.0.1:1/none", Keyring(["k"]))

    with pytest.raises(UserError) as caught:
        await database.check()

    assert "geheim" not in str(caught.value)
    assert "\n" not in str(caught.value)
    await database.close()


async def test_personal_data_is_not_in_the_file_in_clear(database: Database, clock: FixedClock) -> None:
    async def work(session: AsyncSession) -> None:
        member = row(1, clock.now())
        member.name, member.phone = "王小明", "13800138000"
        session.add(member)

    await database.transact(work)
    async with database.read() as session:
        stored = (await session.execute(text("SELECT name, phone, openid FROM members"))).one()

    assert not any("王小明".encode() in bytes(value) or b"13800138000" in bytes(value) for value in stored)


def test_threads_of_closed_databases_end(keyring: Keyring, tmp_path: object) -> None:
    async def use() -> None:
        database = Database(f"sqlite+aiosqlite:///{tmp_path}/x.db", keyring)
        await database.check()
        await database.close()

    before = threading.active_count()
    asyncio.run(use())

    assert threading.active_count() <= before
