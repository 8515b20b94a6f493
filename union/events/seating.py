"""Putting a booking on a seat: the row first, then its places, and the notice; or none of it."""

from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncSession

from union.events import telling, texts
from union.events.listing import get, position
from union.events.look import look
from union.events.meeting import Meeting
from union.events.models import Booking
from union.events.outcomes import Booked, Entered, Held, Waitlisted
from union.events.placing import inserted, row_of
from union.events.quotas import give_places_back, lock, take_places
from union.events.records import Draw
from union.events.refusal import Refused
from union.events.standing import stands
from union.events.waitlist import next_in_line
from union.events.wanted import Wanted
from union.excursions.claims import claim
from union.notices.service import NoticeQueue


def why_full(event: Meeting, wanted: Wanted) -> Refused | None:
    """Whether one of the quotas it counts in has too little left, as far as the numbers read tell."""
    mine = [quota for quota in event.quotas if quota.id in wanted.quota_ids]
    short = [quota for quota in mine if quota.left < wanted.places]
    if mine and not short:
        return None
    if not short or any(quota.who == "total" for quota in short):
        left = event.left - event.allotted_left if short else event.left
        return Refused("full", str(left), may_wait=event.policy.waitlist)
    return Refused("quota_full", texts.quota_left(short[0].who, short[0].left), may_wait=event.policy.waitlist)


async def seat(
    session: AsyncSession, queue: NoticeQueue, event: Meeting, wanted: Wanted, *, wait: bool
) -> Booked | Waitlisted | Entered | Refused:
    """Book it. Full after all: on the waitlist, or refused with nothing left behind."""
    booking = await _add(session, event, wanted, "booked")
    if booking is None:
        return await _lost(session, event, wanted)
    if await take_places(session, wanted.quota_ids, wanted.places):
        return await _booked(session, queue, event, wanted, booking)
    if wait and event.policy.waitlist:
        return await _wait(session, queue, event, wanted, booking)
    return await _full(session, event, wanted, booking)


async def hold_seat(session: AsyncSession, event: Meeting, wanted: Wanted, until: datetime) -> Held | Refused:
    """Keep the places until a time."""
    booking = await _add(session, event, wanted, "held", until=until)
    if booking is None:
        lost = await _lost(session, event, wanted)
        return lost if isinstance(lost, Refused) else Held(lost.booking, event, lost.booking.until or until)
    if await take_places(session, wanted.quota_ids, wanted.places):
        return await _not_entitled(session, event, wanted, booking) or Held(booking, event, until)
    return await _full(session, event, wanted, booking)


async def enter(
    session: AsyncSession, queue: NoticeQueue, event: Meeting, wanted: Wanted
) -> Booked | Waitlisted | Entered | Refused:
    """Into the draw. The draw's row counts entries under its lock: none comes after the list is published."""
    in_time = update(Draw).where(Draw.session_id == event.id, Draw.status == "committed")
    counted = await session.execute(in_time.values(entries=Draw.entries + 1).returning(Draw.session_id))
    if counted.first() is None:
        return Refused("drawn")
    booking = await _add(session, event, wanted, "entered")
    if booking is None:
        return await _lost(session, event, wanted)
    if (short := await claim(session, event, booking.id, wanted.member_id, wanted.now)) is not None:
        await session.execute(delete(Booking).where(Booking.id == booking.id))
        return short
    await telling.tell(session, queue, booking, event, "entered", texts.entered(event, booking), wanted.now)
    return Entered(booking, event)


async def _wait(
    session: AsyncSession, queue: NoticeQueue, event: Meeting, wanted: Wanted, booking: Booking
) -> Booked | Waitlisted | Refused:
    """Join the waitlist. Under the quotas' lock it is tried once more: what came free meanwhile is for whoever asks."""
    await lock(session, wanted.quota_ids)
    if await take_places(session, wanted.quota_ids, wanted.places):
        return await _booked(session, queue, event, wanted, booking)
    fresh = await get(session, event.id)
    if fresh is None or fresh.status != "open":
        return await _full(session, event, wanted, booking)
    line = await next_in_line(session, event.id)
    waits = update(Booking).where(Booking.id == booking.id).values(status="waitlisted", line=line)
    await session.execute(waits, execution_options={"synchronize_session": False})
    booking.status, booking.line = "waitlisted", line
    number = await position(session, booking)
    await telling.tell(session, queue, booking, event, "waitlisted", texts.waitlisted(event, number), wanted.now)
    return Waitlisted(booking, event, number)


async def _booked(
    session: AsyncSession, queue: NoticeQueue, event: Meeting, wanted: Wanted, booking: Booking
) -> Booked | Refused:
    """The places are taken: confirm it."""
    short = await _not_entitled(session, event, wanted, booking)
    if short is not None:
        return short
    await telling.confirm(session, queue, event, booking, wanted.now)
    return Booked(booking, event)


async def _not_entitled(session: AsyncSession, event: Meeting, wanted: Wanted, booking: Booking) -> Refused | None:
    """Reserve what it takes of the entitlement. Another device was quicker: row and places go again."""
    short = await claim(session, event, booking.id, wanted.member_id, wanted.now)
    if short is not None:
        await session.execute(delete(Booking).where(Booking.id == booking.id))
        await give_places_back(session, wanted.quota_ids, wanted.places)
    return short


async def _add(
    session: AsyncSession, event: Meeting, wanted: Wanted, status: str, until: datetime | None = None
) -> Booking | None:
    """Insert the row; None when the key or the member's live booking was there first."""
    values = row_of(event, wanted, status, until)
    is_new = await (await session.connection()).run_sync(inserted, values)
    return Booking(**values) if is_new else None


async def _full(session: AsyncSession, event: Meeting, wanted: Wanted, booking: Booking) -> Refused:
    """Take the row away again, and say what is left now."""
    await session.execute(delete(Booking).where(Booking.id == booking.id))
    fresh = await get(session, event.id)
    if fresh is None or fresh.status != "open":
        return Refused("called_off")
    return why_full(fresh, wanted) or Refused("full", str(fresh.left), may_wait=event.policy.waitlist)


async def _lost(session: AsyncSession, event: Meeting, wanted: Wanted) -> Booked | Waitlisted | Entered | Refused:
    """Another request of the same member was quicker: the same message, or another device."""
    sight = await look(session, event.id, wanted.member_id, wanted.key, wanted.now)
    if sight is not None and sight.repeated is not None:
        return await stands(session, event, sight.repeated)
    return Refused("already", sight.standing.code if sight and sight.standing else "")
