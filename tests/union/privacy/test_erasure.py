"""Erasures that are due: whoever is back is kept, whoever is being answered waits, one that fails holds up nobody."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import Database
from tests.conftest import WEDNESDAY
from tests.union.conftest import add_rows, event, legal_window
from tests.union.races import in_threads
from union.conversations.models import Tracker
from union.events import service as events
from union.events.models import Booking, Quota
from union.legal_aid import service as legal_aid
from union.members.models import Member
from union.notices.queue import DbosQueue
from union.notices.service import NoQueue
from union.privacy.consents import record_consent
from union.privacy.erasure import AGAIN, SOON, ask_erasure, erase_member, keep_follower, outlook, sweep
from union.privacy.holding import Holding
from union.privacy.holdings import HOLDINGS
from union.privacy.models import Consent, Erasure
from union.privacy.purposes import PURPOSES
from union.privacy.withdrawal import ConsentWithdrawn, withdraw

MINUTE = timedelta(minutes=1)


async def nobody_writes(session: AsyncSession, member_id: str, now: datetime) -> bool:
    return False


async def swept(
    database: Database, now: datetime = WEDNESDAY, holdings: Sequence[Holding] = HOLDINGS, **how: Any
) -> int:
    how = {"busy": nobody_writes} | how
    return await database.transact(lambda s: sweep(s, queue=NoQueue(), holdings=holdings, now=now, **how))


async def asked(database: Database, member_id: str, cause: Any = "asked", due: datetime = WEDNESDAY) -> None:
    await database.transact(lambda s: ask_erasure(s, member_id, cause, due))


async def left(database: Database, table: type[Any]) -> list[Any]:
    async with database.read() as session:
        return list(await session.scalars(select(table)))


async def unfollow(database: Database, member_id: str) -> None:
    gone = update(Member).where(Member.id == member_id).values(following=False)
    await database.transact(lambda s: s.execute(gone))
    await asked(database, member_id, "unfollowed")


async def book(database: Database, member_id: str, *, wait: bool = False) -> Any:
    return await database.transact(
        lambda s: events.sign_up(
            s, NoQueue(), member_id, "party", places=1, name="王小明", phone="13800138000",
            key=f"book:{member_id}", now=WEDNESDAY, wait=wait,
        )
    )  # fmt: skip


async def test_one_who_is_due_is_erased_and_others_are_not(database: Database, members: list[str]) -> None:
    await add_rows(database, Tracker(member_id="m1", version=1, state=b"{}", updated_at=WEDNESDAY))
    await asked(database, "m1")
    await asked(database, "m2", due=WEDNESDAY + MINUTE)
    assert [await swept(database), await swept(database)] == [1, 0]
    assert {member.id for member in await left(database, Member)} == {"m2", "m3"}
    assert await left(database, Tracker) == []


async def test_a_place_goes_to_who_waits_also_after_the_time_for_cancelling(
    database: Database, members: list[str]
) -> None:
    await add_rows(database, event(capacity=1))
    await book(database, "m1")
    await book(database, "m2", wait=True)
    await asked(database, "m1")
    assert await swept(database, WEDNESDAY + timedelta(days=6, hours=23)) == 1
    [booking] = await left(database, Booking)
    assert (booking.member_id, booking.status) == ("m2", "offered")
    assert [quota.taken for quota in await left(database, Quota)] == [1]


async def test_after_the_event_the_numbers_still_add_up(database: Database, members: list[str]) -> None:
    await add_rows(database, event(capacity=3))
    for member_id in members:
        await book(database, member_id)
    await asked(database, "m1", due=WEDNESDAY + timedelta(days=9))
    assert await swept(database, WEDNESDAY + timedelta(days=9)) == 1
    assert [quota.taken for quota in await left(database, Quota)] == [len(await left(database, Booking))] == [2]


async def test_who_is_back_is_kept(database: Database, members: list[str]) -> None:
    await unfollow(database, "m1")
    back = update(Member).where(Member.id == "m1").values(following=True)
    await database.transact(lambda s: s.execute(back))  # and the row of the erasure is still there
    assert await swept(database) == 1
    await unfollow(database, "m2")
    await database.transact(lambda s: keep_follower(s, "m2"))
    assert await swept(database) == 0
    assert len(await left(database, Member)) == 3
    assert await left(database, Erasure) == []


async def test_leaving_does_not_put_off_and_coming_back_does_not_undo_what_was_asked_for(
    database: Database, members: list[str]
) -> None:
    await asked(database, "m1")
    await asked(database, "m1", "unfollowed", WEDNESDAY + timedelta(days=1))
    await database.transact(lambda s: keep_follower(s, "m1"))
    assert await swept(database) == 1
    assert "m1" not in {member.id for member in await left(database, Member)}


async def test_who_is_being_answered_waits(database: Database, members: list[str]) -> None:
    async def busy(session: AsyncSession, member_id: str, now: datetime) -> bool:
        return True

    await asked(database, "m1")
    assert await swept(database, busy=busy) == 1
    assert await swept(database) == 0
    assert await swept(database, WEDNESDAY + SOON) == 1
    assert "m1" not in {member.id for member in await left(database, Member)}


async def test_one_that_fails_changes_nothing_is_tried_again_and_holds_up_nobody(
    database: Database, members: list[str]
) -> None:
    async def fails(session: AsyncSession, queue: Any, member_id: str, now: datetime) -> list[str]:
        if member_id == "m1":
            raise RuntimeError("broken")
        return []

    async def none(session: AsyncSession, member_id: str) -> list[dict[str, str]]:
        return []

    broken = (*HOLDINGS, Holding("坏的", none, fails))
    await asked(database, "m1", due=WEDNESDAY - MINUTE)
    await asked(database, "m2")
    assert [await swept(database, holdings=broken) for _ in range(3)] == [1, 1, 0]
    assert {member.id for member in await left(database, Member)} == {"m1", "m3"}
    assert await swept(database, WEDNESDAY + AGAIN) == 1


async def test_the_outlook_names_what_ends_and_changes_nothing(database: Database, members: list[str]) -> None:
    await add_rows(database, event(capacity=1), *legal_window())
    await book(database, "m1")
    seen = await database.transact(lambda s: outlook(s, HOLDINGS, "m1", WEDNESDAY))
    assert len(seen.ends) == 1 and "相亲会" in seen.ends[0] and seen.keeps == ()
    [booking] = await left(database, Booking)
    assert booking.status == "booked"
    assert len(await left(database, Member)) == 3


async def test_nothing_of_the_member_is_left_in_the_queue(
    database: Database, members: list[str], queue: DbosQueue
) -> None:
    await add_rows(database, event(capacity=1), *legal_window())
    for member_id in ("m1", "m2"):
        await database.transact(
            lambda s, who=member_id: legal_aid.book(  # type: ignore[misc]
                s, queue, who, WEDNESDAY + timedelta(days=1), topic="欠薪", description="没发工资",
                name="王小明", phone="13800138000", key=f"legal:{who}", now=WEDNESDAY,
            )
        )  # fmt: skip
    await database.transact(lambda s: erase_member(s, queue, HOLDINGS, "m1", WEDNESDAY))
    from sqlalchemy import text

    schema = "" if database.is_sqlite else "dbos."
    async with database.read() as session:
        rows = await session.execute(text(f"SELECT queue_partition_key FROM {schema}workflow_status"))
        assert [row[0] for row in rows] == ["m2"]


async def test_erasing_beside_signing_up_never_loses_a_place(database: Database, members: list[str]) -> None:
    await add_rows(database, event(capacity=1))
    await book(database, "m1")

    async def erases(other: Database) -> object:
        return await other.transact(lambda s: erase_member(s, NoQueue(), HOLDINGS, "m1", WEDNESDAY))

    async def waits(other: Database) -> object:
        return await book(other, "m2", wait=True)

    await asyncio.to_thread(in_threads, database.url, [erases, waits])
    [booking] = await left(database, Booking)
    assert booking.status in ("booked", "offered")
    assert [quota.taken for quota in await left(database, Quota)] == [1]


async def agree(database: Database, member_id: str, purpose: str) -> None:
    now = WEDNESDAY
    await database.transact(lambda s: record_consent(s, member_id, PURPOSES[purpose], "continued", now))


async def take_back(database: Database, purpose: str, now: datetime = WEDNESDAY) -> ConsentWithdrawn | None:
    return await database.transact(lambda s: withdraw(s, NoQueue(), HOLDINGS, "m1", purpose, now))


async def test_withdrawing_erases_what_was_told_unless_it_is_still_needed(
    database: Database, members: list[str]
) -> None:
    await add_rows(database, event(capacity=1))
    await book(database, "m1")
    assert await take_back(database, "events") is None
    await agree(database, "m1", "events")
    done = await take_back(database, "events")
    assert done is not None and done.erased == () and "相亲会" in done.running[0]
    assert len(await left(database, Booking)) == 1
    await agree(database, "m1", "events")
    done = await take_back(database, "events", WEDNESDAY + timedelta(days=9))
    assert done is not None and done.erased == ("活动报名",) and done.running == ()
    assert await left(database, Booking) == []
    assert len(await left(database, Consent)) == 2


@pytest.mark.parametrize("others", [True, False])
async def test_name_and_phone_go_with_the_last_consent(database: Database, members: list[str], others: bool) -> None:
    known = update(Member).where(Member.id == "m1").values(name="王小明", phone="13800138000")
    await database.transact(lambda s: s.execute(known))
    await agree(database, "m1", "events")
    if others:
        await agree(database, "m1", "legal")
    await take_back(database, "events")
    [member] = [one for one in await left(database, Member) if one.id == "m1"]
    assert (member.name is not None) == others
    assert (member.phone is not None) == others
