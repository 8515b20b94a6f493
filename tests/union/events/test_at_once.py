"""A plain sign-up on a connection: the same outcomes as with a session, and no lock for a refusal."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import Database
from tests.conftest import WEDNESDAY
from tests.union.conftest import add_rows, event, member, notices
from tests.union.events.helpers import PHONE, book, check_numbers, counts
from union.events import at_once as quick
from union.events.service import Asked, Booked, Refused, Waitlisted, sign_up_on
from union.events.sign_up import SignedUp
from union.notices.queue import DbosQueue
from union.notices.service import NoQueue
from union.notices.sweep import sweep


async def ask(database: Database, member_id: str, key: str = "", **more: Any) -> SignedUp | Refused:
    asked = Asked(member_id, "party", 1, "王芳", PHONE, key or f"{member_id}:party", WEDNESDAY, **more)
    return await database.write(lambda c: sign_up_on(database, c, NoQueue(), asked), late=True)


@pytest.fixture(autouse=True)
async def three(database: Database) -> None:
    await add_rows(database, *[member(number) for number in range(1, 4)])


async def test_who_is_quick_is_booked_and_the_others_hear_that_it_is_full(database: Database) -> None:
    await add_rows(database, event(capacity=1))

    booked, full = await ask(database, "m1"), await ask(database, "m2")

    assert isinstance(booked, Booked) and booked.booking.name == "王芳"
    assert full == Refused("full", "0", may_wait=True)
    assert await counts(database) == (1, 1)
    [told] = await notices(database, "events.booked")
    assert booked.booking.code in told.text and told.member_id == "m1"
    assert len({each.text for each in await notices(database, "events.reminder")}) == 1
    assert len(await notices(database)) == 3


async def test_what_is_not_plain_goes_the_long_way(database: Database) -> None:
    await add_rows(database, event(capacity=1))
    booked = await ask(database, "m1", "one message")

    repeated, other_device = await ask(database, "m1", "one message"), await ask(database, "m1", "another")
    waiting = await ask(database, "m2", wait=True)

    assert isinstance(booked, Booked) and isinstance(repeated, Booked)
    assert repeated.booking.id == booked.booking.id
    assert other_device == Refused("already", booked.booking.code)
    assert isinstance(waiting, Waitlisted) and waiting.position == 1
    await check_numbers(database)


async def test_places_for_first_timers_are_counted(database: Database) -> None:
    await add_rows(database, event(quotas={"total": 3, "returning": 0}))

    assert isinstance(await ask(database, "m1"), Booked)
    await check_numbers(database)


async def test_a_full_event_is_refused_without_waiting_for_a_writer(database: Database) -> None:
    await add_rows(database, event(capacity=0))
    other = Database(database.url, database.keyring)

    async def hold(session: AsyncSession) -> SignedUp | Refused:
        session.add(member(9))
        await session.flush()
        return await ask(other, "m1")

    async with asyncio.timeout(3):
        assert await database.transact(hold) == Refused("full", "0", may_wait=True)
    await other.close()


async def test_who_comes_too_late_after_all_leaves_nothing_behind(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if the last place went between reading and writing."""
    await add_rows(database, event(capacity=1))
    await ask(database, "m1")
    monkeypatch.setattr(quick, "why_full", lambda *_: None)

    assert await ask(database, "m2") == Refused("full", "0", may_wait=True)
    assert isinstance(await ask(database, "m3", wait=True), Waitlisted)
    assert await counts(database) == (1, 1)
    assert [each.kind for each in await notices(database) if each.member_id == "m2"] == []
    await check_numbers(database)


async def test_a_rollback_takes_the_notices_too(database: Database) -> None:
    await add_rows(database, event())

    def fails(connection: Connection) -> None:
        asked = Asked("m1", "party", 1, "王芳", PHONE, "k", WEDNESDAY)
        assert isinstance(sign_up_on(database, connection, NoQueue(), asked), Booked)
        raise LookupError

    with pytest.raises(LookupError):
        await database.write(fails, late=True)

    assert await counts(database) == (0, 0)
    assert await notices(database) == []


async def test_the_sweep_queues_the_confirmation_and_lets_the_reminders_wait(
    database: Database, queue: DbosQueue
) -> None:
    await add_rows(database, event())
    await book(database, "m1")

    await sweep(database, queue, WEDNESDAY)

    assert [each.state for each in await notices(database, "events.booked")] == ["queued"]
    assert [each.state for each in await notices(database, "events.reminder")] == ["waiting", "waiting"]
