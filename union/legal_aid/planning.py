"""What staff do to the plan: leaves, closed days, shifts. Whoever has a talk then is told in the same transaction."""

from datetime import date, datetime

from sqlalchemy import CursorResult, delete
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import insert_into
from union.legal_aid import texts
from union.legal_aid.displacing import settle_window
from union.legal_aid.models import Lawyer, LegalWindow, RotaDay
from union.legal_aid.outcomes import Displaced
from union.legal_aid.records import LawyerLeave, WindowClosure
from union.legal_aid.refusal import Refused
from union.legal_aid.shift_rules import NewShift
from union.legal_aid.steps import hold_plan
from union.notices.service import NoticeQueue


async def set_leave(
    session: AsyncSession,
    queue: NoticeQueue,
    lawyer_id: str,
    since: datetime,
    until: datetime,
    *,
    staff: str,
    key: str,
    now: datetime,
    substitute_id: str | None = None,
) -> Displaced | Refused:
    """A lawyer is away. The substitute takes their talks over; who has none is offered the nearest slot."""
    lawyer = await session.get(Lawyer, lawyer_id)
    substitute = await session.get(Lawyer, substitute_id) if substitute_id else None
    if lawyer is None:
        return Refused("no_such_lawyer")
    if not since < until or until <= now:
        return Refused("bad_period")
    if substitute_id and (substitute is None or substitute is lawyer or substitute.window_id != lawyer.window_id):
        return Refused("bad_substitute")
    await hold_plan(session, LegalWindow.id == lawyer.window_id, to_change=True)
    values = {"lawyer_id": lawyer_id, "substitute_id": substitute_id, "since": since, "until": until}
    new = insert_into(session, LawyerLeave).values(**values, by=staff, key=key).on_conflict_do_nothing()
    leave_id = await session.scalar(new.returning(LawyerLeave.id))
    if leave_id is None:
        return Displaced(0, 0)  # the same once more
    return await settle_window(session, queue, lawyer.window_id, texts.LEAVE, now)


async def end_leave(session: AsyncSession, leave_id: int) -> bool:
    """The lawyer is back, or never went. Who was given another time keeps it. False: there is no such leave."""
    gone = await session.execute(delete(LawyerLeave).where(LawyerLeave.id == leave_id))
    assert isinstance(gone, CursorResult)
    return gone.rowcount == 1


async def close_window(
    session: AsyncSession, queue: NoticeQueue, window_id: str, day: date, reason: str, *, staff: str, now: datetime
) -> Displaced | Refused:
    """A window is closed on a day; everybody who has a talk there is offered the nearest slot."""
    if await session.get(LegalWindow, window_id) is None:
        return Refused("unknown")
    await hold_plan(session, LegalWindow.id == window_id, to_change=True)
    values = {"window_id": window_id, "day": day, "reason": reason[:100], "by": staff}
    new = insert_into(session, WindowClosure).values(values).on_conflict_do_nothing().returning(WindowClosure.id)
    closure_id = await session.scalar(new)
    if closure_id is None:
        return Displaced(0, 0)
    return await settle_window(session, queue, window_id, texts.CLOSED, now)


async def reopen_window(session: AsyncSession, window_id: str, day: date) -> bool:
    """The window is open on that day after all. False: it was."""
    gone = await session.execute(
        delete(WindowClosure).where(WindowClosure.window_id == window_id, WindowClosure.day == day)
    )
    assert isinstance(gone, CursorResult)
    return gone.rowcount == 1


async def add_shift(session: AsyncSession, lawyer_id: str, shift: NewShift) -> RotaDay | Refused:
    """Somebody sits more often; who waits for an earlier slot is offered one by the next sweep."""
    lawyer = await session.get(Lawyer, lawyer_id)
    if lawyer is None:
        return Refused("no_such_lawyer")
    of_month = shift.nth is None or (shift.weekday is not None and shift.nth in (-1, 1, 2, 3, 4, 5))
    weekly = shift.weekday is not None and 0 <= shift.weekday <= 6
    if not of_month or weekly == (shift.day is not None) or not shift.starts < shift.ends:
        return Refused("bad_period")
    row = RotaDay(lawyer_id=lawyer_id, **vars(shift))
    session.add(row)
    await session.flush()
    return row


async def remove_shift(
    session: AsyncSession, queue: NoticeQueue, shift_id: int, *, now: datetime
) -> Displaced | Refused:
    """Somebody sits no longer then; who has a talk is offered the nearest slot."""
    row = await session.get(RotaDay, shift_id)
    if row is None:
        return Refused("unknown")
    window_id = row.lawyer.window_id
    await hold_plan(session, LegalWindow.id == window_id, to_change=True)
    await session.execute(delete(RotaDay).where(RotaDay.id == shift_id))
    return await settle_window(session, queue, window_id, texts.PLAN_CHANGED, now)
