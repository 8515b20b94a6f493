"""Waiting for an earlier slot: whoever frees one offers it, in the same transaction, to the first in line it fits."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Row, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from base.database import insert_into
from union.legal_aid import texts
from union.legal_aid.listing import FreeSlot, find_appointment, free_of
from union.legal_aid.models import Appointment, Lawyer, LegalWindow
from union.legal_aid.offers import keep_for, offers_instead_of, release
from union.legal_aid.outcomes import StoppedWaiting, WaitsForEarlier
from union.legal_aid.plan import plan_of
from union.legal_aid.records import EarlierWish
from union.legal_aid.refusal import Refused
from union.legal_aid.rules import DAYS_AHEAD, latest_answer
from union.legal_aid.steps import hold_plan
from union.notices.service import NoticeQueue

_NO_SYNC = {"synchronize_session": False}


class Left(NamedTuple):
    """A slot that an appointment has left; `was_held`: others may have it now."""

    lawyer_id: str
    starts_at: datetime
    was_held: bool


async def wait_for_earlier(
    session: AsyncSession,
    member_id: str,
    appointment_id: str,
    *,
    now: datetime,
    before: datetime | None = None,
    way: str = "",
    lawyer_id: str | None = None,
) -> WaitsForEarlier | Refused:
    """Be told when a slot before `before` (by default: any earlier one) comes free. Saying it again replaces the wish.

    Refused free_now: there is an earlier slot already, in `nearest`; it can be changed to at once.
    """
    mine = await find_appointment(session, Appointment.id == appointment_id, Appointment.member_id == member_id)
    if mine is None or mine.status != "booked":
        return Refused("unknown" if mine is None else "not_booked")
    latest = min(before or mine.starts_at, mine.starts_at)
    if latest <= now or latest_answer(now, mine.starts_at, 1) <= now:
        return Refused("no_earlier")
    free = await _earlier(session, mine, latest, way, lawyer_id, now)
    if free:
        return Refused("free_now", free[:3])
    values = {"before": latest, "way": way, "lawyer_id": lawyer_id}
    waiting = update(EarlierWish).where(*_waiting(mine.id)).values(**values).returning(EarlierWish.id)
    wish_id = await session.scalar(waiting, execution_options=_NO_SYNC)
    if wish_id is None:
        new = {"appointment_id": mine.id, "status": "waiting", "created_at": now, **values}
        added = insert_into(session, EarlierWish).values(new).on_conflict_do_nothing().returning(EarlierWish.id)
        wish_id = await session.scalar(added)
    return WaitsForEarlier(mine, latest, await _ahead(session, mine, wish_id or 0))


async def stop_waiting(session: AsyncSession, member_id: str, appointment_id: str) -> StoppedWaiting | Refused:
    """No earlier slot is wished for any more."""
    mine = await find_appointment(session, Appointment.id == appointment_id, Appointment.member_id == member_id)
    if mine is None:
        return Refused("unknown")
    await end_wish(session, mine.id)
    return StoppedWaiting(mine)


async def wish_of(session: AsyncSession, appointment_id: str) -> EarlierWish | None:
    """What the member waits for, if anything."""
    return (await session.scalars(select(EarlierWish).where(*_waiting(appointment_id)))).first()


async def end_wish(session: AsyncSession, appointment_id: str) -> None:
    """Nobody waits for an earlier slot in place of this appointment any more."""
    ended = update(EarlierWish).where(*_waiting(appointment_id)).values(status="over")
    await session.execute(ended, execution_options=_NO_SYNC)


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
    ended = update(EarlierWish).where(*_waiting(moved.id), EarlierWish.before > moved.starts_at)
    await session.execute(ended.values(status="over"), execution_options=_NO_SYNC)
    await let_go(session, queue, moved.id, now)
    if old.was_held:
        await fill(session, queue, old.lawyer_id, old.starts_at, now)


async def let_go(session: AsyncSession, queue: NoticeQueue | None, appointment_id: str, now: datetime) -> None:
    """Whatever is kept in place of an appointment goes to the next in line."""
    for offer in await offers_instead_of(session, appointment_id):
        if await release(session, offer, now):
            await fill(session, queue, offer.lawyer_id, offer.starts_at, now)


async def _earlier(
    session: AsyncSession, mine: Appointment, before: datetime, way: str, lawyer_id: str | None, now: datetime
) -> list[FreeSlot]:
    plan = await plan_of(session, now, service=None, window_id=mine.lawyer.window_id)
    days = min(DAYS_AHEAD, (before - now).days + 2)
    free = await free_of(session, plan, now, days)
    return [
        slot
        for slot in free
        if slot.starts_at < before and (not way or way in slot.ways) and lawyer_id in (None, slot.lawyer_id)
    ]


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


async def _ahead(session: AsyncSession, mine: Appointment, wish_id: int) -> int:
    """How many stand before in the line of that window."""
    count = select(func.count()).select_from(EarlierWish)
    joined = count.join(Appointment, Appointment.id == EarlierWish.appointment_id)
    before = joined.join(Lawyer, Lawyer.id == Appointment.lawyer_id).where(
        EarlierWish.status == "waiting", EarlierWish.id < wish_id, Lawyer.window_id == mine.lawyer.window_id
    )
    return int(await session.scalar(before) or 0)


def _waiting(appointment_id: str) -> tuple[ColumnElement[bool], ...]:
    return EarlierWish.appointment_id == appointment_id, EarlierWish.status == "waiting"
