"""Looking at slots and appointments; nothing here writes."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import contains_eager

from base.clock import to_shanghai
from union.legal_aid.models import HOLDING, Appointment, Lawyer, LegalWindow
from union.legal_aid.plan import Plan, plan_of
from union.legal_aid.rota import Slot
from union.legal_aid.services import Way, ways_of

SHOWN = ("booked", "displaced")  # what a member still has before them


class FreeSlot(NamedTuple):
    """A slot that can be booked, as it is shown: aware datetimes, and who sits there."""

    starts_at: datetime
    ends_at: datetime
    lawyer_id: str
    lawyer: Lawyer
    planned_ways: str
    planned_place: str

    @property
    def lawyer_name(self) -> str:
        return self.lawyer.name

    @property
    def window(self) -> LegalWindow:
        return self.lawyer.window

    @property
    def place(self) -> str:
        return self.planned_place or self.lawyer.window.place

    @property
    def ways(self) -> tuple[Way, ...]:
        """How one can talk then; the first is what is meant where nobody says."""
        return ways_of(self.planned_ways)


async def free_slots(
    session: AsyncSession,
    now: datetime,
    days: int = 14,
    *,
    lawyer_id: str | None = None,
    service: str | None = "legal",
    window_id: str | None = None,
    district: str | None = None,
    level: str | None = None,
    way: str | None = None,
    serving: Collection[str] | None = None,
) -> list[FreeSlot]:
    """The slots of today and the next `days` - 1 days that nobody has and that have not begun, soonest first.

    Args:
        session: read only.
        now: nothing that has begun by then is shown.
        days: how many days are looked at.
        lawyer_id: only this lawyer's.
        service: legal, counselling or mediation; None: all.
        window_id: only at this window.
        district: only windows that serve it.
        level: only mediation of this level.
        way: only where one can talk so, window or telephone.
        serving: only windows for people from these places (town, employer); None: all.
    """
    plan = await plan_of(
        session, now, service=service, window_id=window_id, district=district, level=level, serving=serving
    )
    free = await free_of(session, plan, now, days)
    if lawyer_id is None and way is None:
        return free
    return [slot for slot in free if lawyer_id in (None, slot.lawyer_id) and (way is None or way in slot.ways)]


async def free_of(
    session: AsyncSession, plan: Plan, now: datetime, days: int, first: datetime | None = None
) -> list[FreeSlot]:
    """What is free of a plan, on `days` days from now, or from `first`, on."""
    since = first or now
    planned = plan.slots(to_shanghai(since).date(), days)
    taken = await _taken(session, plan, since - timedelta(days=1), since + timedelta(days=days + 1))
    return [shown(slot, plan) for slot in _without_taken(planned, taken) if slot.starts_at > now]


def shown(slot: Slot, plan: Plan) -> FreeSlot:
    """A planned slot with who sits there."""
    start, end, lawyer_id, shift = slot
    return FreeSlot(start, end, lawyer_id, plan.lawyers[lawyer_id], shift.ways, shift.place)


async def my_appointments(session: AsyncSession, member_id: str, now: datetime) -> Sequence[Appointment]:
    """The member's appointments that have not ended, of all services, soonest first, each with its lawyer.

    A `displaced` one has no slot: the lawyer is away, and the member is asked for another time.
    """
    live = (Appointment.member_id == member_id, Appointment.status.in_(SHOWN), Appointment.ends_at > now)
    found = await session.scalars(with_lawyer(*live).order_by(Appointment.starts_at))
    return found.all()


async def find_appointment(session: AsyncSession, *which: ColumnElement[bool]) -> Appointment | None:
    """The first appointment that fits, with its lawyer, as it is now."""
    found = await session.scalars(with_lawyer(*which).execution_options(populate_existing=True))
    return found.first()


def with_lawyer(*which: ColumnElement[bool]) -> Select[Appointment]:
    """Appointments, each with lawyer and window."""
    loaded = contains_eager(Appointment.lawyer).contains_eager(Lawyer.window)
    query = select(Appointment).join(Appointment.lawyer).join(LegalWindow, LegalWindow.id == Lawyer.window_id)
    return query.options(loaded).where(*which)


Taken = dict[tuple[str, datetime], datetime]


async def _taken(session: AsyncSession, plan: Plan, since: datetime, until: datetime) -> Taken:
    """The end of each talk, by lawyer and beginning."""
    query = select(Appointment.lawyer_id, Appointment.starts_at, Appointment.ends_at).where(
        Appointment.status.in_(HOLDING),
        Appointment.starts_at > since,
        Appointment.starts_at < until,
        Appointment.lawyer_id.in_(plan.lawyers),
    )
    return {(lawyer_id, start): end for lawyer_id, start, end in await session.execute(query)}


def _without_taken(planned: Sequence[Slot], taken: Taken) -> list[Slot]:
    """Also what overlaps a talk that was booked before the rota was changed."""
    if not taken:
        return list(planned)
    left = [slot for slot in planned if (slot.lawyer_id, slot.starts_at) not in taken]
    aligned = {(slot.lawyer_id, slot.starts_at, slot.ends_at) for slot in planned}
    odd = [
        (lawyer_id, start, end) for (lawyer_id, start), end in taken.items() if (lawyer_id, start, end) not in aligned
    ]
    return [slot for slot in left if not any(_overlap(slot, *talk) for talk in odd)] if odd else left


def _overlap(slot: Slot, lawyer_id: str, start: datetime, end: datetime) -> bool:
    return slot.lawyer_id == lawyer_id and slot.starts_at < end and start < slot.ends_at
