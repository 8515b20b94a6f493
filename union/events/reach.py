"""Which events a union's staff see to."""

from sqlalchemy import ColumnElement, and_, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from union.events.models import Event
from union.roster.models import Union
from union.staff.scope import Scope, area_within


def events_within(scope: Scope) -> ColumnElement[bool]:
    """A condition on Event: what a union holds is its own and that of those above it; else it is the area's."""
    if scope.path is None:
        return true()
    own = select(Union.id).where(Union.path.startswith(scope.path, autoescape=True))
    nobodys = and_(Event.union_id.is_(None), area_within(scope, Event.city, Event.district))
    return or_(Event.union_id.in_(own), nobodys)


async def sees_event(session: AsyncSession, scope: Scope, event_id: str) -> bool:
    """Whether there is such an event within the scope."""
    query = select(Event.id).where(Event.id == event_id, events_within(scope))
    return await session.scalar(query) is not None
