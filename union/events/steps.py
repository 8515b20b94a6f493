"""Changing a booking: compare and set, and a row that says that a key has done its work."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import CursorResult, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import insert_into
from union.events.models import Booking
from union.events.records import BookingStep

_NO_SYNC = {"synchronize_session": False}


async def move(session: AsyncSession, booking: Booking, expected: Sequence[str], **values: object) -> bool:
    """Set `values` on the booking if its status is still an expected one; True for the one who changed it."""
    statement = update(Booking).where(Booking.id == booking.id, Booking.status.in_(expected)).values(**values)
    result = await session.execute(statement, execution_options=_NO_SYNC)
    assert isinstance(result, CursorResult)
    return result.rowcount == 1


async def done(session: AsyncSession, key: str) -> str | None:
    """The id of the booking to which this key has done its work already."""
    return await session.scalar(select(BookingStep.booking_id).where(BookingStep.key == key))


async def note(
    session: AsyncSession, booking_id: str, verb: str, key: str, now: datetime, *, by: str = "", missed: bool = False
) -> bool:
    """Keep that the key did this; False when it was there already."""
    values = {"booking_id": booking_id, "verb": verb, "key": key, "at": now, "by": by, "missed": missed}
    statement = insert_into(session, BookingStep).values(**values).on_conflict_do_nothing(index_elements=["key"])
    result = await session.execute(statement)
    assert isinstance(result, CursorResult)
    return result.rowcount == 1
