"""The codes under which members answer about offers and talks (union/coded)."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from union.coded.service import close_codes, find_code, open_code
from union.legal_aid.models import Appointment

OFFER_KIND, RATING_KIND = "legal.offer", "legal.rating"
RATED_WITHIN = timedelta(days=14)  # later nobody remembers how it was


async def offer_code(session: AsyncSession, offer: Appointment, now: datetime) -> str:
    """By which the member takes the slot that is kept for them, or lets it go."""
    return await _code(session, offer.member_id, OFFER_KIND, offer.id, now, offer.until or now)


async def rating_code(session: AsyncSession, appointment: Appointment, now: datetime) -> str:
    """By which the member says how the talk was."""
    return await _code(session, appointment.member_id, RATING_KIND, appointment.id, now, now + RATED_WITHIN)


async def close_offer(session: AsyncSession, offer_id: str) -> None:
    """The offer was taken or let go by another way. Codes that were answered stay: their message may come again."""
    await close_codes(session, OFFER_KIND, offer_id, only_open=True)


async def _code(
    session: AsyncSession, member_id: str, kind: str, subject: str, now: datetime, expires: datetime
) -> str:
    found = await find_code(session, member_id, kind, subject)
    return found or await open_code(session, member_id, kind, subject, now, expires)
