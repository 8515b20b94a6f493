"""The engine's dialogue state, by member, with a version that is compared and set."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CursorResult, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import insert_into
from union.conversations.models import Tracker


@dataclass(frozen=True)
class StoredTracker:
    """`version` 0 and empty state: the member has no row yet."""

    version: int = 0
    state: bytes = b""
    last_key: str = ""
    last_turn: bytes | None = None


async def load_tracker(session: AsyncSession, member_id: str) -> StoredTracker:
    """The stored state of a member."""
    query = select(Tracker.version, Tracker.state, Tracker.last_key, Tracker.last_turn)
    row = (await session.execute(query.where(Tracker.member_id == member_id))).first()
    return StoredTracker(*row) if row else StoredTracker()


async def save_tracker(session: AsyncSession, member_id: str, new: StoredTracker, now: datetime) -> bool:
    """Store `new`; False, and nothing changed, when the stored version is not the one before it."""
    values = {
        "version": new.version,
        "state": new.state,
        "last_key": new.last_key,
        "last_turn": new.last_turn,
        "updated_at": now,
    }
    if new.version == 1:
        insert = insert_into(session, Tracker).values(member_id=member_id, **values).on_conflict_do_nothing()
        result = await session.execute(insert)
    else:
        change = update(Tracker).where(Tracker.member_id == member_id, Tracker.version == new.version - 1)
        result = await session.execute(change.values(**values))
    assert isinstance(result, CursorResult)
    return result.rowcount == 1
