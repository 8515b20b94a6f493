"""Entries of the rota, as staff make and change them: checked, and whoever has a talk then gets another."""

from datetime import datetime

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from base.clock import to_shanghai
from union.entered import Wrong
from union.legal_aid import texts
from union.legal_aid.displacing import settle_window
from union.legal_aid.models import Lawyer, LegalWindow, RotaDay
from union.legal_aid.outcomes import Displaced
from union.legal_aid.refusal import Refused
from union.legal_aid.shift_rules import NewShift, check_shift, clash
from union.legal_aid.steps import hold_plan
from union.notices.service import NoticeQueue
from union.staff.scope import EVERYTHING, Scope, area_within

_COLUMNS = tuple(NewShift.__dataclass_fields__)


async def put_shift(
    session: AsyncSession,
    queue: NoticeQueue,
    lawyer_id: str,
    new: NewShift,
    *,
    now: datetime,
    shift_id: int | None = None,
    scope: Scope = EVERYTHING,
) -> Displaced | Wrong | Refused:
    """Add an entry for somebody, or change theirs with this id; who has a talk that falls away is offered another."""
    lawyer = await seated(session, Lawyer.id == lawyer_id, scope)
    if lawyer is None or lawyer.retired_at is not None:
        return Refused("no_such_lawyer")
    window = lawyer.window
    await hold_plan(session, LegalWindow.id == window.id, to_change=True)
    if wrong := check_shift(new, window.slot_minutes, to_shanghai(now).date()):
        return wrong
    others = list(await session.scalars(select(RotaDay).where(RotaDay.lawyer_id == lawyer_id)))
    if any(one.id != shift_id and clash(new, as_new(one)) for one in others):
        return Wrong("starts", "overlap", lawyer.name)
    row = RotaDay(lawyer_id=lawyer_id)
    if shift_id is not None:
        known = next((one for one in others if one.id == shift_id), None)
        if known is None:
            return Refused("unknown")
        row = known
    for name in _COLUMNS:
        setattr(row, name, getattr(new, name))
    session.add(row)
    await session.flush()
    return await settle_window(session, queue, window.id, texts.PLAN_CHANGED, now)


async def drop_shift(
    session: AsyncSession, queue: NoticeQueue, shift_id: int, *, now: datetime, scope: Scope = EVERYTHING
) -> Displaced | Refused:
    """Somebody sits no longer then."""
    lawyer_id = await session.scalar(select(RotaDay.lawyer_id).where(RotaDay.id == shift_id))
    lawyer = await seated(session, Lawyer.id == lawyer_id, scope) if lawyer_id else None
    if lawyer is None:
        return Refused("unknown")
    await hold_plan(session, LegalWindow.id == lawyer.window_id, to_change=True)
    gone = await session.scalar(delete(RotaDay).where(RotaDay.id == shift_id).returning(RotaDay.id))
    if gone is None:
        return Refused("unknown")  # a colleague was quicker
    return await settle_window(session, queue, lawyer.window_id, texts.PLAN_CHANGED, now)


async def seated(session: AsyncSession, which: ColumnElement[bool], scope: Scope) -> Lawyer | None:
    """Somebody at a window that is within, as they are now."""
    within = area_within(scope, LegalWindow.city, LegalWindow.district)
    query = select(Lawyer).join(LegalWindow, LegalWindow.id == Lawyer.window_id).where(which, within)
    return await session.scalar(query.execution_options(populate_existing=True))


def as_new(row: RotaDay) -> NewShift:
    """An entry as the pure rules want it."""
    return NewShift(**{name: getattr(row, name) for name in _COLUMNS})
