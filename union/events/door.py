"""At the door: checking in by code, taking a mistake back, and how many came.

`scope`: of the staff at the door; to them a session outside of it is not there.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from base.clock import to_shanghai
from union.events.listing import Mine, find_booking
from union.events.models import Booking, Event, EventSession
from union.events.outcomes import CheckedIn
from union.events.reach import events_within
from union.events.refusal import Refused
from union.events.steps import done, move, note
from union.events.texts import STATUS_WORDS
from union.staff.scope import EVERYTHING, Scope
from union.wording import day_and_time

DOOR_OPENS = timedelta(hours=2)


@dataclass(frozen=True)
class Undone:
    """The booking stands as if nobody had checked it in."""

    booking: Booking


def code_of(text: str) -> str:
    """The code as it is kept; it may have been typed with spaces and small letters."""
    return "".join(text.split()).upper()


async def is_open_to(session: AsyncSession, session_id: str, scope: Scope) -> bool:
    """Whether staff with this scope keep the door of this session: it takes place in their area."""
    query = select(EventSession.id).join(Event, Event.id == EventSession.event_id)
    within = query.where(EventSession.id == session_id, events_within(scope))
    return await session.scalar(within) is not None


async def check_in(
    session: AsyncSession, code: str, session_id: str, *, by: str, key: str, now: datetime, scope: Scope = EVERYTHING
) -> CheckedIn | Refused:
    """Let the holder of a code in: once, at the session it is for. Spaces and small letters are fine."""
    if not await is_open_to(session, session_id, scope):
        return Refused("unknown")
    found = await find_booking(session, Booking.code == code_of(code))
    if found is None:
        return Refused("unknown_code")
    booking, event = found.booking, found.event
    if await done(session, key) == booking.id:
        return CheckedIn(booking, event)
    refused = _why_not_in(found, session_id, now)
    if refused is not None:
        return refused
    if not await move(session, booking, ["booked"], status="checked_in", checked_in_at=now):
        await session.refresh(booking)
        return _why_not_in(found, session_id, now) or Refused("not_booked", STATUS_WORDS[booking.status])
    await note(session, booking.id, "check_in", key, now, by=by)
    await session.refresh(booking)
    return CheckedIn(booking, event)


async def undo_check_in(
    session: AsyncSession,
    booking_id: str,
    session_id: str,
    *,
    by: str,
    key: str,
    now: datetime,
    scope: Scope = EVERYTHING,
) -> Undone | Refused:
    """Somebody was checked in by mistake: the ticket is good again. Doing it twice is refused."""
    found = await booking_at(session, booking_id, session_id, scope)
    if found is None:
        return Refused("unknown")
    if not await move(session, found.booking, ["checked_in"], status="booked", checked_in_at=None, came=None):
        await session.refresh(found.booking)
        return Refused("not_booked", STATUS_WORDS[found.booking.status])
    await note(session, booking_id, "undo_check_in", key, now, by=by)
    await session.refresh(found.booking)
    return Undone(found.booking)


async def set_people(
    session: AsyncSession,
    booking_id: str,
    session_id: str,
    people: int,
    *,
    by: str,
    key: str,
    now: datetime,
    scope: Scope = EVERYTHING,
) -> CheckedIn | Refused:
    """So many of a booking's places came; the rest of the companions stayed at home. Their places stay taken."""
    found = await booking_at(session, booking_id, session_id, scope)
    if found is None:
        return Refused("unknown")
    booking = found.booking
    if not 1 <= people <= booking.places:
        return Refused("too_many", str(booking.places))
    if not await move(session, booking, ["checked_in"], came=people if people < booking.places else None):
        await session.refresh(booking)
        return Refused("not_booked", STATUS_WORDS[booking.status])
    await note(session, booking_id, "people", key, now, by=by)
    await session.refresh(booking)
    return CheckedIn(booking, found.event)


async def booking_at(session: AsyncSession, booking_id: str, session_id: str, scope: Scope) -> Mine | None:
    """A booking of this session, where staff with this scope keep its door."""
    if not await is_open_to(session, session_id, scope):
        return None
    return await find_booking(session, Booking.id == booking_id, Booking.session_id == session_id)


def _why_not_in(found: Mine, session_id: str, now: datetime) -> Refused | None:
    booking, event = found.booking, found.event
    if booking.session_id != session_id:
        return Refused("wrong_session", f"{event.title}，{event.when}")
    if booking.status == "checked_in" and booking.checked_in_at is not None:
        return Refused("already_in", f"{to_shanghai(booking.checked_in_at):%H:%M}")
    if event.status == "called_off":
        return Refused("called_off")
    if booking.status == "cancelled":
        return Refused("cancelled")
    if booking.status != "booked":
        return Refused("not_booked", STATUS_WORDS[booking.status])
    if now < event.starts_at - DOOR_OPENS:
        return Refused("too_early", day_and_time(event.starts_at - DOOR_OPENS))
    return Refused("too_late_in", day_and_time(event.ends_at)) if now > event.ends_at else None
