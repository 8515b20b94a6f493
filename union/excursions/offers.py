"""What a member could have instead: sessions that are open, that fit, and that their entitlement covers."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from union.events.listing import nearest
from union.events.meeting import Meeting
from union.events.models import LIVE, Booking
from union.events.person import NOBODY, Person
from union.excursions.claims import why_not_entitled

LOOKED_AT = 50


async def instead(
    session: AsyncSession,
    meeting: Meeting,
    member_id: str,
    now: datetime,
    places: int,
    person: Person = NOBODY,
    most: int = 3,
) -> list[Meeting]:
    """As `nearest`, without what the member cannot have: the days are not enough, or they have a booking there."""
    mine = select(Booking.scope).where(Booking.member_id == member_id, Booking.status.in_(LIVE))
    taken = set((await session.scalars(mine)).all())
    found = []
    for other in await nearest(session, meeting, now, places, person, LOOKED_AT):
        if other.scope not in taken and await why_not_entitled(session, other, member_id, now) is None:
            found.append(other)
        if len(found) == most:
            break
    return found
