"""After a session: who did not come, and who came though nobody checked them in."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from union.events.bars import forgive, judge
from union.events.door import booking_at, is_open_to
from union.events.listing import find_bookings, get
from union.events.models import Booking
from union.events.outcomes import CheckedIn
from union.events.refusal import Refused
from union.events.steps import move, note
from union.events.texts import STATUS_WORDS
from union.notices.service import NoticeQueue
from union.staff.scope import EVERYTHING, Scope
from union.wording import day_and_time

BATCH = 200


@dataclass(frozen=True)
class NoShows:
    """So many were marked now; `more`: run it again for the rest."""

    marked: int
    more: bool


async def mark_no_shows(
    session: AsyncSession,
    queue: NoticeQueue,
    session_id: str,
    *,
    by: str,
    now: datetime,
    scope: Scope = EVERYTHING,
) -> NoShows | Refused:
    """After the session: who has a booking and was not checked in did not come, which the policy may count."""
    event = await get(session, session_id)
    if event is None or not await is_open_to(session, session_id, scope):
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


async def came_after_all(
    session: AsyncSession,
    queue: NoticeQueue,
    booking_id: str,
    session_id: str,
    *,
    by: str,
    key: str,
    now: datetime,
    scope: Scope = EVERYTHING,
) -> CheckedIn | Refused:
    """After the session: somebody was there and nobody checked them in. What was counted as missed no longer is."""
    found = await booking_at(session, booking_id, session_id, scope)
    if found is None:
        return Refused("unknown")
    booking, event = found.booking, found.event
    if event.status == "called_off":
        return Refused("called_off")
    if now < event.ends_at:
        return Refused("not_over", day_and_time(event.ends_at))
    if not await move(session, booking, ["booked", "no_show"], status="checked_in", checked_in_at=event.ends_at):
        await session.refresh(booking)
        return Refused("not_booked", STATUS_WORDS[booking.status])
    await note(session, booking_id, "came", key, now, by=by)
    await forgive(session, queue, event, booking, by=by, now=now)
    await session.refresh(booking)
    return CheckedIn(booking, event)
