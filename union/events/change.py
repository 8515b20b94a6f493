"""Changing a booking to another session of the event: the places move in one transaction, or nothing changes."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from union.events import telling, texts
from union.events.listing import Mine, find_booking, get
from union.events.look import been_before
from union.events.meeting import Meeting
from union.events.models import Booking
from union.events.outcomes import Changed
from union.events.person import NOBODY, Person
from union.events.quotas import counting, give_places_back, lock, take_places
from union.events.refusal import Refused
from union.events.rules import fits, may_cancel, may_sign_up
from union.events.steps import done, move, note
from union.events.waitlist import fill
from union.excursions.claims import NotEntitledError, exchange
from union.notices.service import NoticeQueue


async def change(
    session: AsyncSession,
    queue: NoticeQueue,
    member_id: str,
    booking_id: str,
    to_session_id: str,
    *,
    key: str,
    now: datetime,
    person: Person = NOBODY,
) -> Changed | Refused:
    """Move one's booking to another session of the same event. Refused: everything stays as it was."""
    mine = await find_booking(session, Booking.id == booking_id, Booking.member_id == member_id)
    target = await get(session, to_session_id)
    if mine is None or target is None:
        return Refused("unknown")
    if await done(session, key) == booking_id:
        return Changed(mine.booking, mine.event)
    refused = _why_not(mine, target, person, now)
    if refused is not None:
        return refused
    if any(quota.who in ("first_timers", "returning") for quota in target.quotas):
        first = not await been_before(session, member_id, target.kind, mine.event.id)
        person = Person(**{**vars(person), "first_time": first})
    quota_ids = counting(target.quotas, person)
    refused = await _moved(session, mine, target, quota_ids, now)
    if refused is not None:
        return refused
    await note(session, booking_id, "change", key, now)
    return await _told(session, queue, mine, target, now)


def _why_not(mine: Mine, target: Meeting, person: Person, now: datetime) -> Refused | None:
    if target.event_id != mine.event.event_id:
        return Refused("other_event")
    if target.id == mine.event.id:
        return Refused("same_session")
    if mine.booking.status != "booked":
        return Refused("not_booked", texts.STATUS_WORDS[mine.booking.status])
    return (
        may_cancel(mine.event, now)
        or may_sign_up(target, now, mine.booking.places, check_left=False)
        or fits(target, person, now)
    )


async def _moved(
    session: AsyncSession, mine: Mine, target: Meeting, quota_ids: list[int], now: datetime
) -> Refused | None:
    """Both sessions' quotas are locked first, in ascending id, so that two changes cannot wait for each other."""
    booking, old_ids = mine.booking, list(mine.booking.quota_ids)
    await lock(session, [*old_ids, *quota_ids])
    if not await take_places(session, quota_ids, booking.places):
        fresh = await get(session, target.id)
        return Refused("full", str(fresh.left if fresh else 0))
    values = {"session_id": target.id, "scope": target.scope, "quota_ids": quota_ids, "moves": Booking.moves + 1}
    try:
        async with session.begin_nested():
            moved = await move(session, booking, ["booked"], **values)
            if moved:
                await exchange(session, booking, target, now)
    except NotEntitledError as no:
        await give_places_back(session, quota_ids, booking.places)
        return no.refused
    except IntegrityError:  # a booking of one's own stands there already
        moved = None
    if not moved:
        await give_places_back(session, quota_ids, booking.places)
        return Refused("already_cancelled") if moved is False else Refused("already", booking.code)
    await give_places_back(session, old_ids, booking.places)
    return None


async def _told(session: AsyncSession, queue: NoticeQueue, mine: Mine, target: Meeting, now: datetime) -> Changed:
    booking = mine.booking
    await telling.take_back(session, booking, now)
    await session.refresh(booking)
    await telling.tell(session, queue, booking, target, "changed", texts.moved(target, booking), now)
    await telling.remind(session, queue, target, booking, now)
    await fill(session, queue, mine.event, now)
    return Changed(booking, target)
