"""Looking at slots and appointments; nothing here writes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import contains_eager

from base.clock import to_shanghai
from union.legal_aid.calendar import is_working_day
from union.legal_aid.models import Appointment, Lawyer, LegalWindow, RotaDay
from union.legal_aid.rota import Shift, Slot, slots


@dataclass(frozen=True, order=True)
class FreeSlot:
    """A slot that can be booked, as it is shown: aware datetimes."""

    starts_at: datetime
    ends_at: datetime
    lawyer_id: str
    lawyer_name: str
    place: str


async def free_slots(
    session: AsyncSession, now: datetime, days: int = 14, *, lawyer_id: str | None = None
) -> list[FreeSlot]:
    """The slots of today and the next `days` - 1 days that nobody has and that have not begun, soonest first."""
    rota = await _rota(session, lawyer_id)
    lawyers = {day.lawyer_id: day.lawyer for day in rota}
    shifts = [Shift(d.lawyer_id, d.weekday, d.starts, d.ends, d.lawyer.window.slot_minutes) for d in rota]
    planned = slots(shifts, to_shanghai(now).date(), days, is_working_day)
    taken = await _taken(session, now, now + timedelta(days=days + 1))
    free = [slot for slot in planned if slot.starts_at > now and (slot.lawyer_id, slot.starts_at) not in taken]
    return [_shown(slot, lawyers[slot.lawyer_id]) for slot in free]


async def my_appointments(session: AsyncSession, member_id: str, now: datetime) -> Sequence[Appointment]:
    """The member's live appointments that have not ended, soonest first, each with its lawyer."""
    live = (Appointment.member_id == member_id, Appointment.status != "cancelled", Appointment.ends_at > now)
    found = await session.scalars(_with_lawyer(*live).order_by(Appointment.starts_at))
    return found.all()


async def find_appointment(session: AsyncSession, *which: ColumnElement[bool]) -> Appointment | None:
    """The first appointment that fits, with its lawyer, as it is now."""
    found = await session.scalars(_with_lawyer(*which).execution_options(populate_existing=True))
    return found.first()


async def _rota(session: AsyncSession, lawyer_id: str | None) -> Sequence[RotaDay]:
    query = select(RotaDay)
    return (await session.scalars(query.where(RotaDay.lawyer_id == lawyer_id) if lawyer_id else query)).all()


async def _taken(session: AsyncSession, since: datetime, until: datetime) -> set[tuple[str, datetime]]:
    query = select(Appointment.lawyer_id, Appointment.starts_at).where(
        Appointment.status != "cancelled", Appointment.starts_at > since, Appointment.starts_at < until
    )
    return {(lawyer_id, start) for lawyer_id, start in await session.execute(query)}


def _shown(slot: Slot, lawyer: Lawyer) -> FreeSlot:
    return FreeSlot(slot.starts_at, slot.ends_at, lawyer.id, lawyer.name, lawyer.window.place)


def _with_lawyer(*which: ColumnElement[bool]) -> Select[Appointment]:
    loaded = contains_eager(Appointment.lawyer).contains_eager(Lawyer.window)
    query = select(Appointment).join(Appointment.lawyer).join(LegalWindow, LegalWindow.id == Lawyer.window_id)
    return query.options(loaded).where(*which)
