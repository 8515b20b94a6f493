"""Queueing a notice, in the transaction of what it tells about."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from sqlalchemy import delete
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
    if due is None or due <= now:
        await queue.put(session, added.id)
    return added.id


async def cancel_notices(session: AsyncSession, about: str, now: datetime) -> None:
    """Take back what is still queued about one thing."""
    queued = delete(Notice).where(Notice.state == "queued", Notice.key.startswith(f"{about}:", autoescape=True))
    await session.execute(queued, execution_options={"synchronize_session": False})
