"""Locations that members sent: for a day, for them alone."""

from datetime import timedelta

from sqlalchemy import text

from base.database import Database
from tests.conftest import WEDNESDAY
from union.notices.service import NoQueue
from union.places.geo import Point, Wrong
from union.places.holding import HOLDING
from union.places.sent import forget_locations, keep_location, sent_location


async def found(database: Database, member_id: str, hours: float = 0) -> Point | Wrong | None:
    async with database.read() as session:
        return await sent_location(session, member_id, "k1", WEDNESDAY + timedelta(hours=hours))


async def test_a_location_is_found_by_its_message_for_a_day(database: Database, members: list[str]) -> None:
    await database.write(lambda c: keep_location(c, "k1", members[0], 30.25, 120.16, WEDNESDAY))
    await database.write(lambda c: keep_location(c, "k1", members[0], 31.0, 120.16, WEDNESDAY))  # the same message
    assert await found(database, members[0]) == Point(30.25, 120.16)
    assert await found(database, members[1]) is None
    assert await found(database, members[0], hours=24) is None


async def test_it_is_encrypted_and_deleted_after_a_day(database: Database, members: list[str]) -> None:
    await database.write(lambda c: keep_location(c, "k1", members[0], 30.25, 120.16, WEDNESDAY))
    async with database.read() as session:
        stored = (await session.execute(text("SELECT point FROM sent_locations"))).scalar_one()
    assert b"30.25" not in bytes(stored)
    assert await database.transact(lambda s: forget_locations(s, WEDNESDAY + timedelta(hours=23))) == 0
    assert await database.transact(lambda s: forget_locations(s, WEDNESDAY + timedelta(hours=24))) == 1


async def test_what_is_kept_is_told_and_erased(database: Database, members: list[str]) -> None:
    await database.write(lambda c: keep_location(c, "k1", members[0], 30.25, 120.16, WEDNESDAY))
    async with database.read() as session:
        [record] = await HOLDING.records(session, members[0])
    assert record["纬度,经度"] == "30.25,120.16"
    assert await database.transact(lambda s: HOLDING.erase(s, NoQueue(), members[0], WEDNESDAY)) == []
    assert await found(database, members[0]) is None


async def test_a_phone_that_does_not_know_where_it_is(database: Database, members: list[str]) -> None:
    await database.write(lambda c: keep_location(c, "k1", members[0], 0.0, 0.0, WEDNESDAY))
    assert await found(database, members[0]) == "empty"
