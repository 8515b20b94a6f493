"""Pictures are kept with what they belong to; the others go after a day."""

import asyncio
from datetime import datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import text
from sqlalchemy.dialects import sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from base.clock import FixedClock
from base.database import Database
from tests.conftest import WEDNESDAY
from tests.union.conftest import add_rows, member
from union.attachments import arrival, service
from union.attachments.holding import HOLDING
from union.attachments.models import Attachment
from union.attachments.picture import Picture, Trouble
from union.attachments.service import Kept, NotKept
from union.notices.service import NoQueue

JPEG = Picture(b"\xff\xd8\xff a picture", 40, 30)


@pytest.fixture(autouse=True)
async def _members(database: Database) -> None:
    await add_rows(database, member(1), member(2))


async def sent(
    database: Database,
    key: str,
    result: Picture | Trouble = JPEG,
    *,
    who: str = "m1",
    at: datetime = WEDNESDAY,
    subject: str | None = None,
) -> str:
    """A picture message that has been dealt with; its id, empty where it was not kept."""
    await database.write(lambda c: arrival.expect(c, who, key, "media", at, subject=subject))
    one = await database.query(lambda c: arrival.awaited(c, key))
    assert one is not None and await database.write(lambda c: arrival.settle(c, one, result))
    async with database.read() as session:
        found = await service.of_message(session, who, key)
    return found.attachment_id if isinstance(found, Kept) else ""


async def ids(database: Database, subject: str) -> list[str]:
    async with database.read() as session:
        return [one.id for one in await service.of_subject(session, subject)]


async def recent(database: Database, who: str = "m1", at: datetime = WEDNESDAY) -> list[str]:
    async with database.read() as session:
        return await service.recent(session, who, at)


async def test_a_picture_is_found_by_its_message_and_by_nobody_else(database: Database) -> None:
    one = await sent(database, "k1")
    async with database.read() as session:
        assert await service.of_message(session, "m1", "k1") == Kept(one)
        assert await service.of_message(session, "m2", "k1") is None
        assert await service.of_message(session, "m1", "k2") is None
        assert await service.content(session, one) == JPEG.jpeg


async def test_why_there_is_none_is_known_also_while_it_is_awaited(database: Database) -> None:
    await sent(database, "k1", "too_big")
    await database.write(lambda c: arrival.expect(c, "m1", "k2", "media", WEDNESDAY))
    async with database.read() as session:
        assert await service.of_message(session, "m1", "k1") == NotKept("too_big")
        assert await service.of_message(session, "m1", "k2") == NotKept("unreachable")
        with pytest.raises(LookupError):
            await service.content(session, "no such id")


async def test_the_stored_picture_and_its_media_id_are_encrypted(database: Database) -> None:
    one = await sent(database, "k1")
    await database.write(lambda c: arrival.expect(c, "m1", "k2", "media", WEDNESDAY))
    async with database.read() as session:
        rows = (await session.execute(text("SELECT id, content, media_id FROM attachments ORDER BY key"))).all()
    assert rows[0].id == one and b"picture" not in bytes(rows[0].content) and rows[0].media_id is None
    assert b"media" not in bytes(rows[1].media_id)


async def test_the_first_result_counts(database: Database) -> None:
    await database.write(lambda c: arrival.expect(c, "m1", "k1", "media", WEDNESDAY))
    one = await database.query(lambda c: arrival.awaited(c, "k1"))
    assert one is not None and (one.account, one.media_id) == ("wx", "media")
    results: list[Picture | Trouble] = [JPEG, "unreachable"]
    settled = await asyncio.gather(*(database.write(partial(arrival.settle, one=one, result=r)) for r in results))
    assert sorted(settled) == [False, True]
    assert await database.query(lambda c: arrival.awaited(c, "k1")) is None


async def test_the_same_message_is_expected_once(database: Database) -> None:
    one = await sent(database, "k1")
    await database.write(lambda c: arrival.expect(c, "m1", "k1", "other", WEDNESDAY))
    async with database.read() as session:
        assert await service.of_message(session, "m1", "k1") == Kept(one)


async def test_pictures_are_attached_to_what_they_are_papers_of(database: Database) -> None:
    first, second, theirs = await sent(database, "k1"), await sent(database, "k2"), await sent(database, "x", who="m2")

    async def work(session: AsyncSession) -> list[str]:
        return await service.attach(session, "m1", [second, first, second, theirs, "gone"], "application:7")

    assert await database.transact(work) == [second, first]
    assert await database.transact(work) == [second, first]  # the same again
    assert sorted(await ids(database, "application:7")) == sorted([first, second])
    assert await database.transact(lambda s: service.attach(s, "m1", [first], "appointment:9")) == []
    assert await recent(database) == []


