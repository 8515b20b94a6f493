"""A draw as staff see it: how far it is, what was published, and whether it holds when it is worked out again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from union.events.fair_draw import UnfairError, verify_draw
from union.events.models import Event, EventSession
from union.events.reach import events_within
from union.events.records import Draw
from union.staff.scope import EVERYTHING, Scope


@dataclass(frozen=True)
class DrawShown:
    """`due`: when the next step is. The list of entries and the draw are in `publication`, by hashes alone."""

    status: str
    seed_hash: str
    due: datetime
    drawn_at: datetime | None
    publication: Mapping[str, Any]

    @property
    def entries(self) -> int:
        return len(self.publication.get("entries", ()))

    @property
    def winners(self) -> int:
        return len(self.publication.get("winners", ()))


async def draw_of(session: AsyncSession, session_id: str, *, scope: Scope = EVERYTHING) -> DrawShown | None:
    """The draw of a session, where it has one. The seed is not in it before the draw."""
    joined = select(Draw).join(EventSession, EventSession.id == Draw.session_id)
    mine = joined.join(Event, Event.id == EventSession.event_id).where(Draw.session_id == session_id)
    row = await session.scalar(mine.where(events_within(scope)).execution_options(populate_existing=True))
    if row is None:
        return None
    return DrawShown(row.status, row.seed_hash, row.due, row.drawn_at, dict(row.publication or {}))


def is_fair(publication: Mapping[str, Any]) -> bool:
    """Whether seed, list of entries and winners fit together."""
    try:
        verify_draw(publication)
    except (UnfairError, KeyError, TypeError):
        return False
    return True
