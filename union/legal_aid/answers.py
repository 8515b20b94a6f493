"""Taking an offered slot, or letting it go."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from union.legal_aid import telling, texts
from union.legal_aid.codes import close_offer
from union.legal_aid.listing import find_appointment
from union.legal_aid.models import Appointment, LegalWindow
from union.legal_aid.offers import release
from union.legal_aid.outcomes import BookedSlot, Changed, PassedOn
from union.legal_aid.refusal import Refused
from union.legal_aid.steps import CHANGEABLE, done, hold_plan, move, note
from union.legal_aid.waitlist import Left, after_move, fill
from union.notices.service import NoticeQueue


async def accept(
    session: AsyncSession, queue: NoticeQueue | None, member_id: str, offer_id: str, *, key: str, now: datetime
) -> BookedSlot | Changed | Refused:
    """Take the slot that is kept: one's appointment moves there, or it is a new one. Counts as no change."""
    offer = await find_appointment(session, Appointment.id == offer_id, Appointment.member_id == member_id)
    if offer is None:
        return Refused("unknown")
    mine = await _mine(session, offer)
    if await done(session, key) in (offer_id, offer.instead_of or offer_id):
        return BookedSlot(offer) if mine is None else Changed(mine)
    if offer.status != "offered" or offer.until is None or offer.until <= now:
        return Refused("offer_over")
    await hold_plan(session, LegalWindow.id == offer.lawyer.window_id)
    if mine is None:
        return await _as_new(session, queue, offer, key, now)
    return await _in_place_of(session, queue, offer, mine, key, now)


async def decline(
    session: AsyncSession, queue: NoticeQueue | None, member_id: str, offer_id: str, *, key: str, now: datetime
) -> PassedOn | Refused:
    """Let the kept slot go to the next in line; one goes on waiting for another."""
    offer = await find_appointment(session, Appointment.id == offer_id, Appointment.member_id == member_id)
    if offer is None:
        return Refused("unknown")
    mine = await _mine(session, offer)
    if await done(session, key) == offer_id:
        return PassedOn(mine)
    await hold_plan(session, LegalWindow.id == offer.lawyer.window_id)
    if not await release(session, offer, now):
        return Refused("offer_over")
    await note(session, offer_id, "decline", key, now)
    await fill(session, queue, offer.lawyer_id, offer.starts_at, now)
    return PassedOn(mine)


async def _as_new(
    session: AsyncSession, queue: NoticeQueue | None, offer: Appointment, key: str, now: datetime
) -> BookedSlot | Refused:
    if not await move(session, offer, ["offered"], status="booked", until=None):
        return BookedSlot(offer) if await done(session, key) == offer.id else Refused("offer_over")
    await note(session, offer.id, "accept", key, now)
    await close_offer(session, offer.id)
    await telling.take_back(session, offer, now)
    booked = await find_appointment(session, Appointment.id == offer.id)
    assert booked is not None
    await telling.confirm(session, queue, booked, now)
    return BookedSlot(booked)


async def _in_place_of(
    session: AsyncSession, queue: NoticeQueue | None, offer: Appointment, mine: Appointment, key: str, now: datetime
) -> Changed | Refused:
    """The offer lets the slot go and the appointment takes it, in one transaction: nobody comes between."""
    old = Left(mine.lawyer_id, mine.starts_at, mine.status == "booked")
    if mine.status not in CHANGEABLE or (old.was_held and mine.starts_at <= now):
        if await release(session, offer, now):
            await fill(session, queue, offer.lawyer_id, offer.starts_at, now)
        return Refused("past" if mine.status == "booked" else "already_cancelled")
    if not await release(session, offer, now):  # answered just now, perhaps by the same message
        moved = await find_appointment(session, Appointment.id == mine.id)
        return Changed(moved) if moved and await done(session, key) == mine.id else Refused("offer_over")
    at = {"lawyer_id": offer.lawyer_id, "starts_at": offer.starts_at, "ends_at": offer.ends_at}
    if not await move(session, mine, CHANGEABLE, **at, place=offer.place, way=offer.way, status="booked"):
        await fill(session, queue, offer.lawyer_id, offer.starts_at, now)
        return Refused("already_cancelled")
    await note(session, mine.id, "accept", key, now)
    moved = await find_appointment(session, Appointment.id == mine.id)
    assert moved is not None
    await telling.moved(session, queue, moved, texts.MEMBER_CHANGED, now)
    await after_move(session, queue, moved, old, now)
    return Changed(moved)


async def _mine(session: AsyncSession, offer: Appointment) -> Appointment | None:
    return await find_appointment(session, Appointment.id == offer.instead_of) if offer.instead_of else None
