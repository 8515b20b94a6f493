"""A window's days with every slot of theirs: free, booked, kept for somebody, or why nobody sits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal, cast

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from base.clock import SHANGHAI, to_shanghai
from union.legal_aid.calendar import is_holiday, rota_weekday
from union.legal_aid.listing import with_lawyer
from union.legal_aid.models import Appointment, Lawyer, LegalWindow
from union.legal_aid.plan import FreeSlot, Plan, plan_of
from union.legal_aid.rota import slots
from union.legal_aid.setting import windows_within
from union.members.rules import masked_name
from union.staff.scope import EVERYTHING, Scope

# past: nobody had it. booked: also what has taken place.
State = Literal["free", "booked", "held", "leave", "closed", "past"]
SHOWN = ("booked", "offered", "over", "done", "no_show")


@dataclass(frozen=True)
class Cell:
    """One slot. Of a talk: its code, status, and the member's name, masked. `ways`: of a free one."""

    starts_at: datetime
    ends_at: datetime
    lawyer_id: str
    lawyer: str
    state: State
    ways: tuple[str, ...] = ()
    code: str = ""
    status: str = ""
    who: str = ""


@dataclass(frozen=True)
class DayShown:
    """A day. `closed`: why the window is closed (None: it is not); `holiday`: who sits, was planned for this day."""

    day: date
    cells: tuple[Cell, ...]
    closed: str | None = None
    holiday: bool = False


async def windows_of(session: AsyncSession, *, scope: Scope = EVERYTHING) -> list[tuple[str, str, str]]:
    """Id, name and service of the windows within, for choosing one."""
    query = select(LegalWindow.id, LegalWindow.name, LegalWindow.service).where(windows_within(scope))
    found = await session.execute(query.order_by(LegalWindow.service, LegalWindow.name))
    return [(id_, name, service) for id_, name, service in found]


async def days_of(
    session: AsyncSession,
    window_id: str,
    first: date,
    *,
    now: datetime,
    days: int = 7,
    lawyer_id: str | None = None,
    scope: Scope = EVERYTHING,
) -> list[DayShown] | None:
    """The days from `first` on (of one lawyer alone, where one is named); None: no such window within."""
    within = (LegalWindow.id == window_id, windows_within(scope))
    if await session.scalar(select(LegalWindow.id).where(*within)) is None:
        return None
    since = datetime.combine(first, time(), SHANGHAI)
    plan = await plan_of(session, since, service=None, window_id=window_id)
    talks = await _talks(session, window_id, since, since + timedelta(days=days))
    cells = [_talk(one) for one in talks]
    taken = [(one.lawyer_id, one.starts_at, one.ends_at) for one in talks]
    cells += [one for one in _planned(plan, first, days, now) if not _is_taken(one, taken)]
    mine = sorted(
        (one for one in cells if lawyer_id in (None, one.lawyer_id)), key=lambda one: (one.starts_at, one.lawyer)
    )
    return [
        DayShown(
            day,
            tuple(one for one in mine if to_shanghai(one.starts_at).date() == day),
            plan.closed.get((window_id, day)),
            is_holiday(day),
        )
        for day in (first + timedelta(days=ahead) for ahead in range(days))
    ]


def _planned(plan: Plan, first: date, days: int, now: datetime) -> list[Cell]:
    """What is planned, and what would be if nobody were away and nothing closed."""
    sits = plan.slots(first, days)
    there = {(slot.lawyer_id, slot.starts_at) for slot in sits}
    usual = cast(list[FreeSlot], slots(plan.shifts, first, days, rota_weekday, kind=FreeSlot))
    missing = [slot for slot in usual if (slot.lawyer_id, slot.starts_at) not in there]
    cells = [_cell(slot, "free" if slot.starts_at > now else "past") for slot in sits]
    for slot in missing:
        day = to_shanghai(slot.starts_at).date()
        cells.append(_cell(slot, "closed" if (slot.window.id, day) in plan.closed else "leave"))
    return cells


def _cell(slot: FreeSlot, state: State) -> Cell:
    ways = slot.ways if state == "free" else ()
    return Cell(slot.starts_at, slot.ends_at, slot.lawyer_id, slot.lawyer_name, state, ways)


def _talk(one: Appointment) -> Cell:
    times = (one.starts_at, one.ends_at, one.lawyer_id, one.lawyer.name)
    if one.status == "offered":  # nobody has said yes, and its code opens nothing
        return Cell(*times, "held", status=one.status)
    who = masked_name(one.name, one.member_id)
    return Cell(*times, "booked", code=one.code, status=one.status, who=who)


def _is_taken(cell: Cell, taken: Iterable[tuple[str, datetime, datetime]]) -> bool:
    """Whether a talk stands there already, also one of before the slots were cut otherwise."""
    return any(cell.lawyer_id == id_ and cell.starts_at < end and start < cell.ends_at for id_, start, end in taken)


async def _talks(session: AsyncSession, window_id: str, since: datetime, until: datetime) -> list[Appointment]:
    within = (Appointment.starts_at >= since, Appointment.starts_at < until, Appointment.status.in_(SHOWN))
    return list(await session.scalars(with_lawyer(Lawyer.window_id == window_id, *within)))
