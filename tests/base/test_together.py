"""Writers in a rush share transactions; one that fails does so alone."""

import asyncio

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection

from base.database import Database
from tests.conftest import WEDNESDAY
from union.members.models import Member


def add(number: int) -> sa.Insert:
    values = {"account": "wx", "openid": f"o-{number}", "openid_index": f"{number}", "following": True}
    return sa.insert(Member).values(id=f"m{number}", created_at=WEDNESDAY, **values)


async def ids(database: Database) -> list[str]:
    async with database.read() as session:
        return sorted(await session.scalars(sa.select(Member.id)))


async def test_all_are_committed_and_each_gets_its_own_result(database: Database) -> None:
    def write(connection: Connection, number: int) -> int:
        connection.execute(add(number))
        return number

    writes = (database.write_in_a_rush(lambda c, n=n: write(c, n)) for n in range(50))  # type: ignore[misc]
    assert await asyncio.gather(*writes) == list(range(50))
    assert len(await ids(database)) == 50


async def test_one_that_fails_fails_alone_and_leaves_nothing(database: Database) -> None:
    def write(connection: Connection, number: int) -> int:
        connection.execute(add(number))
        if number == 3:
            raise LookupError(number)
        return number

    writes = [database.write_in_a_rush(lambda c, n=n: write(c, n)) for n in range(6)]  # type: ignore[misc]
    results = await asyncio.gather(*writes, return_exceptions=True)
    assert [type(result) for result in results] == [int, int, int, LookupError, int, int]
    assert await ids(database) == ["m0", "m1", "m2", "m4", "m5"]


async def test_who_does_not_wait_any_more_holds_up_nobody(database: Database) -> None:
    gone = asyncio.create_task(database.write_in_a_rush(lambda c: c.execute(add(1)).rowcount))
    stays = asyncio.create_task(database.write_in_a_rush(lambda c: c.execute(add(2)).rowcount))
    await asyncio.sleep(0)
    gone.cancel()
    assert await stays == 1
    with pytest.raises(asyncio.CancelledError):
        await gone
    assert "m2" in await ids(database)
