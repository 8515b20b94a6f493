"""At the door: checking in by code, and afterwards who did not come."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from base.clock import to_shanghai
from union.events.bars import judge
from union.events.listing import Mine, find_booking, find_bookings, get
from union.events.models import Booking
from union.events.outcomes import CheckedIn
from union.events.refusal import Refused
from union.events.steps import done, move, note
from union.events.texts import STATUS_WORDS
from union.notices.service import NoticeQueue
from union.wording import day_and_time

DOOR_OPENS = timedelta(hours=2)
BATCH = 200


@dataclass(frozen=True)
class NoShows:
    """So many were marked now; `more`: run it again for the rest."""

    marked: int
    more: bool


async def check_in(
    session: AsyncSession, code: str, session_id: str, *, by: str, key: str, now: datetime
) -> CheckedIn | Refused:
    """Let the holder of a code in: once, at the session it is for. Spaces and small letters are fine."""
    found = await find_booking(session, Booking.code == "".join(code.split()).upper())
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


async def mark_no_shows(
    session: AsyncSession, queue: NoticeQueue, session_id: str, *, by: str, now: datetime
) -> NoShows | Refused:
    """After the session: who has a booking and was not checked in did not come, which the policy may count."""
    event = await get(session, session_id)
    if event is None:
        return Refused("unknown")
    if now < event.ends_at:
        return Refused("not_over", day_and_time(event.ends_at))
    missing = select(Booking.id).where(Booking.session_id == session_id, Booking.status == "booked")
    ids = (await session.scalars(missing.order_by(Booking.id).limit(BATCH + 1))).all()
    marked = 0
    for mine in await find_bookings(session, Booking.id.in_(ids[:BATCH])) if ids else ():
        if await move(session, mine.booking, ["booked"], status="no_show"):
            await note(session, mine.booking.id, "no_show", f"no_show:{mine.booking.id}", now, by=by, missed=True)
            await judge(session, queue, event, mine.booking, now)
            marked += 1
    return NoShows(marked, len(ids) > BATCH)


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
