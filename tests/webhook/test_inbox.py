"""One holder a message, one route a reply: decided in the claim's row, on both databases."""

import asyncio
from datetime import timedelta
from functools import partial
from typing import Literal

import pytest

from base.clock import FixedClock
from base.database import Database
from union.members.service import get_or_add_member
from webhook import inbox, leftovers
from webhook.inbox import LEASE, Held, Late


@pytest.fixture
async def member(database: Database, clock: FixedClock) -> str:
    return (await database.transact(lambda s: get_or_add_member(s, database.keyring, "wx", "o-1", clock.now()))).id


@pytest.fixture
async def held(database: Database, clock: FixedClock, member: str) -> Held:
    return await database.write(lambda c: inbox.claim(c, "key", member, clock.now()))


async def test_of_many_claims_at_once_one_is_first(database: Database, clock: FixedClock, member: str) -> None:
    claims = await asyncio.gather(
        *(database.write(lambda c: inbox.claim(c, "key", member, clock.now())) for _ in range(8))
    )
    assert [claim.mine for claim in claims].count(True) == 1
    assert sorted(claim.tries for claim in claims) == list(range(1, 9))


async def test_a_living_holder_keeps_its_claim_and_a_dead_ones_goes_to_one_only(
    database: Database, clock: FixedClock, held: Held
) -> None:
    async def take() -> Held | None:
        return await database.write(lambda c: inbox.take_over(c, held, clock.now()))

    assert await take() is None
    clock.move(LEASE)
    await database.write(lambda c: inbox.renew(c, [held], clock.now()))
    renewed = await database.query(lambda c: inbox.look(c, "key"))
    assert renewed is not None and renewed.lease_until == clock.now() + LEASE

    clock.move(LEASE)
    taken = [claim for claim in await asyncio.gather(*(take() for _ in range(5))) if claim]
    assert [(claim.attempt, claim.mine) for claim in taken] == [(2, True)]


async def test_who_lost_the_lease_writes_nothing(database: Database, clock: FixedClock, held: Held) -> None:
    clock.move(LEASE)
    taken = await database.write(lambda c: inbox.take_over(c, held, clock.now()))
    assert taken is not None
    assert await database.write(lambda c: inbox.finish(c, held, "late", clock.now())) is None
    done = await database.write(lambda c: inbox.finish(c, taken, "right", clock.now()))
    assert done is not None and (done.answer, done.route) == ("right", "passive")
    assert await database.write(lambda c: inbox.finish(c, taken, "again", clock.now())) is None


@pytest.mark.parametrize("round_", range(5))
async def test_finishing_and_the_deadline_agree_on_one_route(
    database: Database, clock: FixedClock, held: Held, round_: int
) -> None:
    done, decided = await asyncio.gather(
        database.write(lambda c: inbox.finish(c, held, "answer", clock.now())),
        database.write(lambda c: inbox.decide(c, [Late("key", "push", "question")])["key"]),
    )
    assert done is not None
    assert (done.route, decided.route) in {("passive", "passive"), ("pushing", "push"), ("pushing", "pushing")}
    assert done.request is None


async def test_a_push_is_settled_once(database: Database, clock: FixedClock, held: Held) -> None:
    await database.write(lambda c: inbox.decide(c, [Late("key", "push", "question")])["key"])
    await database.write(lambda c: inbox.finish(c, held, "answer", clock.now()))
    settled = await asyncio.gather(
        *(database.write(lambda c: leftovers.settle_push(c, "key", "pushed")) for _ in range(3))
    )
    assert settled.count(True) == 1


async def test_texts_are_not_readable_in_the_table(database: Database, clock: FixedClock, held: Held) -> None:
    await database.write(lambda c: inbox.decide(c, [Late("key", "fetch", "我的问题")])["key"])
    async with database.read() as session:
        rows = await session.connection()
        raw = (await rows.exec_driver_sql("SELECT * FROM inbound_claims")).one()
    assert "我的问题" not in str(raw) and "我的问题".encode() not in b"".join(v for v in raw if isinstance(v, bytes))


async def test_claims_are_kept_as_long_as_their_messages_are_taken(
    database: Database, clock: FixedClock, held: Held
) -> None:
    clock.move(timedelta(days=8))
    assert await database.write(lambda c: leftovers.purge(c, clock.now())) == 0
    clock.move(timedelta(seconds=1))
    assert await database.write(lambda c: leftovers.purge(c, clock.now())) == 1


async def test_a_push_taken_for_lost_that_went_out_after_all_is_known(
    database: Database, member: str, clock: FixedClock
) -> None:
    held = await database.write(lambda c: inbox.claim(c, "key", member, clock.now()))
    await database.write(lambda c: inbox.decide(c, [inbox.Late("key", "push", "question")]))
    await database.write(lambda c: inbox.finish(c, held, "answer", clock.now()))
    steps: list[tuple[Literal["pushed", "unknown"], bool]] = [("unknown", True), ("unknown", False), ("pushed", True)]
    for route, is_new in steps:
        assert await database.write(partial(leftovers.settle_push, key="key", route=route)) is is_new
