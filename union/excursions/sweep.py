"""What time brings about for entitlements and batches; a part of the sweep of union/events."""

from datetime import datetime

from sqlalchemy import CursorResult, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from union.events.listing import get
from union.events.models import Booking, Event, EventSession
from union.events.waitlist import fill
from union.excursions.expiry import end_cycles
from union.excursions.models import Entitlement
from union.excursions.returning import drain_returned, return_places
from union.excursions.watch import warn_short
from union.notices.service import NoticeQueue

BATCH = 20


async def sweep_excursions(session: AsyncSession, queue: NoticeQueue, now: datetime) -> int:
    """Do what is due: ends of allotments and of cycles, warnings of short groups, places for whom days came back."""
    return (
        await return_places(session, queue, now)
        + await drain_returned(session, queue, now)
        + await end_cycles(session, now)
        + await warn_short(session, now)
        + await offer_to_freed(session, queue, now)
    )


async def offer_to_freed(session: AsyncSession, queue: NoticeQueue, now: datetime) -> int:
    """Who was passed over on a waitlist for want of days, and has some again: the free place is for them."""
    freed = select(Entitlement.id, Entitlement.member_id).where(Entitlement.freed).order_by(Entitlement.id)
    found = (await session.execute(freed.limit(BATCH))).tuples().all()
    seen = []
    for id_, member_id in found:
        clear = update(Entitlement).where(Entitlement.id == id_, Entitlement.freed).values(freed=False)
        result = await session.execute(clear, execution_options={"synchronize_session": False})
        assert isinstance(result, CursorResult)
        if result.rowcount:
            seen.append(member_id)
    for session_id in await _waited_for(session, seen, now) if seen else ():
        meeting = await get(session, session_id)
        if meeting is not None:
            await fill(session, queue, meeting, now)
    return len(found)


async def _waited_for(session: AsyncSession, member_ids: list[str], now: datetime) -> list[str]:
    waits = (Booking.member_id.in_(member_ids), Booking.status == "waitlisted")
    open_ = (Event.status == "open", EventSession.status == "open", EventSession.starts_at > now)
    query = select(Booking.session_id).distinct().join(EventSession, EventSession.id == Booking.session_id)
    query = query.join(Event, Event.id == EventSession.event_id).where(*waits, *open_)
    return sorted((await session.scalars(query)).all())