async def test_what_is_detached_is_deleted(database: Database) -> None:
    one, other = await sent(database, "k1"), await sent(database, "k2")
    await database.transact(lambda s: service.attach(s, "m1", [one], "application:7"))
    assert await database.transact(lambda s: service.detach(s, "application:7")) == 1
    assert await ids(database, "application:7") == [] and await recent(database) == [other]


async def test_pictures_just_sent_are_offered_oldest_first_and_for_a_day(database: Database, clock: FixedClock) -> None:
    hour = timedelta(hours=1)
    old = await sent(database, "k0", at=WEDNESDAY - 24 * hour)
    first, second = await sent(database, "k2", at=WEDNESDAY - 2 * hour), await sent(database, "k1", at=WEDNESDAY - hour)
    await sent(database, "k3", "no_picture")
    await sent(database, "k4", subject=service.STAFF)
    assert await recent(database) == [first, second] and old


async def test_after_a_day_what_belongs_to_nothing_goes_and_staffs_after_a_month(database: Database) -> None:
    loose, kept = await sent(database, "k1"), await sent(database, "k2")
    shown = await sent(database, "k3", subject=service.STAFF)
    await sent(database, "k4", "expired")
    await database.transact(lambda s: service.attach(s, "m1", [kept], "application:7"))

    async def left(after: timedelta) -> set[str]:
        await database.transact(lambda s: service.purge(s, now=WEDNESDAY + after))
        async with database.read() as session:
            return {row.key for row in await session.execute(text("SELECT key FROM attachments"))}

    assert await left(timedelta(hours=23)) == {"k1", "k2", "k3", "k4"}
    assert await left(timedelta(hours=25)) == {"k2", "k3"}
    assert await left(timedelta(days=29)) == {"k2", "k3"}
    assert await left(timedelta(days=31)) == {"k2"}
    assert loose and shown


async def test_nobody_fills_the_disk_with_pictures_for_nothing(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arrival, "MOST_LOOSE", 3)
    kept = await sent(database, "paper", at=WEDNESDAY - timedelta(hours=1))
    await database.transact(lambda s: service.attach(s, "m1", [kept], "application:7"))
    theirs = await sent(database, "theirs", who="m2")
    loose = [await sent(database, f"k{n}", at=WEDNESDAY + timedelta(seconds=n)) for n in range(5)]
    assert await recent(database, at=WEDNESDAY + timedelta(minutes=1)) == loose[2:]
    assert await ids(database, "application:7") == [kept] and await recent(database, "m2") == [theirs]


async def test_an_overdue_picture_is_taken_up_again(database: Database) -> None:
    await database.write(lambda c: arrival.expect(c, "m1", "k1", "media", WEDNESDAY))
    soon, late = WEDNESDAY + timedelta(seconds=30), WEDNESDAY + timedelta(minutes=3)
    assert await database.query(lambda c: arrival.overdue(c, soon)) == []
    assert [one.key for one in await database.query(lambda c: arrival.overdue(c, late))] == ["k1"]


async def test_all_pictures_are_told_and_erased_with_the_member(database: Database) -> None:
    one = await sent(database, "k1")
    await sent(database, "k2", "expired")
    await sent(database, "k3", who="m2")
    await database.transact(lambda s: service.attach(s, "m1", [one], "application:7"))
    async with database.read() as session:
        [record] = await HOLDING.records(session, "m1")
    assert record["大小"] == "40×30" and "24 小时" not in record["保存"]
    assert await database.transact(lambda s: HOLDING.erase(s, NoQueue(), "m1", WEDNESDAY)) == []
    async with database.read() as session:
        assert (await session.execute(text("SELECT key FROM attachments"))).scalars().all() == ["k3"]


async def test_listing_does_not_load_the_pictures(database: Database) -> None:
    one = await sent(database, "k1")
    await database.transact(lambda s: service.attach(s, "m1", [one], "application:7"))
    async with database.read() as session:
        [found] = await service.of_subject(session, "application:7")
    assert isinstance(found, Attachment) and "content" not in found.__dict__
    assert (found.width, found.height, found.size) == (40, 30, len(JPEG.jpeg))


async def test_what_is_awaited_is_found_by_its_index(database: Database) -> None:
    if not database.is_sqlite:
        return  # PostgreSQL reads a table of a few rows whole
    query = arrival._awaited().where(Attachment.__table__.c.created_at < WEDNESDAY).limit(1)
    written = str(query.compile(dialect=sqlite.dialect())).replace("?", "1")
    async with database.read() as session:
        plan = (await session.execute(text(f"EXPLAIN QUERY PLAN {written}"))).all()
    assert any("ix_attachments_awaited" in row.detail for row in plan), plan
