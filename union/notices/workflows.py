"""What a worker is to DBOS: two workflows, their queues, and whose work is pending.

DBOS runs a workflow in one of its threads; the delivery itself runs on the event loop that started the
worker, where the database's and the sender's connections belong.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from dbos import DBOS, DBOSConfig

from base.limits import Limits
from union.notices.queue import APPLICATION, BATCH_QUEUE, BATCH_WORKFLOW, QUEUE, VERSION, WORKFLOW
from union.notices.rules import burst, rates
from union.notices.steps import Turn


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
    sweep_seconds: float = 1.0
    dead_after: timedelta = timedelta(seconds=30)


def launch(
    options: WorkerOptions,
    limits: Limits,
    deliver: Callable[[Turn], Coroutine[Any, Any, str]],
    run_batch: Callable[[str], Coroutine[Any, Any, str]],
    loop: asyncio.AbstractEventLoop,
) -> None:
    """Start DBOS in this process; `deliver` and `run_batch` are called on `loop`. Synchronous."""
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
        return asyncio.run_coroutine_threadsafe(deliver(Turn(notice_id, run=run)), loop).result()

    @DBOS.workflow(name=BATCH_WORKFLOW)
    def deliver_notice_batch(batch: str) -> str:
        return asyncio.run_coroutine_threadsafe(run_batch(batch), loop).result()

    DBOS.launch()
    _register_queues(options, limits)


def _register_queues(options: WorkerOptions, limits: Limits) -> None:
    limit, period = burst(rates(limits).single)
    DBOS.register_queue(
        QUEUE,
        partition_concurrency=1,
        worker_concurrency=options.concurrency,
        limiter={"limit": limit, "period": period},
        polling_interval_sec=options.poll_seconds,
    )
    # One batch at a time, which keeps the pace of broadcasts for all workers together.
    DBOS.register_queue(BATCH_QUEUE, global_concurrency=1, polling_interval_sec=options.poll_seconds)


def busy_executors() -> set[str]:
    """The ids of those whose work is pending."""
    pending = DBOS.list_workflows(status="PENDING", load_input=False, load_output=False)
    return {workflow.executor_id for workflow in pending if workflow.executor_id}


def recover(dead: list[str]) -> None:
    """Queue the work of dead executors again."""
    # The underscore: DBOS offers this to its conductor only. It moves a workflow from pending to queued
    # only while it still belongs to a dead executor, so two rescuers do no harm.
    DBOS._recover_pending_workflows(dead)
