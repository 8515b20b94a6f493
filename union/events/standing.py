"""Bookings that are there already: the same message again, or a hold that becomes a booking."""

from sqlalchemy.ext.asyncio import AsyncSession

from union.events import steps, telling
from union.events.listing import position
from union.events.look import Standing
from union.events.meeting import Meeting
from union.events.models import Booking
from union.events.outcomes import Booked, Entered, Waitlisted
from union.events.wanted import Wanted
from union.notices.service import NoticeQueue


async def stands(session: AsyncSession, event: Meeting, standing: Standing) -> Booked | Waitlisted | Entered:
    """What the booking is now, in the words of a sign-up."""
    booking = await session.get_one(Booking, standing.id, populate_existing=True)
    if booking.status == "waitlisted":
        return Waitlisted(booking, event, await position(session, booking))
    return Entered(booking, event) if booking.status in ("entered", "lost") else Booked(booking, event)


async def take_up_hold(
    session: AsyncSession, queue: NoticeQueue, event: Meeting, standing: Standing, wanted: Wanted
) -> Booked | None:
    """Make the booking of the hold, if it is still held. The hold's own key is kept as a step."""
    booking = await session.get_one(Booking, standing.id)
    values = {**wanted.contact, "key": wanted.key, "rank": wanted.rank, "until": None}
    if not await steps.move(session, booking, ["held"], status="booked", **values):
        return None
    await steps.note(session, booking.id, "hold", standing.key, wanted.now)
    await session.refresh(booking)
    await telling.confirm(session, queue, event, booking, wanted.now)
    return Booked(booking, event)
