"""Wishing for an earlier slot than one has. Who is offered one, and when: waitlist.py."""

from datetime import datetime

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import insert_into
from union.legal_aid.listing import FreeSlot, find_appointment, free_of
from union.legal_aid.models import Appointment, Lawyer
from union.legal_aid.outcomes import StoppedWaiting, WaitsForEarlier
from union.legal_aid.plan import plan_of
from union.legal_aid.records import EarlierWish
from union.legal_aid.refusal import Refused
from union.legal_aid.rules import DAYS_AHEAD, latest_answer

_NO_SYNC = {"synchronize_session": False}


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


async def end_wish(session: AsyncSession, appointment_id: str, *, later_than: datetime | None = None) -> None:
    """Nobody waits in place of this appointment any more; or only not for what is `later_than` its new time."""
    ended = update(EarlierWish).where(*_waiting(appointment_id))
    if later_than is not None:
        ended = ended.where(EarlierWish.before > later_than)
    await session.execute(ended.values(status="over"), execution_options=_NO_SYNC)


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
