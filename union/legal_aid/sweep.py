"""What time brings about: due rows, a few at a time. The worker calls `sweep` every few seconds, `refill` rarely."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from union.legal_aid import telling, texts
from union.legal_aid.listing import find_appointment, free_of, with_lawyer
from union.legal_aid.models import Appointment, Lawyer, LegalWindow
from union.legal_aid.offers import release
from union.legal_aid.plan import plan_of
from union.legal_aid.ratings import ask
from union.legal_aid.records import EarlierWish
from union.legal_aid.rules import DAYS_AHEAD
from union.legal_aid.steps import hold_plan, move
from union.legal_aid.waitlist import fill, offer_to_first
from union.legal_aid.wishes import end_wish
from union.notices.service import NoticeQueue

BATCH = 20
ASK_AFTER = timedelta(hours=24)  # so long after a talk its lawyer has to write down what came of it
_NO_SYNC = {"synchronize_session": False}


async def sweep(session: AsyncSession, queue: NoticeQueue, now: datetime) -> int:
    """Ends of offers, and talks that are over.

    Returns how much was done; call it again, in a new transaction, until that is 0. Safe to run twice at once.
    """
    return await end_offers(session, queue, now) + await close_ended(session, queue, now)


async def end_offers(session: AsyncSession, queue: NoticeQueue, now: datetime) -> int:
    """Nobody answered: the slot goes to the next in line, in the same transaction, and the wish is over."""
    found = await _due(session, Appointment.status == "offered", Appointment.until <= now)
    for offer in found:
        if not await release(session, offer, now):
            continue
        mine = await find_appointment(session, Appointment.id == offer.instead_of) if offer.instead_of else None
        if mine is not None:
            await end_wish(session, mine.id)
        text = texts.offer_over(offer, mine, texts.OFFER_GONE)
        await telling.tell(session, queue, offer, "offer_over", text, now)
        await fill(session, queue, offer.lawyer_id, offer.starts_at, now)
    return len(found)


async def close_ended(session: AsyncSession, queue: NoticeQueue, now: datetime) -> int:
    """Talks of which nothing was written down for a day are taken for held; who never got another time is let go."""
    unrecorded = (Appointment.status == "booked", Appointment.ends_at <= now - ASK_AFTER)
    found = await _due(session, *unrecorded)
    for one in found:
        if await move(session, one, ["booked"], status="over"):
            await ask(session, queue, one, now)
    lost = await _due(session, Appointment.status == "displaced", Appointment.ends_at <= now - ASK_AFTER)
    for one in lost:
        await move(session, one, ["displaced"], status="cancelled", cancelled_at=now)
    return len(found) + len(lost)


async def refill(session: AsyncSession, queue: NoticeQueue, now: datetime) -> int:
    """Offer whatever earlier slot is free to whoever waits: after a new shift, or where two missed each other.

    What nothing can fulfil any more is over.
    """
    hopeless = update(EarlierWish).where(EarlierWish.status == "waiting", EarlierWish.before <= now)
    await session.execute(hopeless.values(status="over"), execution_options=_NO_SYNC)
    columns = select(Lawyer.window_id).distinct().join(Appointment, Appointment.lawyer_id == Lawyer.id)
    joined = columns.join(EarlierWish, EarlierWish.appointment_id == Appointment.id)
    offered = 0
    for window_id in (await session.scalars(joined.where(EarlierWish.status == "waiting"))).all():
        await hold_plan(session, LegalWindow.id == window_id)
        plan = await plan_of(session, now, service=None, window_id=window_id)
        latest = await session.scalar(select(func.max(EarlierWish.before)).where(EarlierWish.status == "waiting"))
        for slot in await free_of(session, plan, now, DAYS_AHEAD):
            if latest is None or slot.starts_at >= latest:
                break
            offered += await offer_to_first(session, queue, slot, now)
    return offered


async def _due(session: AsyncSession, *which: ColumnElement[bool]) -> list[Appointment]:
    return list((await session.scalars(with_lawyer(*which).order_by(Appointment.ends_at).limit(BATCH))).all())
