"""The worker: sweeps what is due, takes what is queued, also from a worker that died.

DBOS recovers the work of an executor only when that very executor id starts again. Ours are new at every start,
so each worker says that it lives (table worker_beats) and takes over what is pending under a silent id.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from dbos import DBOS
from sqlalchemy import delete, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from base.clock import SystemClock
from base.database import insert_into
from base.logging import get_logger
from union.notices.batches import BatchRunner
from union.notices.delivery import Delivery
from union.notices.models import WorkerBeat
from union.notices.queue import DbosQueue
from union.notices.rescue import rescue
from union.notices.steps import Turn
from union.notices.sweep import oldest_due, sweep
from union.notices.workflows import WorkerOptions, busy_executors, launch, recover

__all__ = ["Worker", "WorkerOptions", "start_worker"]

log = get_logger("worker")

RETRIES = (1.0, 5.0, 25.0, 60.0, 300.0)  # seconds, while the database is away


class Worker:
    """A running worker; made by `start_worker`. One a process, as DBOS is."""

    def __init__(self, options: WorkerOptions, delivery: Delivery) -> None:
        self.options = options
        self.delivery = delivery
        self.database = delivery.database
        self.batches = BatchRunner(delivery, self.deliver)
        self.queue = DbosQueue(options.system_url)
        self.clock = SystemClock()  # of heartbeats: the members' clock may jump by a day, and nobody is dead
        self._loops: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        await self._beat()  # before any work is taken, so that none is ever pending under an unknown id
        await asyncio.to_thread(
            launch, self.options, self.delivery.limits, self.deliver, self.batches.run, asyncio.get_running_loop()
        )
        self._loops = [
            asyncio.create_task(_for_ever("beat", self.options.beat_seconds, self._look_after)),
            asyncio.create_task(_for_ever("sweep", self.options.sweep_seconds, self.sweep)),
        ]

    async def stop(self, patience_seconds: int = 10) -> None:
        """Take no more work, wait for what runs, and leave the rest to the others at once."""
        self.batches.leave_off()
        for loop in self._loops:
            loop.cancel()
            with suppress(asyncio.CancelledError):
                await loop
        await asyncio.to_thread(DBOS.destroy, destroy_registry=True, workflow_completion_timeout_sec=patience_seconds)
        self.queue.close()
        await self.database.transact(self._forget_me)

    async def deliver(self, turn: Turn) -> str:
        """A delivery is safe to run again: once the text may be out, a second run only says `unknown`."""
        for seconds in RETRIES:
            try:
                return await self.delivery.run(turn)
            except (DBAPIError, OSError) as error:
                log.warning("delivery_failed", notice=turn.notice_id, error=type(error).__name__)
                await asyncio.sleep(seconds)
        return await self.delivery.run(turn)

    async def sweep(self) -> None:
        """Queue what is due by the members' clock."""
        now = self.delivery.clock.now()
        await self.delivery.tell_all(await sweep(self.database, self.queue, now))
        self.delivery.metrics.set_oldest(await oldest_due(self.database, now))

    async def take_over(self) -> list[str]:
        """Queue again what is pending under executors that are silent; returns their ids."""
        # In this order: who has work has said before that it lives, so it cannot look dead by being new.
        busy = await asyncio.to_thread(busy_executors)
        async with self.database.read() as session:
            seen = WorkerBeat.seen_at > self.clock.now() - self.options.dead_after
            alive = set(await session.scalars(select(WorkerBeat.executor_id).where(seen)))
        dead = sorted(busy - alive - {self.options.executor_id})
        if dead:
            log.warning("work_taken_over", executors=len(dead))
            await asyncio.to_thread(recover, dead)
        return dead

    async def _look_after(self) -> None:
        await self._beat()
        await self.take_over()
        await self.delivery.give_up_stale()
        await rescue(self.database, self.delivery.clock.now())

    async def _beat(self) -> None:
        now, old = self.clock.now(), self.clock.now() - 10 * self.options.dead_after

        async def work(session: AsyncSession) -> None:
            mine = insert_into(session, WorkerBeat).values(executor_id=self.options.executor_id, seen_at=now)
            await session.execute(mine.on_conflict_do_update(index_elements=["executor_id"], set_={"seen_at": now}))
            await session.execute(delete(WorkerBeat).where(WorkerBeat.seen_at < old))

        await self.database.transact(work)

    async def _forget_me(self, session: AsyncSession) -> None:
        await session.execute(delete(WorkerBeat).where(WorkerBeat.executor_id == self.options.executor_id))


async def start_worker(options: WorkerOptions, delivery: Delivery) -> Worker:
    """Start this process's worker on the running event loop. End it with `stop()`."""
    worker = Worker(options, delivery)
    await worker.start()
    return worker


async def _for_ever(name: str, seconds: float, work: Callable[[], Awaitable[None]]) -> None:
    while True:
        try:
            await work()
        except Exception as error:  # the database is away for a moment: the next time tries again
            log.warning("worker_failed", part=name, error=type(error).__name__)
        await asyncio.sleep(seconds)
