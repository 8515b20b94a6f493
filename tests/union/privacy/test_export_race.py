"""A link is good once, also for those who use it at the same moment; and a control that would give it to several."""

import asyncio
from functools import partial
from threading import Barrier

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import Database
from tests.conftest import WEDNESDAY
from tests.union.races import Job, in_threads
from union.privacy.export import NotOpened, Opened, open_export, take_export
from union.privacy.models import ExportLink

MANY = 6


async def a_link(database: Database) -> Opened:
    return await database.transact(lambda s: open_export(s, database.keyring, "m1", WEDNESDAY))


def takes(opened: Opened, code: str) -> Job[str | NotOpened]:
    async def job(database: Database) -> str | NotOpened:
        keyring, token = database.keyring, opened.token
        return await database.transact(lambda s: take_export(s, keyring, token, code, WEDNESDAY))

    return job


async def looks_then_takes(database: Database, all_looked: Barrier) -> bool:
    """What the guarded UPDATE is there against."""
    async with database.read() as session:
        is_free = await session.scalar(select(ExportLink.used_at)) is None
    all_looked.wait()

    async def take(session: AsyncSession) -> None:
        await session.execute(update(ExportLink).values(used_at=WEDNESDAY))

    if is_free:
        await database.transact(take)
    return is_free


async def test_one_of_many_gets_it(database: Database, members: list[str]) -> None:
    opened = await a_link(database)
    jobs = [takes(opened, opened.code) for _ in range(MANY)]
    results = await asyncio.to_thread(in_threads, database.url, jobs)
    assert results.count("m1") == 1


async def test_no_more_codes_are_tried_than_allowed(database: Database, members: list[str]) -> None:
    opened = await a_link(database)
    jobs = [takes(opened, "no code") for _ in range(MANY + 2)]
    results = await asyncio.to_thread(in_threads, database.url, jobs)
    assert sorted(no.reason for no in results if isinstance(no, NotOpened)) == ["gone"] * 3 + ["wrong_code"] * 5


async def test_without_the_guard_several_would_get_it(database: Database, members: list[str]) -> None:
    await a_link(database)
    results = await asyncio.to_thread(
        in_threads, database.url, [partial(looks_then_takes, all_looked=Barrier(MANY, timeout=60))] * MANY
    )
    assert results.count(True) > 1
