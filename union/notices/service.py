"""Queueing a notice, in the transaction of what it tells about."""

from datetime import datetime
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from base.database import insert_into
from union.ids import new_ordered_id
from union.notices.models import Notice


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
    session: AsyncSession, queue: NoticeQueue, member_id: str, kind: str, text: str, now: datetime, key: str
) -> str | None:
    """Write a notice and queue its delivery; returns its id.

    `kind` is what it is about (at most 32 characters). `key` names the cause (at most 100 characters):
    the same key again does nothing and returns None.
    """
    statement = insert_into(session, Notice).values(
        id=new_ordered_id(),
        member_id=member_id,
        kind=kind,
        text=text,
        state="queued",
        reason="",
        key=key,
        created_at=now,
    )
    # The row comes back into the session, where the queue finds it without asking the database again.
    added: Notice | None = await session.scalar(
        statement.on_conflict_do_nothing(index_elements=[Notice.key]).returning(Notice)
    )
    if added is None:
        return None
    await queue.put(session, added.id)
    return added.id
