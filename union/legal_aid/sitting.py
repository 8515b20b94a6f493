"""Who sits where and who is away, as staff plan it; and which account is whose."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from base.clock import to_shanghai
from union.legal_aid.models import Appointment, Lawyer, LegalWindow
from union.legal_aid.reach import appointments_within, lawyers_within, windows_within
from union.legal_aid.records import LawyerLeave, WindowClosure
from union.legal_aid.refusal import Refused
from union.staff.scope import EVERYTHING, Scope


@dataclass(frozen=True)
class Seat:
    """Somebody who sits at a window; `staff`: their account, if it is known."""

    lawyer_id: str
    name: str
    firm: str
    staff: str | None
    window_id: str
    window: str
    service: str
    is_retired: bool = False


@dataclass(frozen=True)
class LeaveShown:
    """A leave that is not over."""

    id: int
    lawyer: str
    lawyer_id: str
    substitute: str
    since: datetime
    until: datetime
    by: str


@dataclass(frozen=True)
class ClosureShown:
    """A day to come on which a window is closed."""

    window_id: str
    window: str
    day: date
    reason: str
    by: str


async def seats(session: AsyncSession, scope: Scope = EVERYTHING, *, own: str = "") -> list[Seat]:
    """Everybody who takes turns at the scope's windows, by window; and who has the account `own`, wherever they sit."""
    query = select(Lawyer).join(Lawyer.window).order_by(LegalWindow.service, LegalWindow.name, Lawyer.name)
    query = query.where(or_(lawyers_within(scope), Lawyer.staff == own) if own else lawyers_within(scope))
    return [
        Seat(
            one.id,
            one.name,
            one.firm,
            one.staff,
            one.window_id,
            one.window.name,
            one.window.service,
            one.retired_at is not None,
        )
        for one in await session.scalars(query)
    ]


async def leaves(session: AsyncSession, now: datetime) -> list[LeaveShown]:
    """Leaves that are not over, the soonest first."""
    names = {one.lawyer_id: one.name for one in await seats(session)}
    query = select(LawyerLeave).where(LawyerLeave.until > now).order_by(LawyerLeave.since, LawyerLeave.id)
    return [
        LeaveShown(
            one.id,
            names[one.lawyer_id],
            one.lawyer_id,
            names.get(one.substitute_id or "", ""),
            one.since,
            one.until,
            one.by,
        )
        for one in await session.scalars(query)
    ]


async def closures(session: AsyncSession, now: datetime, scope: Scope = EVERYTHING) -> list[ClosureShown]:
    """Closed days from today on."""
    query = select(WindowClosure, LegalWindow.name).join(LegalWindow, LegalWindow.id == WindowClosure.window_id)
    query = query.where(windows_within(scope))
    query = query.where(WindowClosure.day >= to_shanghai(now).date()).order_by(WindowClosure.day, WindowClosure.id)
    return [
        ClosureShown(one.window_id, name, one.day, one.reason, one.by) for one, name in await session.execute(query)
    ]


async def districts(session: AsyncSession, scope: Scope = EVERYTHING) -> list[str]:
    """Where requests come from, for the list by town."""
    told = (Appointment.district != "", appointments_within(scope))
    found = await session.scalars(select(Appointment.district).where(*told).distinct())
    return sorted(found)


async def link_account(session: AsyncSession, lawyer_id: str, staff: str | None) -> Refused | None:
    """Say which account is this lawyer's (None: no one's). An account is one lawyer's only. None: done."""
    try:
        async with session.begin_nested():
            linked = update(Lawyer).where(Lawyer.id == lawyer_id).values(staff=staff)
            found = await session.scalar(linked.returning(Lawyer.id), execution_options={"synchronize_session": False})
    except IntegrityError:
        return Refused("taken")
    return None if found else Refused("no_such_lawyer")


async def is_leave_of(session: AsyncSession, leave_id: int, staff: str) -> bool:
    """Whether the leave is of who has this account."""
    query = select(LawyerLeave.id).join(Lawyer, Lawyer.id == LawyerLeave.lawyer_id)
    return await session.scalar(query.where(LawyerLeave.id == leave_id, Lawyer.staff == staff)) is not None
