"""Sign-ups for events."""

from datetime import datetime

from sqlalchemy import select, true
from sqlalchemy.ext.asyncio import AsyncSession

from union.dossier.entry import Entry
from union.events.models import Booking, Event, EventSession
from union.events.texts import STATUS_WORDS
from union.wording import day_and_time


async def read(session: AsyncSession, member_id: str, before: datetime | None, most: int) -> list[Entry]:
    """Without holds: nothing has been signed up for yet. `ref`: the event's id."""
    query = (
        select(Booking.created_at, Booking.status, Event.id, Event.title, EventSession.starts_at)
        .join(Event, Event.id == Booking.event_id)
        .join(EventSession, EventSession.id == Booking.session_id)
        .where(Booking.member_id == member_id, Booking.status != "held")
        .where(Booking.created_at < before if before else true())
        .order_by(Booking.created_at.desc(), Booking.id)
        .limit(most)
    )
    return [
        Entry("booking", at, f"{title}（{day_and_time(starts)}）", STATUS_WORDS[status], event_id)
        for at, status, event_id, title, starts in await session.execute(query)
    ]
