"""Delivering one notice, at most once.

`sending` is written before the call to the platform and the result after it. Whoever finds `sending` at
a second run came after a crash in between: nobody knows whether the member got the text, so it is not
sent again, and staff see `unknown`.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from prometheus_client import CollectorRegistry
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from base.clock import Clock
from base.database import Database
from base.limits import Limits
from base.logging import get_logger
from union.notices.metrics import NoticeMetrics
from union.notices.models import Notice
from union.notices.rules import Ended
from union.notices.sender import Outcome, Outgoing, Sender
from union.notices.steps import Moved, Turn, claim, end_all, finish
from union.notices.texts import INTERRUPTED

log = get_logger("notices")

STALE_AFTER = timedelta(minutes=10)


async def _tell_nobody(member_id: str) -> None:
    return None


@dataclass
class Delivery:
    """What a delivery needs. `tell` is called with the member's id when something new can be read about them."""

    database: Database
    sender: Sender
    clock: Clock
    limits: Limits = field(default_factory=lambda: Limits())
    tell: Callable[[str], Awaitable[None]] = _tell_nobody
    metrics: NoticeMetrics = field(default_factory=lambda: NoticeMetrics(CollectorRegistry()))

    async def run(self, turn: Turn) -> str:
        """Send one queued notice and note how it ended; returns its state. Safe to run again, at any point."""
        claimed = await self.database.transact(lambda s: claim(s, turn, self.clock.now(), self.limits))
        if isinstance(claimed, Moved):
            return await self._told(turn, claimed)
        outcome = await self._send(claimed.outgoing)
        notice = claimed.notice
        moved = await self.database.transact(lambda s: finish(s, turn, notice, outcome, self.clock.now(), self.limits))
        return await self._told(turn, moved)

    async def give_up_stale(self) -> None:
        """What has been in sending for longer than any call takes was cut off at a shutdown: unknown."""
        moved = await self.database.transact(lambda s: give_up_stale(s, self.clock.now()))
        await self.tell_all(moved)

    async def tell_all(self, moved: list[Moved]) -> None:
        """Count what was moved, and tell about it."""
        for one in moved:
            self.metrics.count(one.kind, one.state)
        for member_id in {one.member_id for one in moved}:
            await self.tell(member_id)

    async def _told(self, turn: Turn, moved: Moved) -> str:
        if moved.is_news:
            log.info("notice", notice=turn.notice_id, state=moved.state)
            await self.tell_all([moved])
        return moved.state

    async def _send(self, outgoing: Outgoing) -> Outcome:
        try:
            return await self.sender.send(outgoing)
        except Exception as error:  # how far the call came is not known: that is `unknown`, whatever it was
            log.warning("sender_failed", error=type(error).__name__)
            return Outcome("unknown", f"发送出错（{type(error).__name__}）")


async def deliver(database: Database, sender: Sender, notice_id: str, clock: Clock) -> str:
    """Send one queued notice, whichever workflow was to do it; returns its state."""
    return await Delivery(database, sender, clock).run(Turn(notice_id))


async def give_up_stale(session: AsyncSession, now: datetime) -> list[Moved]:
    """Make unknown what has been in sending for too long."""
    stale = update(Notice).where(Notice.state == "sending", Notice.sending_at < now - STALE_AFTER)
    return await end_all(session, stale, Ended("unknown", INTERRUPTED), now)
