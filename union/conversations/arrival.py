"""Noting that a member did something: when, what the account may send in return, what a short answer would mean now.

One statement, made once: every message of every member runs it.
"""

from datetime import datetime
from typing import Any, Literal, cast

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from base.limits import Limits
from union.conversations.models import Conversation

Trigger = Literal["message", "moment"]

_TABLE = cast(Table, Conversation.__table__)


def _upsert(insert: Any, trigger: Trigger) -> Any:
    noted = ("last_message_at", "pending", f"{trigger}_left", f"{trigger}_until")
    return insert.on_conflict_do_update(index_elements=["member_id"], set_={n: insert.excluded[n] for n in noted})


_NOTE = {
    (dialect, trigger): _upsert(insert(_TABLE), trigger)
    for dialect, insert in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
    for trigger in ("message", "moment")
}


async def note_arrival(
    session: AsyncSession, member_id: str, trigger: Trigger, pending: str | None, limits: Limits, now: datetime
) -> None:
    """Note it; makes the row if needed. `trigger`: a message allows more than a moment (click, follow, scan)."""
    window = limits.message_window if trigger == "message" else limits.moment_window
    values = {
        "member_id": member_id,
        "owner": "bot",
        "last_message_at": now,
        "pending": pending,
        f"{trigger}_left": limits.message_replies if trigger == "message" else limits.moment_replies,
        f"{trigger}_until": now + window,
    }
    connection = await session.connection()
    await connection.execute(_NOTE[connection.dialect.name, trigger], values)
