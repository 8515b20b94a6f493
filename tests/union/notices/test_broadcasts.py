"""One text to many members (union/notices/broadcasts.py), and results that come later (results.py)."""

from collections.abc import Awaitable, Callable
from datetime import time, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from base.clock import FixedClock
from base.database import Database
from base.limits import Limits
from tests.union.conftest import add_rows, member, notices
from tests.union.notices.test_sweep import Listed, Scripted
from union.members.models import Member
from union.notices.batches import BatchRunner
from union.notices.broadcasts import broadcasts, queue_broadcast, stop_broadcast
from union.notices.delivery import Delivery
from union.notices.models import Broadcast, Notice
from union.notices.results import settle_result
from union.notices.sender import Outcome
from union.notices.service import NoQueue, queue_notice
from union.notices.steps import Turn
from union.notices.sweep import sweep

FAST = Limits(quiet_from=time(22), quiet_until=time(7, 30), notices_a_minute=600_000)


def runner(database: Database, sender: Scripted, clock: FixedClock) -> BatchRunner:
    delivery = Delivery(database, sender, clock, FAST)
    return BatchRunner(delivery, delivery.run)


@pytest.fixture
async def crowd(database: Database) -> list[str]:
    """250 members, of whom the last one has left the account."""
    rows = [member(number) for number in range(1, 251)]
    rows[-1].following = False
    await add_rows(database, *rows)
    return [row.id for row in rows]


def to_all(queue: Listed, clock: FixedClock) -> Callable[[AsyncSession], Awaitable[Broadcast]]:
    return lambda s: queue_broadcast(s, queue, select(Member.id), "broadcast", "放假通知", clock.now(), "b1")


async def test_everybody_who_follows_gets_it_once_in_batches(
    database: Database, clock: FixedClock, crowd: list[str]
) -> None:
    queue, sender = Listed(), Scripted()
    first = await database.transact(to_all(queue, clock))
    again = await database.transact(
        lambda s: queue_broadcast(s, queue, [*crowd, "m1"], "broadcast", "放假通知", clock.now(), "b1")
    )
    assert (again.id, again.total, len(queue.put_in)) == (first.id, 249, 3)

    batches = runner(database, sender, clock)
    assert [await batches.run(batch) for batch in queue.put_in * 2] == ["done"] * 6

    assert sorted(outgoing.member_id for outgoing in sender.sent) == sorted(crowd[:-1])
    async with database.read() as session:
        (progress,) = await broadcasts(session)
    assert (progress.done, progress.states, progress.is_running) == (249, {"sent": 249}, False)


async def test_a_batch_run_again_goes_on_and_repeats_nothing(
    database: Database, clock: FixedClock, members: list[str]
) -> None:
    queue, sender = Listed(), Scripted()
    await database.transact(to_all(queue, clock))
    first = (await notices(database))[0]
    cut_off = update(Notice).where(Notice.id == first.id).values(state="sending", sending_at=clock.now())
    await database.transact(lambda s: s.execute(cut_off))

    await runner(database, sender, clock).run(queue.put_in[0])

    assert [row.state for row in await notices(database)] == ["unknown", "sent", "sent"]
    assert first.member_id not in {outgoing.member_id for outgoing in sender.sent}


async def test_a_stopped_broadcast_sends_no_more(database: Database, clock: FixedClock, members: list[str]) -> None:
    queue, sender = Listed(), Scripted()
    broadcast = await database.transact(to_all(queue, clock))
    await database.transact(lambda s: stop_broadcast(s, broadcast.id, clock.now()))
    # One was being sent meanwhile, and put off by the platform: its next turn comes.
    put_off = update(Notice).where(Notice.member_id == "m1").values(state="queued")
    await database.transact(lambda s: s.execute(put_off))

    await runner(database, sender, clock).run(queue.put_in[0])

    assert {row.state for row in await notices(database)} == {"cancelled"}
    assert sender.sent == []


async def test_the_night_puts_the_rest_off_and_the_morning_makes_new_batches(
    database: Database, clock: FixedClock, members: list[str]
) -> None:
    queue, sender = Listed(), Scripted()
    await database.transact(to_all(queue, clock))
    clock.move(timedelta(hours=13))
    assert await runner(database, sender, clock).run(queue.put_in[0]) == "left"
    assert {row.state for row in await notices(database)} == {"waiting"}
    assert await sweep(database, queue, clock.now()) == []
    assert len(queue.put_in) == 1

    clock.move(timedelta(hours=8, minutes=30))
    await sweep(database, queue, clock.now())

    assert len(queue.put_in) == 2
    assert await runner(database, sender, clock).run(queue.put_in[1]) == "done"
    assert len(sender.sent) == 3


async def test_a_worker_that_stops_leaves_the_rest_to_others(
    database: Database, clock: FixedClock, members: list[str]
) -> None:
    queue, sender = Listed(), Scripted()
    await database.transact(to_all(queue, clock))
    leaving = runner(database, sender, clock)
    leaving.leave_off()

    assert await leaving.run(queue.put_in[0]) == "left"
    await sweep(database, queue, clock.now())
    assert await runner(database, sender, clock).run(queue.put_in[1]) == "done"

    assert len(sender.sent) == 3


async def test_a_broadcast_does_not_hold_up_a_confirmation(
    database: Database, clock: FixedClock, members: list[str]
) -> None:
    await database.transact(to_all(Listed(), clock))
    notice = await database.transact(
        lambda s: queue_notice(s, NoQueue(), members[0], "events.booked", "报名成功", clock.now(), "k")
    )
    assert notice is not None

    assert await Delivery(database, Scripted(), clock, FAST).run(Turn(notice)) == "sent"


@pytest.mark.parametrize(("ok", "state", "reason"), [(True, "sent", ""), (False, "failed", "用户拒收")])
async def test_a_result_that_comes_later_is_noted_once(
    database: Database, clock: FixedClock, members: list[str], ok: bool, state: str, reason: str
) -> None:
    await database.transact(
        lambda s: queue_notice(s, NoQueue(), members[0], "events.booked", "报名成功", clock.now(), "k")
    )
    (queued,) = await notices(database)

    async def settle(message_id: str, account: str = "wx") -> bool:
        return await database.transact(lambda s: settle_result(s, message_id, ok, reason, clock.now(), account=account))

    assert not await settle("42")
    await Delivery(database, Scripted(Outcome("sent", message_id="42")), clock).run(Turn(queued.id))
    assert not await settle("")
    assert not await settle("42", account="another")

    assert [await settle("42"), await settle("42")] == [True, False]

    (settled,) = await notices(database)
    assert (settled.state, settled.reason, settled.delivered_at is not None) == (state, reason, ok)
