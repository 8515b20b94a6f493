"""Waiting for an earlier slot: whoever frees one offers it, in the same transaction, to the first in line it fits."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Row, exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from union.legal_aid import texts
from union.legal_aid.listing import FreeSlot, find_appointment, free_of
from union.legal_aid.models import Appointment, Lawyer, LegalWindow
from union.legal_aid.offers import keep_for, offers_instead_of, release
from union.legal_aid.plan import plan_of
from union.legal_aid.records import EarlierWish
from union.legal_aid.steps import hold_plan
from union.legal_aid.wishes import end_wish
from union.notices.service import NoticeQueue


class Left(NamedTuple):
    """A slot that an appointment has left; `was_held`: others may have it now."""

    lawyer_id: str
    starts_at: datetime
    was_held: bool


async def fill(
    session: AsyncSession, queue: NoticeQueue | None, lawyer_id: str, starts_at: datetime, now: datetime
) -> bool:
    """Offer a slot that came free to the first in line whom it fits; False: nobody, or nobody sits there any more."""
    if not await _anybody_waits(session, starts_at):
        return False
    lawyer = await session.get_one(Lawyer, lawyer_id)
    await hold_plan(session, LegalWindow.id == lawyer.window_id)
    plan = await plan_of(session, now, service=None, window_id=lawyer.window_id)
    free = await free_of(session, plan, now, 1, starts_at)
    found = [slot for slot in free if (slot.lawyer_id, slot.starts_at) == (lawyer_id, starts_at)]
    return bool(found) and await offer_to_first(session, queue, found[0], now)


async def offer_to_first(session: AsyncSession, queue: NoticeQueue | None, slot: FreeSlot, now: datetime) -> bool:
    """Keep a free slot for the first in line whom it fits."""
    for row in await _fitting(session, slot):
        mine = await find_appointment(session, Appointment.id == row.appointment_id)
        if mine is None:
            continue
        offer = await keep_for(session, queue, mine, slot, texts.EARLIER, now, way=row.way or None)
        if offer is not None:
            return True
    return False


async def after_move(
    session: AsyncSession, queue: NoticeQueue | None, moved: Appointment, old: Left, now: datetime
) -> None:
    """What an appointment leaves behind when it moves: its wish, what was kept for it, and its old slot."""
    await end_wish(session, moved.id, later_than=moved.starts_at)
    await let_go(session, queue, moved.id, now)
    if old.was_held:
        await fill(session, queue, old.lawyer_id, old.starts_at, now)


async def let_go(session: AsyncSession, queue: NoticeQueue | None, appointment_id: str, now: datetime) -> None:
    """Whatever is kept in place of an appointment goes to the next in line."""
    for offer in await offers_instead_of(session, appointment_id):
        if await release(session, offer, now):
            await fill(session, queue, offer.lawyer_id, offer.starts_at, now)


async def _anybody_waits(session: AsyncSession, starts_at: datetime) -> bool:
    waiting = exists().where(EarlierWish.status == "waiting", EarlierWish.before > starts_at)
    return bool(await session.scalar(select(waiting)))


async def _fitting(session: AsyncSession, slot: FreeSlot) -> Sequence[Row[str, str]]:
    """Those whom the slot fits, in their order; not who has let this very slot go, or is being asked already."""
    kept = aliased(Appointment)
    same = (kept.lawyer_id == slot.lawyer_id) & (kept.starts_at == slot.starts_at)
    asked = exists().where(kept.instead_of == Appointment.id, (kept.status == "offered") | same)
    columns = select(EarlierWish.appointment_id, EarlierWish.way)
    joined = columns.join(Appointment, Appointment.id == EarlierWish.appointment_id)
    fits = (
        EarlierWish.status == "waiting",
        EarlierWish.before > slot.starts_at,
        EarlierWish.way.in_(["", *slot.ways]),
        EarlierWish.lawyer_id.is_(None) | (EarlierWish.lawyer_id == slot.lawyer_id),
        Appointment.status == "booked",
        Appointment.starts_at > slot.starts_at,
        Lawyer.window_id == slot.window.id,
    )
    found = joined.join(Lawyer, Lawyer.id == Appointment.lawyer_id).where(*fits, ~asked)
    return (await session.execute(found.order_by(EarlierWish.id))).all()
