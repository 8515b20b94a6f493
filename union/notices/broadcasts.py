"""One text to many members: written in chunks, delivered by workflows of a batch each, counted, stoppable."""

import asyncio
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CursorResult, Select, String, cast, func, insert, literal, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import insert_into
from union.ids import new_ordered_id
from union.members.models import Member
from union.notices.batches import SIZE
from union.notices.kinds import manners
from union.notices.models import PENDING, Broadcast, Notice
from union.notices.service import NoticeQueue


@dataclass(frozen=True)
class Progress:
    """How far a broadcast is. `states`: how many of its notices are in which state."""

    broadcast: Broadcast
    states: Mapping[str, int]

    @property
    def done(self) -> int:
        """How many need nothing more, however they ended."""
        return sum(count for state, count in self.states.items() if state not in (*PENDING, "sending"))

    @property
    def is_running(self) -> bool:
        return self.broadcast.stopped_at is None and any(state in self.states for state in PENDING)


async def queue_broadcast(
    session: AsyncSession,
    queue: NoticeQueue,
    members: Iterable[str] | Select[str],
    kind: str,
    text: str,
    now: datetime,
    key: str,
    *,
    facts: Mapping[str, str] | None = None,
    due: datetime | None = None,
    expires: datetime | None = None,
    about: str = "",
) -> Broadcast:
    """Write a notice for each of these members who follows the account; each gets at most one.

    `members` are ids, or a SELECT of ids. The same key again does nothing and returns the broadcast as it was
    written. 10,000 members take about a second, in one transaction. The rest as in `queue_notice`.
    """
    fresh = insert_into(session, Broadcast).values(id=new_ordered_id(), kind=kind, key=key, total=0, created_at=now)
    added: Broadcast | None = await session.scalar(
        fresh.on_conflict_do_nothing(index_elements=["key"]).returning(Broadcast)
    )
    if added is None:
        return (await session.scalars(select(Broadcast).where(Broadcast.key == key))).one()
    due = max(due or now, now)
    common = {
        "kind": kind,
        "text": text,
        "facts": json.dumps(dict(facts), ensure_ascii=False) if facts else None,
        "about": about,
        "state": "queued" if due == now else "waiting",
        "due": due,
        "expires": expires or due + manners(kind).useful,
        "created_at": now,
    }
    ids = list(await session.scalars(members)) if isinstance(members, Select) else list(members)
    ids = list(dict.fromkeys(ids))
    for start in range(0, len(ids), SIZE):
        added.total += await _write(session, queue, added.id, ids[start : start + SIZE], common)
    await session.flush()
    return added


async def stop_broadcast(session: AsyncSession, broadcast_id: str, now: datetime) -> int:
    """What has not been sent never is; returns how many that are. One that is being sent just now still goes out."""
    stop = update(Broadcast).where(Broadcast.id == broadcast_id, Broadcast.stopped_at.is_(None))
    await session.execute(stop.values(stopped_at=now), execution_options={"synchronize_session": False})
    left = update(Notice).where(Notice.broadcast_id == broadcast_id, Notice.state.in_(PENDING))
    statement = left.values(state="cancelled", done_at=now).returning(Notice.id)
    return len((await session.scalars(statement, execution_options={"synchronize_session": False})).all())


async def broadcasts(session: AsyncSession, *, most: int = 20) -> list[Progress]:
    """The newest broadcasts first, each with its progress."""
    rows = list(await session.scalars(select(Broadcast).order_by(Broadcast.id.desc()).limit(most)))
    counts = select(Notice.broadcast_id, Notice.state, func.count())
    counts = counts.where(Notice.broadcast_id.in_([row.id for row in rows]))
    states: dict[str, dict[str, int]] = {row.id: {} for row in rows}
    for broadcast_id, state, count in await session.execute(counts.group_by(Notice.broadcast_id, Notice.state)):
        states[str(broadcast_id)][state] = count
    return [Progress(row, states[row.id]) for row in rows]


async def _write(
    session: AsyncSession, queue: NoticeQueue, broadcast_id: str, ids: list[str], common: dict[str, Any]
) -> int:
    """One batch, in one statement, which encrypts the text once; who was erased or left the account is not in it."""
    batch = new_ordered_id() if common["state"] == "queued" else None
    own = {"broadcast_id": broadcast_id, "batch": batch, "tries": 0, "run": 0, "reason": "", "message_id": ""}
    columns = Notice.__table__.c
    same = {name: literal(value, columns[name].type) for name, value in (common | own).items()}
    number = cast(10_000_000 + func.row_number().over(order_by=Member.id), String(8))
    rows = select(
        literal(new_ordered_id()[:24], String).concat(number),
        Member.id,
        literal(f"{broadcast_id}:", String).concat(Member.id),
        *same.values(),
    ).where(Member.id.in_(ids), Member.following)
    written = await session.execute(insert(Notice).from_select(["id", "member_id", "key", *same], rows))
    assert isinstance(written, CursorResult)
    if batch and written.rowcount:
        await queue.put_batch(session, batch)
    await asyncio.sleep(0)  # the event loop's other work has its turn between two batches
    return written.rowcount
