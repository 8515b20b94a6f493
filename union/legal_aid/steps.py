"""Changing an appointment: compare and set, and a row that says that a key has done its work."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, CursorResult, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import insert_into
from union.legal_aid.listing import FreeSlot
from union.legal_aid.models import Appointment, LegalWindow
from union.legal_aid.records import AppointmentStep

CHANGEABLE = ("booked", "displaced")  # what a member still has before them
_NO_SYNC = {"synchronize_session": False}


async def move(session: AsyncSession, appointment: Appointment, expected: Sequence[str], **values: object) -> bool:
    """Set `values` if status, lawyer and time are still what they were; True for the one who changed it."""
    as_seen = (Appointment.lawyer_id == appointment.lawyer_id, Appointment.starts_at == appointment.starts_at)
    unchanged = (Appointment.id == appointment.id, Appointment.status.in_(expected), *as_seen)
    result = await session.execute(update(Appointment).where(*unchanged).values(**values), execution_options=_NO_SYNC)
    assert isinstance(result, CursorResult)
    return result.rowcount == 1


async def put(
    session: AsyncSession, appointment: Appointment, slot: FreeSlot, way: str, **values: object
) -> bool | None:
    """Move an appointment to a slot. None: somebody else has the slot by now; False: it is not what it was any more."""
    at = {"lawyer_id": slot.lawyer_id, "starts_at": slot.starts_at, "ends_at": slot.ends_at}
    rest = {"place": slot.shift.place, "way": way, "status": "booked"}
    try:
        async with session.begin_nested():
            return await move(session, appointment, CHANGEABLE, **at, **rest, **values)
    except IntegrityError:
        return None


async def done(session: AsyncSession, key: str) -> str | None:
    """The id of the appointment to which this key has done its work already."""
    return await session.scalar(select(AppointmentStep.appointment_id).where(AppointmentStep.key == key))


async def note(session: AsyncSession, appointment_id: str, verb: str, key: str, now: datetime, by: str = "") -> None:
    """Keep that the key did this."""
    values = {"appointment_id": appointment_id, "verb": verb, "key": key, "at": now, "by": by}
    await session.execute(insert_into(session, AppointmentStep).values(**values).on_conflict_do_nothing())


async def hold_plan(session: AsyncSession, *windows: ColumnElement[bool], to_change: bool = False) -> None:
    """Keep who sits at these windows as it is until the end of the transaction.

    Whoever gives a slot shares the windows' rows; whoever takes lawyers away (`to_change`) has them alone: so a slot is
    never given on the strength of a plan that somebody is changing. On SQLite there is one writer anyway.
    """
    rows = select(LegalWindow.id).where(*windows).order_by(LegalWindow.id)
    await session.execute(rows.with_for_update(read=not to_change))
