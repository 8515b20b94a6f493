"""Workers that sweep at the same moment, and staff who cancel while a worker sends."""

import asyncio
from datetime import timedelta
from threading import Barrier

from sqlalchemy import select

from base.clock import FixedClock
from base.database import Database
from tests.union.conftest import notices
from tests.union.notices.test_sweep import Listed, Scripted
from tests.union.races import in_threads
from union.notices.delivery import Delivery
from union.notices.models import Notice
from union.notices.service import NoQueue, cancel_notices, queue_notice
from union.notices.steps import Turn
from union.notices.sweep import sweep

WORKERS = 5
DUE = timedelta(hours=1)


async def three_reminders(database: Database, members: list[str], clock: FixedClock) -> None:
    """One for each member, and the clock where they are due."""
    for member_id in members:
        await database.transact(
            lambda s, m=member_id: queue_notice(  # type: ignore[misc]
                s, NoQueue(), m, "events.reminder", "提醒", clock.now(), m, due=clock.now() + DUE, about="event:1"
            )
        )
    clock.move(DUE)


async def test_sweeps_at_the_same_moment_queue_each_notice_once(
    database: Database, members: list[str], clock: FixedClock
) -> None:
    await three_reminders(database, members, clock)

    async def one_sweep(db: Database) -> list[str]:
        queue = Listed()
        await sweep(db, queue, clock.now())
        return queue.put_in

    queued = await asyncio.to_thread(in_threads, database.url, [one_sweep] * WORKERS)

    assert sorted(one for worker in queued for one in worker) == [row.id for row in await notices(database)]


async def test_control_without_compare_and_set_they_are_queued_by_each_worker(
    database: Database, members: list[str], clock: FixedClock
) -> None:
    """Were this not too many, the test above would prove nothing."""
    await three_reminders(database, members, clock)
    everybody = Barrier(WORKERS, timeout=60)

    async def look_then_queue(db: Database) -> list[str]:
        async with db.read() as session:
            due = list(await session.scalars(select(Notice.id).where(Notice.state == "waiting")))
        everybody.wait()
        return due

    queued = await asyncio.to_thread(in_threads, database.url, [look_then_queue] * WORKERS)

    assert sum(len(worker) for worker in queued) > len(members)


async def test_what_is_cancelled_while_it_is_claimed_is_either_sent_or_cancelled(
    database: Database, members: list[str], clock: FixedClock
) -> None:
    await three_reminders(database, members, clock)
    await sweep(database, Listed(), clock.now())
    ids = [row.id for row in await notices(database)]

    async def cancel(db: Database) -> tuple[str, int]:
        return "cancelled", await db.transact(lambda s: cancel_notices(s, "event:1", clock.now()))

    async def send(db: Database, notice_id: str) -> tuple[str, int]:
        sender = Scripted()
        await Delivery(db, sender, clock).run(Turn(notice_id, run=1))
        return "sent", len(sender.sent)

    jobs = [lambda db, n=n: send(db, n) for n in ids]
    results = await asyncio.to_thread(in_threads, database.url, [cancel, *jobs])

    ended = [row.state for row in await notices(database)]
    assert sorted(set(ended) | {"sent", "cancelled"}) == ["cancelled", "sent"]
    for word in ("sent", "cancelled"):
        assert sum(count for said, count in results if said == word) == ended.count(word)
