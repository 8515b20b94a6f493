"""What a member does with a booking that stands: cancel it, accept a place that was offered, change the session."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from union.events import telling
from union.events.bars import judge
from union.events.codes import close_offer
from union.events.listing import Mine, find_booking
from union.events.models import DEAD, SEATED, Booking
from union.events.outcomes import Booked, Cancelled
from union.events.quotas import give_places_back
from union.events.refusal import Refused
from union.events.rules import is_late, may_cancel
from union.events.steps import done, move, note
from union.events.waitlist import fill
from union.excursions.claims import settle
from union.notices.service import NoticeQueue
from union.wording import day_and_time

OFFERS = ("offered", "won")
_TRIES = 5  # another request may change the status between reading and writing, each time to another one


async def cancel(
    session: AsyncSession, queue: NoticeQueue, member_id: str, booking_id: str, *, key: str, now: datetime
) -> Cancelled | Refused:
    """Give one's own booking up, whatever it is, once; its places go to who waits, in the same transaction."""
    for _ in range(_TRIES):
        mine = await find_booking(session, Booking.id == booking_id, Booking.member_id == member_id)
        if mine is None:
            return Refused("unknown")
        if await done(session, key) == booking_id:
            return Cancelled(mine.booking, mine.event)
        refused = _why_not(mine, now)
        if refused is not None:
            return refused
        if await give_up(session, queue, mine, key, now):
            await session.refresh(mine.booking)
            return Cancelled(mine.booking, mine.event)
    return Refused("already_cancelled")


async def accept(
    session: AsyncSession, queue: NoticeQueue, member_id: str, booking_id: str, *, key: str, now: datetime
) -> Booked | Refused:
    """Take the place that came free, or that was won, in time."""
    mine = await find_booking(session, Booking.id == booking_id, Booking.member_id == member_id)
    if mine is None:
        return Refused("unknown")
    booking, event = mine.booking, mine.event
    if await done(session, key) == booking_id:
        return Booked(booking, event)
    if booking.status not in OFFERS or event.status != "open":
        return Refused("offer_over" if booking.status == "passed_on" else "not_offered")
    if booking.until is not None and booking.until <= now:
        return Refused("offer_over", day_and_time(booking.until))
    if not await move(session, booking, OFFERS, status="booked", until=None):
        return Refused("offer_over")
    await note(session, booking.id, "accept", key, now)
    await close_offer(session, booking)
    await telling.take_back(session, booking, now)
    await session.refresh(booking)
    await telling.confirm(session, queue, event, booking, now)
    return Booked(booking, event)


def _why_not(mine: Mine, now: datetime) -> Refused | None:
    status = mine.booking.status
    if status in DEAD:
        return Refused("already_cancelled")
    if status in ("checked_in", "no_show"):
        return Refused("past", day_and_time(mine.event.starts_at))
    return may_cancel(mine.event, now) if status == "booked" else None


async def give_up(session: AsyncSession, queue: NoticeQueue, mine: Mine, key: str, now: datetime) -> bool:
    """Cancel whatever the booking is, without asking whether it may be; False: its status was changed meanwhile."""
    booking, event, was = mine.booking, mine.event, mine.booking.status
    ended = "passed_on" if was in OFFERS else "cancelled"
    if not await move(session, booking, [was], status=ended, until=None, cancelled_at=now):
        return False
    if was in OFFERS:
        await close_offer(session, booking)
    late = was == "booked" and is_late(event, now)
    await note(session, booking.id, "cancel", key, now, missed=late)
    await telling.take_back(session, booking, now)
    if late:
        await judge(session, queue, event, booking, now)
    if was in SEATED:
        await give_places_back(session, booking.quota_ids, booking.places)
        await fill(session, queue, event, now)
    await settle(session, now, Booking.id == booking.id)
    return True
