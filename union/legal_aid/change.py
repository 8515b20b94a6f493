"""Changing an appointment to another slot, and cancelling it: in one transaction, or nothing changes."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from base.clock import to_shanghai
from union.attachments.service import detach
from union.legal_aid import telling, texts
from union.legal_aid.answers import accept
from union.legal_aid.listing import FreeSlot, find_appointment
from union.legal_aid.models import Appointment, LegalWindow
from union.legal_aid.offers import offer_at
from union.legal_aid.outcomes import Cancelled, Changed
from union.legal_aid.plan import Plan
from union.legal_aid.refusal import Refused
from union.legal_aid.rules import check_way, may_change
from union.legal_aid.seats import Wanted, busy_then, free_then, near_to, plan_for, why_not
from union.legal_aid.steps import CHANGEABLE, done, hold_plan, move, note, put
from union.legal_aid.waitlist import Left, after_move, fill, let_go
from union.legal_aid.wishes import end_wish
from union.notices.service import NoticeQueue


async def change(
    session: AsyncSession,
    queue: NoticeQueue,
    member_id: str,
    appointment_id: str,
    start: datetime,
    *,
    key: str,
    now: datetime,
    lawyer_id: str | None = None,
    way: str | None = None,
) -> Changed | Refused:
    """Move one's appointment to the slot that begins at `start`, at the same window. Refused: all stays as it was."""
    mine = await find_appointment(session, Appointment.id == appointment_id, Appointment.member_id == member_id)
    if mine is None:
        return Refused("unknown")
    if await done(session, key) == appointment_id:
        return Changed(mine)
    window = mine.lawyer.window
    refused = may_change(mine.status, mine.starts_at, mine.moves, window.max_changes, now)
    if refused is not None:
        return refused
    offer = await offer_at(session, mine, start)
    if offer is not None and lawyer_id in (None, offer.lawyer_id) and way in (None, offer.way):
        accepted = await accept(session, queue, member_id, offer.id, key=key, now=now)
        return accepted if isinstance(accepted, Refused) else Changed(accepted.appointment)
    wanted = Wanted(start, window.service, lawyer_id, window.id, way=way)
    outcome = await _to(session, queue, mine, wanted, key, now)
    if outcome is None:  # it was changed or cancelled just now: once more, on what it is now
        return await change(
            session, queue, member_id, appointment_id, start, key=key, now=now, lawyer_id=lawyer_id, way=way
        )
    return outcome


async def cancel(
    session: AsyncSession,
    member_id: str,
    appointment_id: str,
    *,
    key: str,
    now: datetime,
    queue: NoticeQueue | None = None,
    staff: str = "",
    reason: str = "",
) -> Cancelled | Refused:
    """Give one's own slot back, until it begins; it is offered at once to who waits for it.

    Without a queue the worker's sweep queues the notices of that, within a second. `staff`: who of the desk does it
    for the member, who is then told, with the reason (which may be empty).
    """
    which = (Appointment.id == appointment_id, Appointment.member_id == member_id)
    mine = await find_appointment(session, *which)
    if mine is None or mine.status == "offered":
        return Refused("unknown")
    if await done(session, key) == appointment_id:
        return Cancelled(mine)
    if mine.status == "cancelled":
        return Refused("already_cancelled")
    if mine.status not in CHANGEABLE:
        return Refused("not_booked")
    if mine.status == "booked" and mine.starts_at <= now:
        return Refused("past")
    await hold_plan(session, LegalWindow.id == mine.lawyer.window_id)
    if not await move(session, mine, CHANGEABLE, status="cancelled", cancelled_at=now):
        again = {"key": key, "staff": staff, "reason": reason}  # it was changed just now
        return await cancel(session, member_id, appointment_id, now=now, queue=queue, **again)
    await note(session, mine.id, "cancel", key, now, staff)
    await telling.take_back(session, mine, now)
    if staff:
        await telling.tell(session, queue, mine, "cancelled", texts.cancelled(mine, reason.strip()), now)
    await detach(session, telling.subject(mine.id))  # its pictures served nothing else
    await end_wish(session, mine.id)
    await let_go(session, queue, mine.id, now)
    if mine.status == "booked":
        await fill(session, queue, mine.lawyer_id, mine.starts_at, now)
    await session.refresh(mine, ["status", "cancelled_at"])
    return Cancelled(mine)


async def _to(
    session: AsyncSession, queue: NoticeQueue, mine: Appointment, wanted: Wanted, key: str, now: datetime
) -> Changed | Refused | None:
    plan = await plan_for(session, wanted, now)
    if wanted.start <= now:
        return Refused("past", await near_to(session, plan, wanted, now))
    same_time = wanted.start == mine.starts_at and mine.status == "booked"
    is_here = same_time and wanted.lawyer_id in (None, mine.lawyer_id)
    if is_here and wanted.way in (None, mine.way):
        return Refused("same_slot", await near_to(session, plan, wanted, now))
    old = Left(mine.lawyer_id, mine.starts_at, mine.status == "booked")
    free = [_own_slot(plan, mine)] if is_here else await free_then(session, plan, wanted, now)
    outcome = await _moved(session, plan, mine, wanted, [slot for slot in free if slot is not None], now)
    if isinstance(outcome, Refused) or not outcome:
        return outcome or None
    await note(session, mine.id, "change", key, now)
    moved = await find_appointment(session, Appointment.id == mine.id)
    assert moved is not None  # appointments are deleted with their member only
    await telling.moved(session, queue, moved, texts.MEMBER_CHANGED, now)
    await after_move(session, queue, moved, old, now)
    return Changed(moved)


async def _moved(
    session: AsyncSession, plan: Plan, mine: Appointment, wanted: Wanted, free: Sequence[FreeSlot], now: datetime
) -> Refused | bool:
    """Try who is free, in turn; False: the appointment is not what it was. An index that says no undoes one try."""
    refused: Refused | None = None
    for slot in free:
        asked = wanted.way or (mine.way if mine.way in slot.ways else None)
        way = check_way(asked, slot.ways)
        if isinstance(way, Refused):
            refused = way
            continue
        busy = await busy_then(session, mine.member_id, slot.starts_at, slot.ends_at, mine.id)
        if busy is not None:
            return Refused("busy", await near_to(session, plan, wanted, now), busy)
        moved = await put(session, mine, slot, way, moves=mine.moves + (mine.status == "booked"))
        if moved is not None:
            return moved
    near = await near_to(session, plan, wanted, now)
    return Refused(refused.reason, near, refused.detail) if refused else await why_not(session, plan, wanted, now)


def _own_slot(plan: Plan, mine: Appointment) -> FreeSlot | None:
    """The slot one has already: only the way of talking changes."""
    planned = plan.slots(to_shanghai(mine.starts_at).date(), 1)
    own = (slot for slot in planned if (slot.lawyer_id, slot.starts_at) == (mine.lawyer_id, mine.starts_at))
    return next(own, None)
