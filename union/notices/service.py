"""Queueing a notice in the transaction of what it tells about, and taking it back while it waits."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Connection, CursorResult, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import make_transient_to_detached

from base.database import Sealed, seal
from union.notices.kinds import manners
from union.notices.models import PENDING, Notice
from union.notices.new import NewNotice

# Built once: building the statement costs more than sending it.
_INSERT = {
    "sqlite": sqlite.insert(Notice).on_conflict_do_nothing(index_elements=[Notice.key]),
    "postgresql": postgresql.insert(Notice).on_conflict_do_nothing(index_elements=[Notice.key]),
}


class NoticeQueue(Protocol):
    """Where the worker finds its notices. A rollback of the session's transaction leaves nothing queued."""

    async def put(self, session: AsyncSession, notice_id: str) -> None:
        """Queue the delivery of one notice."""
        ...

    async def put_batch(self, session: AsyncSession, batch: str) -> None:
        """Queue the delivery of all notices with this `batch`, by one workflow."""
        ...

    async def forget(self, session: AsyncSession, member_id: str) -> None:
        """Leave nothing of the member in the queue: neither what waits nor that something was sent."""
        ...


class NoQueue:
    """For `ask` and for tests that send nothing: the row stands, nobody delivers it."""

    async def put(self, session: AsyncSession, notice_id: str) -> None:
        return None

    async def put_batch(self, session: AsyncSession, batch: str) -> None:
        return None

    async def forget(self, session: AsyncSession, member_id: str) -> None:
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

    `kind` is what it is about (at most 32 characters); its manners are in kinds.yml, an unknown kind is patient.
    `key` names the cause (at most 100 characters): the same key again does nothing and returns None. `facts` are
    short strings for the fields of a template, by their names in docs/glossary.md. It is not sent before `due`
    (quiet hours may put it off further) and not after `expires` (by default as kinds.yml says of its kind).
    `about` is what it belongs to (booking:ID, at most 64 characters), for `cancel_notices`.
    """
    new = NewNotice(member_id, kind, text, key, facts or {}, due, expires, about)
    return await queue_new(session, queue, new, now)


async def queue_new(session: AsyncSession, queue: NoticeQueue, new: NewNotice, now: datetime) -> str | None:
    """As `queue_notice`."""
    values = new.row(now)
    is_due = values["due"] == now
    values["state"] = "queued" if is_due else "waiting"
    connection = await session.connection()
    if (await connection.execute(_INSERT[connection.dialect.name], values)).rowcount != 1:
        return None
    if is_due:
        # Into the session as it was written: there the queue finds it without asking the database again.
        notice = Notice(**values)
        make_transient_to_detached(notice)
        session.add(notice)
        await queue.put(session, notice.id)
    return str(values["id"])


def write_notices(connection: Connection, notices: Sequence[NewNotice], now: datetime) -> None:
    """Write notices in one statement; the worker's sweep queues each when it is due, within a second for now.

    For a rush: who writes them pays for no queue. The same key again does nothing.
    """
    if not notices:
        return
    rows, sealed = [notice.row(now) for notice in notices], dict[str, Sealed]()
    for row in rows:
        for name in ("text", "facts"):  # the same words in several: encrypted once
            if (words := row[name]) is not None:
                row[name] = sealed.get(words) or sealed.setdefault(words, seal(connection, words))
    connection.execute(_INSERT[connection.dialect.name], rows)


async def cancel_notices(session: AsyncSession, about: str, now: datetime, kinds: Collection[str] | None = None) -> int:
    """Cancel what has not been sent yet `about` this (of these kinds); returns how many.

    To be called before a new notice about the same thing is queued: that one would be cancelled too.
    """
    if not about:
        return 0
    statement = update(Notice).where(Notice.about == about, Notice.state.in_(PENDING))
    if kinds is not None:
        statement = statement.where(Notice.kind.in_(kinds))
    return await _count(session, statement.values(state="cancelled", done_at=now))


async def reschedule_notice(
    session: AsyncSession,
    key: str,
    due: datetime,
    *,
    expires: datetime | None = None,
    text: str | None = None,
    facts: Mapping[str, str] | None = None,
) -> bool:
    """Give the notice with this key, which still waits for its time, another one (and another text).

    False: it does not wait any more, or never did.
    """
    kind = await session.scalar(select(Notice.kind).where(Notice.key == key))
    if kind is None:
        return False
    values: dict[str, Any] = {"due": due, "expires": expires or due + manners(kind).useful}
    if text is not None:
        values["text"] = text
    if facts is not None:
        values["facts"] = json.dumps(dict(facts), ensure_ascii=False)
    waiting = update(Notice).where(Notice.key == key, Notice.state == "waiting")
    return await _count(session, waiting.values(**values)) == 1


async def _count(session: AsyncSession, statement: Any) -> int:
    result = await session.execute(statement, execution_options={"synchronize_session": False})
    assert isinstance(result, CursorResult)
    return result.rowcount
