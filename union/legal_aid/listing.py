"""Looking at slots and appointments; nothing here writes."""

from collections.abc import Collection, Sequence
from datetime import datetime, time, timedelta

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import contains_eager

from base.clock import SHANGHAI, to_shanghai
from union.legal_aid.models import HOLDING, Appointment, Lawyer, LegalWindow
from union.legal_aid.plan import FreeSlot, Plan, plan_of
from union.legal_aid.rota import Slot

__all__ = ["FreeSlot", "find_appointment", "free_of", "free_slots", "my_appointments", "with_lawyer"]

SHOWN = ("booked", "displaced")  # what a member still has before them


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
    day = to_shanghai(first or now).date()
    midnight = datetime.combine(day, time(), SHANGHAI)
    planned = plan.slots(day, days)
    taken = await _taken(session, plan, midnight, midnight + timedelta(days=days + 1))
    left = _without_taken(planned, taken)
    begun = next((count for count, slot in enumerate(left) if slot.starts_at > now), len(left))
    return left[begun:]


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
        Appointment.starts_at > since - timedelta(days=1),
        Appointment.starts_at < until,
        Appointment.ends_at > since,
        Appointment.lawyer_id.in_(plan.lawyers),
    )
    return {(lawyer_id, start): end for lawyer_id, start, end in await session.execute(query)}


def _without_taken(planned: Sequence[FreeSlot], taken: Taken) -> list[FreeSlot]:
    """Also what overlaps a talk that was booked before the rota was changed."""
    left: list[FreeSlot] = []
    odd = dict(taken)
    for slot in planned:
        end = taken.get((slot.lawyer_id, slot.starts_at))
        if end is None:
            left.append(slot)
        elif end == slot.ends_at:
            odd.pop((slot.lawyer_id, slot.starts_at), None)
    talks = [(lawyer_id, start, end) for (lawyer_id, start), end in odd.items()]
    return [slot for slot in left if not any(_overlap(slot, *talk) for talk in talks)] if talks else left


def _overlap(slot: Slot, lawyer_id: str, start: datetime, end: datetime) -> bool:
    return slot.lawyer_id == lawyer_id and slot.starts_at < end and start < slot.ends_at
