"""Members are found by openid, whatever key their row was written with."""

import asyncio

from sqlalchemy.ext.asyncio import AsyncSession

from base.clock import FixedClock
from base.database import Database
from base.encryption import Keyring
from union.members.models import Member
from union.members.service import find_member, get_or_add_member


async def test_the_same_openid_is_the_same_member_also_at_once(database: Database, clock: FixedClock) -> None:
    async def meet(session: AsyncSession) -> str:
        return (await get_or_add_member(session, database.keyring, "wx1", "openid-1", clock.now())).id

    ids = await asyncio.gather(*[database.transact(meet) for _ in range(8)])

    assert len(set(ids)) == 1


async def test_a_row_of_an_older_key_is_found_and_read(database: Database, clock: FixedClock) -> None:
    await database.transact(lambda s: get_or_add_member(s, database.keyring, "wx1", "openid-1", clock.now()))
    rotated = Database(database.url, Keyring(["new-secret", "test-secret"]))

    async with rotated.read() as session:
        member = await find_member(session, rotated.keyring, "wx1", "openid-1")

    assert isinstance(member, Member)
    assert member.openid == "openid-1"
    await rotated.close()
