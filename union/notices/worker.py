"""The worker: takes queued notices, also those of a worker that died.

DBOS runs a workflow in one of its threads; the delivery itself runs on the event loop that started the
worker, where the database's and the sender's connections belong. DBOS recovers the work of an executor
only when that very executor id starts again. Ours are new at every start, so each worker says that it lives
(table worker_beats) and takes over what is pending under an id that has been silent.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from dbos import DBOS, DBOSConfig
from sqlalchemy import delete, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from base.clock import Clock
from base.database import Database, insert_into
from base.logging import get_logger
from union.notices.delivery import give_up_stale
from union.notices.models import WorkerBeat
from union.notices.queue import APPLICATION, QUEUE, VERSION, WORKFLOW

log = get_logger("worker")

Deliver = Callable[[str], Awaitable[str]]
RETRIES = (1.0, 5.0, 25.0, 60.0, 300.0)  # seconds, while the database is away


@dataclass(frozen=True)
class WorkerOptions:
    """How a worker runs.

    `system_url` is our database as a synchronous URL; `executor_id` is new for every process and start.
    """

    system_url: str
    executor_id: str
    concurrency: int = 8
    poll_seconds: float = 0.2
    beat_seconds: float = 5.0
    dead_after: timedelta = timedelta(seconds=30)


class Worker:
    """A running worker; made by `start_worker`. One a process, as DBOS is."""

    def __init__(self, options: WorkerOptions, database: Database, clock: Clock) -> None:
        self.options = options
        self.database = database
        self.clock = clock
        self._beating: asyncio.Task[None] | None = None

    async def start(self, deliver: Deliver) -> None:
        await self._beat()  # before any work is taken, so that none is ever pending under an unknown id
        await asyncio.to_thread(_launch, self.options, deliver, asyncio.get_running_loop())
        self._beating = asyncio.create_task(self._keep_beating())

    async def stop(self, patience_seconds: int = 10) -> None:
        """Take no more work, wait for what runs, and leave the rest to the others at once."""
        if self._beating is not None:
            self._beating.cancel()
            with suppress(asyncio.CancelledError):
                await self._beating
        await asyncio.to_thread(DBOS.destroy, destroy_registry=True, workflow_completion_timeout_sec=patience_seconds)
        await self.database.transact(self._forget_me)

    async def take_over(self) -> list[str]:
        """Queue again what is pending under executors that are silent; returns their ids."""
        # In this order: who has work has said before that it lives, so it cannot look dead by being new.
        busy = await asyncio.to_thread(_busy_executors)
        async with self.database.read() as session:
            seen = WorkerBeat.seen_at > self.clock.now() - self.options.dead_after
            alive = set(await session.scalars(select(WorkerBeat.executor_id).where(seen)))
        dead = sorted(busy - alive - {self.options.executor_id})
        if dead:
            log.warning("work_taken_over", executors=len(dead))
            await asyncio.to_thread(_recover, dead)
        return dead

    async def _keep_beating(self) -> None:
        while True:
            try:
                await self._beat()
                await self.take_over()
            except Exception as error:  # the database is away for a moment: the next beat tries again
                log.warning("beat_failed", error=type(error).__name__)
            await asyncio.sleep(self.options.beat_seconds)

    async def _beat(self) -> None:
        now, old = self.clock.now(), self.clock.now() - 10 * self.options.dead_after

        async def work(session: AsyncSession) -> None:
            mine = insert_into(session, WorkerBeat).values(executor_id=self.options.executor_id, seen_at=now)
            await session.execute(mine.on_conflict_do_update(index_elements=["executor_id"], set_={"seen_at": now}))
            await session.execute(delete(WorkerBeat).where(WorkerBeat.seen_at < old))
            await give_up_stale(session, now)

        await self.database.transact(work)

    async def _forget_me(self, session: AsyncSession) -> None:
        await session.execute(delete(WorkerBeat).where(WorkerBeat.executor_id == self.options.executor_id))


async def start_worker(options: WorkerOptions, database: Database, deliver: Deliver, clock: Clock) -> Worker:
    """Start this process's worker on the running event loop; `deliver` gets a notice's id. End it with `stop()`."""
    worker = Worker(options, database, clock)
    await worker.start(deliver)
    return worker


def _launch(options: WorkerOptions, deliver: Deliver, loop: asyncio.AbstractEventLoop) -> None:
    config: DBOSConfig = {
        "name": APPLICATION,
        "system_database_url": options.system_url,
        "application_version": VERSION,
        "executor_id": options.executor_id,
        "enable_otlp": False,
        "log_level": "WARNING",
    }
    logging.getLogger("dbos").setLevel(logging.WARNING)  # it speaks before it reads its settings
    DBOS(config=config)

    @DBOS.workflow(name=WORKFLOW)
    def deliver_notice(notice_id: str, run: int = 0) -> str:
        return asyncio.run_coroutine_threadsafe(_deliver_with_retries(deliver, notice_id), loop).result()

    DBOS.launch()
    DBOS.register_queue(
        QUEUE,
        partition_concurrency=1,
        worker_concurrency=options.concurrency,
        polling_interval_sec=options.poll_seconds,
    )


async def _deliver_with_retries(deliver: Deliver, notice_id: str) -> str:
    """A delivery is safe to run again: once the text may be out, a second run only says `unknown`."""
    for seconds in RETRIES:
        try:
            return await deliver(notice_id)
        except (DBAPIError, OSError) as error:
            log.warning("delivery_failed", notice=notice_id, error=type(error).__name__)
            await asyncio.sleep(seconds)
    return await deliver(notice_id)


def _busy_executors() -> set[str]:
    pending = DBOS.list_workflows(status="PENDING", load_input=False, load_output=False)
    return {workflow.executor_id for workflow in pending if workflow.executor_id}


def _recover(dead: list[str]) -> None:
    # The underscore: DBOS offers this to its conductor only. It moves a workflow from pending to queued
    # only while it still belongs to a dead executor, so two rescuers do no harm.
    DBOS._recover_pending_workflows(dead)
