"""The engine's dialogue state, by member, with a version that is compared and set.

Every turn reads and writes this row, so the statements are built once, on the table: SQLAlchemy's ORM would take
three times as long as they do.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CursorResult, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import insert_into
from union.conversations.models import Tracker

_ROW = Tracker.__table__.c
_LOAD = select(_ROW.version, _ROW.state, _ROW.last_key, _ROW.last_turn).where(_ROW.member_id == bindparam("member"))
_UPDATE = (
    update(Tracker.__table__)  # type: ignore[arg-type]  # a Table, as every mapped class has
    .where(_ROW.member_id == bindparam("member"), _ROW.version == bindparam("before"))
    .values({name: bindparam(name) for name in ("version", "state", "last_key", "last_turn", "updated_at")})
)


@dataclass(frozen=True)
class StoredTracker:
    """`version` 0 and empty state: the member has no row yet."""

    version: int = 0
    state: bytes = b""
    last_key: str = ""
    last_turn: bytes | None = None


async def load_tracker(session: AsyncSession, member_id: str) -> StoredTracker:
    """The stored state of a member."""
    connection = await session.connection()
    row = (await connection.execute(_LOAD, {"member": member_id})).first()
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
        assert isinstance(result, CursorResult)
        return result.rowcount == 1
    connection = await session.connection()
    changed = await connection.execute(_UPDATE, {"member": member_id, "before": new.version - 1, **values})
    return changed.rowcount == 1
