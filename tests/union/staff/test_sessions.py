"""Sessions of staff: how long they last, and what ends them, on both databases."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import Database
from base.limits import Limits
from tests.conftest import WEDNESDAY
from tests.union.staff.helpers import account
from union.staff import sessions
from union.staff.models import StaffSession
from union.staff.service import set_password
from union.staff.sessions import session_id

LIMITS = Limits()
HOUR = timedelta(hours=1)


async def begun(database: Database, staff_id: int, device: str = "") -> str:
    """A session; its id."""
    token = await database.transact(lambda s: sessions.begin(s, staff_id, WEDNESDAY, device))
    return session_id(token)


async def lasts(database: Database, id_: str, after: timedelta = timedelta()) -> bool:
    async with database.read() as session:
        return await sessions.find(session, id_, WEDNESDAY + after, LIMITS) is not None


async def test_it_ends_after_two_idle_hours_and_after_eight_in_any_case(database: Database) -> None:
    mine = await begun(database, await account(database, "小李"))
    assert await lasts(database, mine, 2 * HOUR - timedelta(seconds=1))
    assert not await lasts(database, mine, 2 * HOUR)
    for hour in range(1, 8):
        await database.transact(lambda s, hour=hour: sessions.keep(s, mine, WEDNESDAY + hour * HOUR))  # type: ignore[misc]
    assert await lasts(database, mine, 8 * HOUR - timedelta(seconds=1))
    assert not await lasts(database, mine, 8 * HOUR)


async def test_the_table_knows_no_token(database: Database) -> None:
    staff_id = await account(database, "小李")
    token = await database.transact(lambda s: sessions.begin(s, staff_id, WEDNESDAY))
    async with database.read() as session:
        [row] = await session.scalars(select(StaffSession))
        assert token not in (row.id, row.device)
        assert await sessions.find(session, token, WEDNESDAY, LIMITS) is None


async def test_one_or_all_are_ended_and_of_nobody_else(database: Database) -> None:
    staff_id, other = await account(database, "小李"), await account(database, "小周")
    first, second, third = [await begun(database, staff_id) for _ in range(3)]
    theirs = await begun(database, other)
    assert not await database.transact(lambda s: sessions.end(s, staff_id, theirs, WEDNESDAY, "log_out"))
    assert await database.transact(lambda s: sessions.end(s, staff_id, first, WEDNESDAY, "log_out"))
    assert not await database.transact(lambda s: sessions.end(s, staff_id, first, WEDNESDAY, "log_out"))
    await database.transact(lambda s: sessions.end_all(s, staff_id, WEDNESDAY, "changed", but=second))
    assert [await lasts(database, one) for one in (first, second, third, theirs)] == [False, True, False, True]
    async with database.read() as session:
        assert await sessions.live_ids(session, [first, second, theirs]) == {second, theirs}
        assert [one.id for one in await sessions.sessions_of(session, staff_id, WEDNESDAY, LIMITS)] == [second]


async def test_a_new_password_ends_all_but_the_one_that_chose_it(database: Database) -> None:
    staff_id = await account(database, "小李")
    here, there = await begun(database, staff_id), await begun(database, staff_id)
    await database.transact(lambda s: set_password(s, "小李", "another horse", WEDNESDAY, but=here))
    assert (await lasts(database, here), await lasts(database, there)) == (True, False)


async def test_old_ones_are_forgotten(database: Database) -> None:
    mine = await begun(database, await account(database, "小李"))

    async def work(session: AsyncSession) -> None:
        await sessions.purge_sessions(session, now=WEDNESDAY + sessions.KEPT + HOUR)

    await database.transact(work)
    async with database.read() as session:
        assert await session.get(StaffSession, mine) is None
