"""The codes under which members answer about bookings and bars (union/coded): handed out, shown again, called back."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from union.coded.service import close_codes, find_code, open_code
from union.events.models import Booking
from union.events.records import Bar

OFFER_KIND, APPEAL_KIND, RATING_KIND = "events.offer", "events.appeal", "events.rating"
RATED_WITHIN = timedelta(days=14)  # later nobody remembers how it was


async def offer_code(session: AsyncSession, booking: Booking, now: datetime) -> str:
    """By which the member takes the offered or won place, or lets it go; the same one until it is answered."""
    return await _code(session, booking.member_id, OFFER_KIND, booking.id, now, booking.until or now)


async def appeal_code(session: AsyncSession, bar: Bar, now: datetime) -> str | None:
    """By which the member asks staff to look at a bar; None where that was asked already."""
    if bar.appeal != "none":
        return None
    return await _code(session, bar.member_id, APPEAL_KIND, bar.id, now, bar.until)


async def rating_code(session: AsyncSession, booking: Booking, now: datetime) -> str:
    """By which the member says how it was."""
    return await _code(session, booking.member_id, RATING_KIND, booking.id, now, now + RATED_WITHIN)


async def close_offer(session: AsyncSession, booking: Booking) -> None:
    """The offer was taken or let go by another way. Codes that were answered stay: their message may come again."""
    await close_codes(session, OFFER_KIND, booking.id, only_open=True)


async def _code(
    session: AsyncSession, member_id: str, kind: str, subject: str, now: datetime, expires: datetime
) -> str:
    found = await find_code(session, member_id, kind, subject)
    return found or await open_code(session, member_id, kind, subject, now, expires)
