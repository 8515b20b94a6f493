"""Verbs on conversations: who answers, and the transcript."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, cast

from sqlalchemy import Connection, CursorResult, Table, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import insert_into
from union.conversations.models import Conversation, Message
from union.conversations.reply import Understanding

Owner = Literal["bot", "queue", "staff"]
Author = Literal["member", "bot", "staff", "event", "notice"]

# On the table, and made once: every message writes its lines, and the ORM's unit of work costs three times as much.
_ADD_LINE = insert(cast(Table, Message.__table__))


async def owner_of(session: AsyncSession, member_id: str) -> Owner:
    """Who answers this member now; the bot where nothing else was said."""
    query = select(Conversation.owner).where(Conversation.member_id == member_id)
    owner: Owner = (await session.scalar(query)) or "bot"  # type: ignore[assignment]
    return owner


async def ensure_conversation(session: AsyncSession, member_id: str, now: datetime) -> None:
    """Have a row for the member; one that is there stays as it is."""
    statement = insert_into(session, Conversation).values(member_id=member_id, owner="bot", last_message_at=now)
    await session.execute(statement.on_conflict_do_nothing())


async def change_owner(session: AsyncSession, member_id: str, expected: Sequence[Owner], new: Owner) -> bool:
    """Compare and set: False, and nothing changed, when the owner is none of `expected`."""
    statement = (
        update(Conversation)
        .where(Conversation.member_id == member_id, Conversation.owner.in_(expected))
        .values(owner=new)
    )
    result = await session.execute(statement)
    assert isinstance(result, CursorResult)
    return result.rowcount == 1


async def record(
    session: AsyncSession,
    member_id: str,
    author: Author,
    text: str,
    now: datetime,
    understanding: Understanding | None = None,
) -> None:
    """Add a line to the transcript. An empty text is not a line."""
    connection = await session.connection()
    await connection.run_sync(add_line, member_id, author, text, now, understanding)


def add_line(
    connection: Connection,
    member_id: str,
    author: Author,
    text: str,
    now: datetime,
    understanding: Understanding | None = None,
) -> int | None:
    """`record` without a session, for `Database.write`; the line's id."""
    if not text:
        return None
    understood = understanding.model_dump_json(exclude_defaults=True) if understanding else None
    line = {"member_id": member_id, "author": author, "text": text, "understanding": understood, "at": now}
    key = connection.execute(_ADD_LINE, line).inserted_primary_key
    return int(key[0]) if key else None


async def transcript(session: AsyncSession, member_id: str, *, after: int = 0, most: int = 200) -> list[Message]:
    """The last `most` lines with an id above `after`, oldest first."""
    query = (
        select(Message)
        .where(Message.member_id == member_id, Message.id > after)
        .order_by(Message.id.desc())
        .limit(most)
    )
    return list(reversed((await session.scalars(query)).all()))
