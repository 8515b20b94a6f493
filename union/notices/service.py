"""Queueing a notice, in the transaction of what it tells about."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import make_transient_to_detached

from union.ids import new_ordered_id
from union.notices.models import Notice

# Built once: a sign-up queues three, and building the statement costs more than sending it.
_INSERT = {
    "sqlite": sqlite.insert(Notice).on_conflict_do_nothing(index_elements=[Notice.key]),
    "postgresql": postgresql.insert(Notice).on_conflict_do_nothing(index_elements=[Notice.key]),
}


class NoticeQueue(Protocol):
    """Where the worker finds its notices."""

    async def put(self, session: AsyncSession, notice_id: str) -> None:
        """Queue the delivery inside the session's transaction: a rollback leaves nothing queued."""
        ...


class NoQueue:
    """For `ask` and for tests that send nothing: the row stands, nobody delivers it."""

    async def put(self, session: AsyncSession, notice_id: str) -> None:
        return None


async def queue_notice(
    session: AsyncSession,
    queue: NoticeQueue,
    member_id: str,
    kind: str,
    text: str,
    now: datetime,
    key: str,
    *,
    facts: Mapping[str, str] | None = None,
    due: datetime | None = None,
    expires: datetime | None = None,
    about: str = "",
) -> str | None:
    """Write a notice and queue its delivery; returns its id.

    `kind` is what it is about (at most 32 characters). `key` names the cause (at most 100 characters):
    the same key again does nothing and returns None. What is due later is kept, and not queued yet.
    Keys of notices about one thing begin with `about` and a colon, by which `cancel_notices` finds them.
    """
    values: dict[str, object] = {"id": new_ordered_id(), "member_id": member_id, "kind": kind, "text": text}
    values |= {"state": "queued", "reason": "", "key": key, "created_at": now}
    connection = await session.connection()
    if (await connection.execute(_INSERT[connection.dialect.name], values)).rowcount != 1:
        return None
    if due is None or due <= now:
        # Into the session as it was written: there the queue finds it without asking the database again.
        notice = Notice(**values)
        make_transient_to_detached(notice)
        session.add(notice)
        await queue.put(session, notice.id)
    return str(values["id"])


async def cancel_notices(session: AsyncSession, about: str, now: datetime) -> None:
    """Take back what is still queued about one thing."""
    queued = delete(Notice).where(Notice.state == "queued", Notice.key.startswith(f"{about}:", autoescape=True))
    await session.execute(queued, execution_options={"synchronize_session": False})
