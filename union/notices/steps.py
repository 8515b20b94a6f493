"""The steps of one notice in the database, each by compare-and-set."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, CursorResult, Update, and_, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from base.limits import Limits
from union.conversations.service import record
from union.notices.kinds import manners
from union.notices.models import Broadcast, Notice
from union.notices.rules import Ended, after_sending, send_at
from union.notices.sender import Outcome, Outgoing
from union.notices.texts import INTERRUPTED, SENT, ended_badly

KEEPS_ORDER = timedelta(minutes=10)  # a notice put off for longer lets later ones pass


@dataclass(frozen=True)
class Turn:
    """Which queueing of a notice a workflow works for: its run, or its batch. Neither: whatever it is."""

    notice_id: str
    run: int | None = None
    batch: str | None = None


@dataclass(frozen=True)
class Claimed:
    """The notice is ours to send."""

    notice: Notice

    @property
    def outgoing(self) -> Outgoing:
        row = self.notice
        return Outgoing(row.member_id, row.kind, row.text, json.loads(row.facts) if row.facts else {}, key=row.id)


@dataclass(frozen=True)
class Moved:
    """The notice is now in `state`. `is_news`: by this very step, with a line for staff."""

    state: str
    member_id: str = ""
    kind: str = ""
    is_news: bool = False


def is_behind(now: datetime) -> ColumnElement[bool]:
    """Whether an earlier notice of the same member is on its way, due, or tried again within minutes.

    Broadcasts stand outside of the order, and what is due another day holds up nothing.
    """
    earlier = aliased(Notice)
    waits = and_(
        earlier.state == "waiting",
        or_(earlier.due <= now, and_(earlier.tries > 0, earlier.due <= now + KEEPS_ORDER)),
    )
    return exists().where(
        earlier.member_id == Notice.member_id,
        earlier.id < Notice.id,
        earlier.broadcast_id.is_(None),
        or_(earlier.state.in_(("queued", "sending")), waits),
    )


async def claim(session: AsyncSession, turn: Turn, now: datetime, limits: Limits) -> Claimed | Moved:
    """Queued: ours now, unless its time has not come or is over. Found in sending: unknown from now on."""
    notice = await session.get(Notice, turn.notice_id)
    if notice is None:
        return Moved("gone")
    if notice.state == "sending":  # by an earlier run of this very workflow, which a crash ended
        return await _end(session, turn, notice, ["sending"], Ended("unknown", INTERRUPTED), now)
    if notice.state != "queued":
        return Moved(notice.state)
    if notice.expires is not None and notice.expires <= now:
        return await _end(session, turn, notice, ["queued"], Ended("expired"), now)
    due = send_at(manners(notice.kind), notice.due, now, limits, notice.expires)
    if due > now or await _is_held_up(session, notice, now):
        return await _step(session, turn, notice, ["queued"], state="waiting", due=due)
    if await _is_stopped(session, notice):
        return await _step(session, turn, notice, ["queued"], state="cancelled", done_at=now)
    moved = await _step(session, turn, notice, ["queued"], state="sending", sending_at=now)
    return Claimed(notice) if moved.state == "sending" else moved


async def finish(
    session: AsyncSession, turn: Turn, notice: Notice, outcome: Outcome, now: datetime, limits: Limits
) -> Moved:
    """Note how the sending ended. From `unknown` too: a worker taken for dead that comes back knows better."""
    tries = notice.tries + 1 if outcome.state == "later" else notice.tries
    step = after_sending(outcome, manners(notice.kind), tries, notice.expires, now, limits)
    expected = ["sending", "unknown"]
    if isinstance(step, Ended):
        return await _end(session, turn, notice, expected, step, now, tries=tries, message_id=outcome.message_id[:64])
    values = {"due": step.due, "reason": step.reason[:200], "tries": tries, "done_at": None}
    return await _step(session, turn, notice, expected, state="waiting", **values)


async def leave_line(
    session: AsyncSession, member_id: str, kind: str, ended: Ended, now: datetime, text: str = ""
) -> None:
    """What staff read in the transcript about how it ended; the text itself when it was sent."""
    its = manners(kind)
    if not its.transcript:
        return
    if ended.state == "sent":
        await record(session, member_id, "notice", f"{SENT}{text}", now)
    else:
        await record(session, member_id, "event", ended_badly(its.name, ended.state, ended.reason), now)


async def end_all(session: AsyncSession, which: Update, ended: Ended, now: datetime) -> list[Moved]:
    """End all notices that `which` (an UPDATE with its conditions) finds."""
    values = {"state": ended.state, "reason": ended.reason, "done_at": now}
    statement = which.values(**values).returning(Notice.member_id, Notice.kind)
    rows = (await session.execute(statement, execution_options={"synchronize_session": False})).tuples().all()
    for member_id, kind in rows:
        await leave_line(session, member_id, kind, ended, now)
    return [Moved(ended.state, member_id, kind, is_news=True) for member_id, kind in rows]


async def _end(
    session: AsyncSession, turn: Turn, notice: Notice, expected: list[str], ended: Ended, now: datetime, **values: Any
) -> Moved:
    values |= {"reason": ended.reason[:200], "done_at": now}
    moved = await _step(session, turn, notice, expected, state=ended.state, **values)
    if moved.is_news:
        await leave_line(session, notice.member_id, notice.kind, ended, now, notice.text)
    return moved


async def _step(session: AsyncSession, turn: Turn, notice: Notice, expected: list[str], **values: Any) -> Moved:
    """Move the notice if it is still in an expected state and in our turn; otherwise say where it stands."""
    statement = update(Notice).where(Notice.id == notice.id, Notice.state.in_(expected))
    if turn.run is not None:
        statement = statement.where(Notice.run == turn.run, Notice.batch.is_(None))
    if turn.batch is not None:
        statement = statement.where(Notice.batch == turn.batch)
    result = await session.execute(statement.values(**values), execution_options={"synchronize_session": False})
    assert isinstance(result, CursorResult)
    if result.rowcount == 1:
        return Moved(values["state"], notice.member_id, notice.kind, is_news=True)
    state = await session.scalar(select(Notice.state).where(Notice.id == notice.id))
    return Moved(state or "gone")


async def _is_held_up(session: AsyncSession, notice: Notice, now: datetime) -> bool:
    if notice.broadcast_id is not None:
        return False
    return await session.scalar(select(Notice.id).where(Notice.id == notice.id, is_behind(now))) is not None


async def _is_stopped(session: AsyncSession, notice: Notice) -> bool:
    """Asked again at the last moment: it may have been on its way when the broadcast was stopped."""
    if notice.broadcast_id is None:
        return False
    broadcast = await session.get(Broadcast, notice.broadcast_id)
    return broadcast is None or broadcast.stopped_at is not None
