"""Delivering a batch of a broadcast by one workflow: a workflow each would be slow.

A batch whose worker died is run again: what it was just sending is unknown, the rest goes on.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from base.logging import get_logger
from union.notices.delivery import Delivery
from union.notices.kinds import manners
from union.notices.models import Notice
from union.notices.rules import rates, send_at
from union.notices.steps import Turn

log = get_logger("worker")

SIZE = 100  # notices of a batch
AT_ONCE = 8  # calls to the platform at the same time

RunTurn = Callable[[Turn], Awaitable[str]]


class BatchRunner:
    """Runs batches for one worker; `leave_off` ends them early, and the rest waits for another worker."""

    def __init__(self, delivery: Delivery, run: RunTurn) -> None:
        self._delivery, self._run = delivery, run
        self._leaving = False

    def leave_off(self) -> None:
        self._leaving = True

    async def run(self, batch: str) -> str:
        """Deliver what is left of the batch, at the pace of broadcasts. Returns `left` or `done`."""
        async with self._delivery.database.read() as session:
            query = select(Notice.id, Notice.kind, Notice.due, Notice.expires)
            query = query.where(Notice.batch == batch, Notice.state.in_(("queued", "sending"))).order_by(Notice.id)
            notices = (await session.execute(query)).all()
        seconds = 60 / rates(self._delivery.limits).broadcast
        free = asyncio.Semaphore(AT_ONCE)
        async with asyncio.TaskGroup() as sends:
            for notice in notices:
                now = self._delivery.clock.now()
                due = send_at(manners(notice.kind), notice.due, now, self._delivery.limits, notice.expires)
                if self._leaving or due > now:
                    await self._put_back(batch, due)
                    return "left"
                await free.acquire()
                sends.create_task(self._one(Turn(notice.id, batch=batch), free))
                await asyncio.sleep(seconds)
        return "done"

    async def _one(self, turn: Turn, free: asyncio.Semaphore) -> None:
        try:
            await self._run(turn)
        except Exception as error:  # the others' notices do not suffer; the rescue looks after this one
            log.warning("delivery_failed", notice=turn.notice_id, error=type(error).__name__)
        finally:
            free.release()

    async def _put_back(self, batch: str, due: datetime) -> None:
        """The rest of the batch waits again: for the morning, or for another worker."""

        async def work(session: AsyncSession) -> None:
            rest = update(Notice).where(Notice.batch == batch, Notice.state == "queued")
            await session.execute(
                rest.values(state="waiting", due=due), execution_options={"synchronize_session": False}
            )

        await self._delivery.database.transact(work)
