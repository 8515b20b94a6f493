"""Delivering one notice, at most once.

`sending` is written before the call to the platform and the result after it. Whoever finds `sending` at
a second run came after a crash in between: nobody knows whether the member got the text, so it is not
sent again, and staff see `unknown`.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import CursorResult, update
from sqlalchemy.ext.asyncio import AsyncSession

from base.clock import Clock
from base.database import Database
from base.logging import get_logger
from union.notices.models import Notice
from union.notices.sender import Outcome, Outgoing, Sender

log = get_logger("notices")

STALE_AFTER = timedelta(minutes=10)
INTERRUPTED = "发送中断，不知是否送达"


@dataclass(frozen=True)
class Claimed:
    """The notice is ours to send."""

    outgoing: Outgoing


async def deliver(database: Database, sender: Sender, notice_id: str, clock: Clock) -> str:
    """Send one queued notice and note how it ended; returns its state. Safe to run again, at any point."""
    claimed = await database.transact(lambda session: _claim(session, notice_id, clock.now()))
    if isinstance(claimed, str):
        return claimed
    outcome = await _send(sender, claimed)
    await database.transact(lambda session: _finish(session, notice_id, outcome, clock.now()))
    log.info("notice", notice=notice_id, state=outcome.state)
    return outcome.state


async def give_up_stale(session: AsyncSession, now: datetime) -> None:
    """What has been in sending for longer than any call takes was cut off at a shutdown: unknown."""
    stale = update(Notice).where(Notice.state == "sending", Notice.sending_at < now - STALE_AFTER)
    await session.execute(
        stale.values(state="unknown", reason=INTERRUPTED, done_at=now),
        execution_options={"synchronize_session": False},
    )


async def _claim(session: AsyncSession, notice_id: str, now: datetime) -> Claimed | str:
    """Queued: ours now. Found in sending: unknown from now on. Else the state as it is; `gone` if erased."""
    if await _move(session, notice_id, ["queued"], state="sending", sending_at=now):
        notice = await session.get_one(Notice, notice_id)
        return Claimed(Outgoing(notice.member_id, notice.kind, notice.text, key=notice.id))
    await _move(session, notice_id, ["sending"], state="unknown", reason=INTERRUPTED, done_at=now)
    found = await session.get(Notice, notice_id)
    return found.state if found else "gone"


async def _send(sender: Sender, claimed: Claimed) -> Outcome:
    try:
        return await sender.send(claimed.outgoing)
    except Exception as error:  # how far the call came is not known: that is `unknown`, whatever it was
        log.warning("sender_failed", error=type(error).__name__)
        return Outcome("unknown", f"发送出错（{type(error).__name__}）")


async def _finish(session: AsyncSession, notice_id: str, outcome: Outcome, now: datetime) -> None:
    """From `unknown` too: a worker taken for dead that comes back knows better."""
    values = {"state": outcome.state, "reason": outcome.reason[:200], "done_at": now}
    await _move(session, notice_id, ["sending", "unknown"], **values)


async def _move(session: AsyncSession, notice_id: str, expected: list[str], **values: object) -> bool:
    statement = update(Notice).where(Notice.id == notice_id, Notice.state.in_(expected)).values(**values)
    result = await session.execute(statement, execution_options={"synchronize_session": False})
    assert isinstance(result, CursorResult)
    return result.rowcount == 1
