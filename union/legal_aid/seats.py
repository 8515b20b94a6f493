"""Finding who is free at a time, and saying why nobody is."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from base.clock import to_shanghai
from union.legal_aid.listing import FreeSlot, find_appointment, free_of
from union.legal_aid.models import HOLDING, Appointment
from union.legal_aid.plan import Plan, plan_of, windows_that
from union.legal_aid.refusal import Refused
from union.legal_aid.rota import nearest
from union.legal_aid.rules import DAYS_AHEAD, why_nobody_sits
from union.legal_aid.steps import hold_plan
from union.legal_aid.turns import in_turn, talks_of
from union.members.models import Member
from union.wording import day_and_time


@dataclass(frozen=True)
class Wanted:
    """What slot a member wants: the beginning, and of which service; the rest only where it was said."""

    start: datetime
    service: str = "legal"
    lawyer_id: str | None = None
    window_id: str | None = None
    level: str | None = None
    way: str | None = None
    serving: Collection[str] | None = None


async def plan_for(session: AsyncSession, wanted: Wanted, now: datetime) -> Plan:
    """The plan of the windows that are meant; nobody can be taken off it until the end of the transaction."""
    await hold_plan(session, *windows_that(service=wanted.service, window_id=wanted.window_id, level=wanted.level))
    return await plan_of(
        session, now, service=wanted.service, window_id=wanted.window_id, level=wanted.level, serving=wanted.serving
    )


async def free_then(session: AsyncSession, plan: Plan, wanted: Wanted, now: datetime) -> list[FreeSlot]:
    """Who is free at the time wanted, whose turn it is first."""
    if (wanted.start - now).days > DAYS_AHEAD:
        return []
    that_day = await free_of(session, plan, now, 1, wanted.start)
    free = [slot for slot in that_day if slot.starts_at == wanted.start and wanted.lawyer_id in (None, slot.lawyer_id)]
    if len(free) > 1:
        free = in_turn(free, await talks_of(session, [slot.lawyer_id for slot in free], now))
    return free


async def why_not(session: AsyncSession, plan: Plan, wanted: Wanted, now: datetime) -> Refused:
    """Why nobody is free at the time wanted: the rule, and the nearest free slots."""
    near = await near_to(session, plan, wanted, now)
    live = (Appointment.starts_at == wanted.start, Appointment.status.in_(HOLDING))
    of_plan = [wanted.lawyer_id] if wanted.lawyer_id else list(plan.lawyers)
    if await find_appointment(session, Appointment.lawyer_id.in_(of_plan), *live):
        return Refused("taken", near)
    day = to_shanghai(wanted.start).date()
    closed = next((why for (window, on), why in plan.closed.items() if on == day and _is_meant(plan, window)), None)
    away = [leave for leave in plan.away if leave.lawyer_id == wanted.lawyer_id]
    reason, detail = why_nobody_sits(day, closed, away, wanted.start)
    return Refused(reason, near, detail)


async def near_to(session: AsyncSession, plan: Plan, wanted: Wanted, now: datetime) -> Sequence[FreeSlot]:
    """The free slots nearest to what was wanted, with the same way of talking; soonest first."""
    free = await free_of(session, plan, now, DAYS_AHEAD)
    return nearest((slot for slot in free if wanted.way is None or wanted.way in slot.ways), wanted.start)


async def busy_then(
    session: AsyncSession, member_id: str, starts_at: datetime, ends_at: datetime, *besides: str
) -> str | None:
    """When the member is somewhere else meanwhile, ready to read; None: never.

    The member's row is locked, so that two messages of one member cannot both find nothing.
    """
    await session.execute(select(Member.id).where(Member.id == member_id).with_for_update())
    meanwhile = (Appointment.starts_at < ends_at, Appointment.ends_at > starts_at, Appointment.status.in_(HOLDING))
    query = select(Appointment.starts_at).where(Appointment.member_id == member_id, *meanwhile)
    found: datetime | None = await session.scalar(query.where(Appointment.id.not_in(besides)).limit(1))
    return None if found is None else day_and_time(found)


def _is_meant(plan: Plan, window_id: str) -> bool:
    return any(lawyer.window_id == window_id for lawyer in plan.lawyers.values())
