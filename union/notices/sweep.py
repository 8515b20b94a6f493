"""What is due is queued: reminders whose time has come, notices put off, batches of broadcasts.

Run every second by every worker. Rows move by compare-and-set in the transaction that queues them, so two
sweeps at once queue nothing twice, and a clock moved on by a day only makes more rows due.
"""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from sqlalchemy import Select, Update, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import Database
from union.ids import new_ordered_id
from union.notices.batches import SIZE
from union.notices.models import PENDING, Notice
from union.notices.rules import Ended
from union.notices.service import NoticeQueue
from union.notices.steps import Moved, end_all, is_behind

AT_ONCE = 50  # single notices queued in one transaction: a writer of SQLite must not wait long
BATCHES_AT_ONCE = 5


async def sweep(database: Database, queue: NoticeQueue, now: datetime) -> list[Moved]:
    """Queue what is due, until nothing is; returns what turned out to have expired."""
    expired: list[Moved] = []
    while await _any_due(database, now):
        moved, ended = await database.transact(lambda s: _sweep_once(s, queue, now))
        expired += ended
        if not moved and not ended:  # the rest is behind others of the same member
            break
    return expired


async def oldest_due(database: Database, now: datetime) -> float:
    """For how many seconds the oldest notice that could have been sent is due; 0 when there is none."""
    async with database.read() as session:
        query = select(func.min(Notice.due)).where(Notice.state.in_(PENDING), Notice.due <= now)
        oldest: datetime | None = await session.scalar(query)
    return 0.0 if oldest is None else (now - oldest).total_seconds()


async def _any_due(database: Database, now: datetime) -> bool:
    async with database.read() as session:  # most of the time: nothing, and then nobody's writing is held up
        return await session.scalar(_due(now).limit(1)) is not None


async def _sweep_once(session: AsyncSession, queue: NoticeQueue, now: datetime) -> tuple[int, list[Moved]]:
    expired = await _expire(session, now)
    singles = await _queue_singles(session, queue, now)
    batches = await _queue_batches(session, queue, now)
    return singles + batches, expired


async def _expire(session: AsyncSession, now: datetime) -> list[Moved]:
    late = list(await session.scalars(_due(now).where(Notice.expires <= now).limit(SIZE)))
    return await end_all(session, _still_waiting(late), Ended("expired"), now) if late else []


async def _queue_singles(session: AsyncSession, queue: NoticeQueue, now: datetime) -> int:
    query = _due(now).where(Notice.broadcast_id.is_(None), ~is_behind(now)).order_by(Notice.id).limit(AT_ONCE)
    ids = list(await session.scalars(query))
    moved = await _queued(session, ids, batch=None)
    for notice_id in sorted(moved):
        await queue.put(session, notice_id)
    return len(moved)


async def _queue_batches(session: AsyncSession, queue: NoticeQueue, now: datetime) -> int:
    query = _due(now).add_columns(Notice.broadcast_id).where(Notice.broadcast_id.is_not(None))
    query = query.order_by(Notice.broadcast_id, Notice.id).limit(BATCHES_AT_ONCE * SIZE)
    moved = 0
    for _, of_one in groupby((await session.execute(query)).tuples(), key=lambda row: row[1]):
        ids = [row[0] for row in of_one]
        for start in range(0, len(ids), SIZE):
            moved += await _queue_batch(session, queue, ids[start : start + SIZE])
    return moved


async def _queue_batch(session: AsyncSession, queue: NoticeQueue, ids: Sequence[str]) -> int:
    batch = new_ordered_id()
    moved = await _queued(session, ids, batch=batch)
    if moved:
        await queue.put_batch(session, batch)
    return len(moved)


async def _queued(session: AsyncSession, ids: Sequence[str], *, batch: str | None) -> list[str]:
    """Mark as queued what still waits; returns the ids of that."""
    if not ids:
        return []
    statement = _still_waiting(ids).values(state="queued", run=Notice.run + 1, batch=batch).returning(Notice.id)
    return list(await session.scalars(statement, execution_options={"synchronize_session": False}))


def _still_waiting(ids: Sequence[str]) -> Update:
    return update(Notice).where(Notice.id.in_(ids), Notice.state == "waiting")


def _due(now: datetime) -> Select[str]:
    return select(Notice.id).where(Notice.state == "waiting", Notice.due <= now)
