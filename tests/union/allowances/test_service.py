"""The ledger in the database: two pushes at once spend two, and never more than there are."""

import asyncio
from collections import Counter
from datetime import datetime, timedelta
from functools import partial
from threading import Barrier

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import Database
from base.limits import Limits
from tests.conftest import WEDNESDAY as NOW
from tests.union.races import in_threads
from union.allowances import service
from union.allowances.rules import Allowance, Refused, Trigger
from union.allowances.service import Spent, allowance_of, correct, give_back, spend
from union.conversations.arrival import note_arrival
from union.conversations.models import Conversation

LIMITS = Limits()
PUSHES = 12


@pytest.fixture(autouse=True)
def everybody(members: list[str]) -> None:
    """There are members."""


async def allow(database: Database, trigger: Trigger = "message", now: datetime = NOW) -> None:
    await database.write(lambda c: note_arrival(c, "m1", trigger, None, LIMITS, now))


async def push(database: Database, now: datetime = NOW) -> Spent | Refused:
    return await database.transact(lambda s: spend(s, "m1", now))


async def allowance(database: Database) -> Allowance:
    async with database.read() as session:
        return await allowance_of(session, "m1")


async def test_who_never_did_anything_cannot_be_written_to(database: Database) -> None:
    assert await push(database) == Refused("window")
    assert (await allowance(database)).ends() is None


async def test_a_message_allows_five_for_48_hours_and_a_click_three_for_a_minute(database: Database) -> None:
    await allow(database)
    await allow(database, "moment")
    assert await allowance(database) == Allowance(5, NOW + timedelta(hours=48), 3, NOW + timedelta(minutes=1))


async def test_five_go_out_and_the_sixth_does_not(database: Database) -> None:
    await allow(database)
    outcomes = [await push(database) for _ in range(6)]
    assert all(isinstance(one, Spent) for one in outcomes[:5])
    assert outcomes[5] == Refused("used_up")
    assert await push(database, NOW + timedelta(hours=48)) == Refused("window")


async def test_a_new_message_allows_five_again_and_leaves_owner_and_moment(database: Database) -> None:
    await allow(database, "moment")
    await database.transact(lambda s: s.execute(update(Conversation).values(owner="staff")))
    await allow(database)
    await push(database)
    await allow(database)
    assert (await allowance(database)).left(NOW) == 5 + 2
    async with database.read() as session:
        assert await session.scalar(select(Conversation.owner)) == "staff"


async def test_what_did_not_go_out_is_given_back_once_the_same_grant_stands(database: Database) -> None:
    await allow(database)
    spent = await push(database)
    assert isinstance(spent, Spent)
    await database.transact(lambda s: give_back(s, "m1", spent))
    assert (await allowance(database)).left(NOW) == 5


async def test_nothing_is_given_back_to_a_newer_grant(database: Database) -> None:
    await allow(database)
    spent = await push(database)
    assert isinstance(spent, Spent)
    await allow(database, now=NOW + timedelta(seconds=1))
    await database.transact(lambda s: give_back(s, "m1", spent))
    assert (await allowance(database)).left(NOW) == 5


async def test_the_platforms_word_closes_what_was_known_and_not_what_came_after(database: Database) -> None:
    await allow(database)
    await allow(database, "moment")
    spent = await push(database)
    assert isinstance(spent, Spent)
    later = NOW + timedelta(seconds=1)
    await allow(database, now=later)
    await database.transact(lambda s: correct(s, "m1", spent, "used_up", later))
    left = await allowance(database)
    assert (left.message_left, left.moment_left) == (5, 0)


async def test_a_closed_window_and_used_up_are_told_apart_afterwards(database: Database) -> None:
    await allow(database)
    spent = await push(database)
    assert isinstance(spent, Spent)
    await database.transact(lambda s: correct(s, "m1", spent, "used_up", NOW))
    assert await push(database) == Refused("used_up")
    await database.transact(lambda s: correct(s, "m1", spent, "window", NOW))
    assert await push(database) == Refused("window")


def outcomes(results: list[Spent | Refused]) -> Counter[str]:
    return Counter("spent" if isinstance(one, Spent) else one.reason for one in results)


async def test_many_pushes_at_once_take_no_more_than_there_are(database: Database) -> None:
    await allow(database)
    await allow(database, "moment")
    results = await asyncio.to_thread(in_threads, database.url, [push] * PUSHES)
    assert outcomes(results) == {"spent": 8, "used_up": PUSHES - 8}
    assert (await allowance(database)).left(NOW) == 0


async def all_see_the_last(database: Database, monkeypatch: pytest.MonkeyPatch) -> list[Spent | Refused]:
    """Two pushes that have both read "one left" before either takes it."""
    await allow(database)
    for _ in range(4):
        await push(database)
    both = Barrier(2, timeout=60)
    looked: list[Allowance] = []
    read = service.allowance_of

    async def after_both_have_read(session: AsyncSession, member_id: str) -> Allowance:
        seen = await read(session, member_id)
        if len(looked) < 2:
            looked.append(seen)
            both.wait()
        return seen

    monkeypatch.setattr(service, "allowance_of", after_both_have_read)
    return await asyncio.to_thread(in_threads, database.url, [push] * 2)


async def test_two_pushes_for_the_last_one_spend_one(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    if database.is_sqlite:
        pytest.skip("SQLite has one writer at a time: nobody else can be inside the transaction")
    assert outcomes(await all_see_the_last(database, monkeypatch)) == {"spent": 1, "used_up": 1}
    assert (await allowance(database)).message_left == 0


async def test_control_without_the_comparison_the_last_one_is_spent_twice(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    if database.is_sqlite:
        pytest.skip("SQLite has one writer at a time: nobody else can be inside the transaction")

    async def unguarded(session: AsyncSession, member_id: str, _trigger: Trigger, before: Allowance) -> bool:
        set_it = partial(update(Conversation).where(Conversation.member_id == member_id).values)
        await session.execute(set_it(message_left=before.message_left - 1))
        return True

    monkeypatch.setattr(service, "_take", unguarded)
    assert outcomes(await all_see_the_last(database, monkeypatch)) == {"spent": 2}
