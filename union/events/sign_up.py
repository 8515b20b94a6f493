"""Getting a place: signing up, holding a place while the form runs, waiting for one, entering a draw."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import Database
from union.events import steps
from union.events.at_once import at_once, counts_history
from union.events.listing import get
from union.events.look import Sight, Standing, been_before, look
from union.events.meeting import Meeting
from union.events.models import Booking
from union.events.outcomes import Booked, Entered, Held, Waitlisted
from union.events.person import NOBODY, Person
from union.events.quotas import counting, give_places_back
from union.events.refusal import Refused
from union.events.rules import fits
from union.events.seating import enter, hold_seat, seat, why_full
from union.events.standing import stands, take_up_hold
from union.events.waitlist import fill
from union.events.wanted import Asked, Wanted, barred, closed_to, wanted_of
from union.excursions.claims import settle, why_not_entitled
from union.notices.service import NoticeQueue

SignedUp = Booked | Waitlisted | Entered
HOLD_NAME, HOLD_PHONE = "", ""  # not known yet


async def sign_up(
    session: AsyncSession,
    queue: NoticeQueue,
    member_id: str,
    session_id: str,
    *,
    places: int,
    name: str,
    phone: str,
    key: str,
    now: datetime,
    person: Person = NOBODY,
    answers: Mapping[str, Any] | None = None,
    companions: Sequence[str] = (),
    wait: bool = False,
) -> SignedUp | Refused:
    """Take places at a session (or enter its draw), and queue the confirmation in the same transaction.

    `session_id`: of the event's session. With `wait`, who finds it full is put on the waitlist. A hold of the same
    member becomes the booking. `key` is the key of the message that asked for it: the same key again gives the same.
    """
    asked = Asked(member_id, session_id, places, name, phone, key, now, person, answers or {}, companions, wait)
    found = await (await session.connection()).run_sync(at_once, asked)
    return await _the_long_way(session, queue, found, asked) if isinstance(found, Sight) else found


def sign_up_on(database: Database, connection: Connection, queue: NoticeQueue, asked: Asked) -> SignedUp | Refused:
    """`sign_up` inside of `database.write(…, late=True)`: for a rush, at a third of the cost."""
    found = at_once(connection, asked)
    if not isinstance(found, Sight):
        return found
    return database.within(connection, lambda session: _the_long_way(session, queue, found, asked))


async def hold(
    session: AsyncSession,
    queue: NoticeQueue,
    member_id: str,
    session_id: str,
    *,
    places: int,
    key: str,
    now: datetime,
    person: Person = NOBODY,
) -> Held | Refused:
    """Keep places for some minutes while the form runs. `sign_up` makes the booking of it; `cancel` drops it."""
    sight = await look(session, session_id, member_id, key, now)
    if sight is None:
        return Refused("unknown")
    if sight.repeated is not None:
        held = await session.get_one(Booking, sight.repeated.id, populate_existing=True)
        return Held(held, sight.meeting, held.until or now)
    refused = closed_to(sight, places, now) or fits(sight.meeting, person, now) or barred(sight)
    if refused is not None:
        return await _or_waiting(session, sight, refused)
    if (short := await _not_entitled(session, sight, member_id, now)) is not None:
        return short
    if sight.meeting.way == "lottery":
        return Refused("not_offered")
    await _drop_hold(session, queue, sight, now)
    contact = {"name": HOLD_NAME, "phone": HOLD_PHONE, "details": None}
    counted = counting(sight.meeting.quotas, await _with_history(session, sight.meeting, member_id, person))
    wanted = Wanted(member_id, places, key, now, contact, counted, rank=0)
    return await hold_seat(session, sight.meeting, wanted, now + timedelta(minutes=sight.meeting.policy.hold_minutes))


async def _the_long_way(session: AsyncSession, queue: NoticeQueue, sight: Sight, asked: Asked) -> SignedUp | Refused:
    """A repeat, a hold to take up, a draw, a waitlist, places for first-timers: the rules first, then the place."""
    event, now = sight.meeting, asked.now
    if sight.repeated is not None:
        return await stands(session, event, sight.repeated)
    wanted = wanted_of(sight, asked)
    if isinstance(wanted, Refused):
        return await _or_waiting(session, sight, wanted)
    if (short := await _not_entitled(session, sight, asked.member_id, now)) is not None:
        return short
    person = await _with_history(session, event, asked.member_id, asked.person)
    wanted = replace(wanted, quota_ids=counting(event.quotas, person))
    if sight.standing is not None and _same(sight.standing, event, wanted):
        taken_up = await take_up_hold(session, queue, event, sight.standing, wanted)
        if taken_up is not None:
            return taken_up
    await _drop_hold(session, queue, sight, now)
    if event.way == "lottery":
        return await enter(session, queue, event, wanted)
    full = None if sight.standing else why_full(event, wanted)
    if full is not None and not (asked.wait and event.policy.waitlist):
        return full
    return await seat(session, queue, event, wanted, wait=asked.wait)


async def _not_entitled(session: AsyncSession, sight: Sight, member_id: str, now: datetime) -> Refused | None:
    """As far as the numbers read tell; what the member's own hold has reserved counts as there."""
    held = sight.standing.id if sight.standing else None
    return await why_not_entitled(session, sight.meeting, member_id, now, own=held)


async def _with_history(session: AsyncSession, event: Meeting, member_id: str, person: Person) -> Person:
    """The person, with what the records know where a quota asks for it."""
    if not counts_history(event):
        return person
    return replace(person, first_time=not await been_before(session, member_id, event.kind, event.id))


async def _or_waiting(session: AsyncSession, sight: Sight, refused: Refused) -> Refused:
    """Who waits already hears the position."""
    if refused.reason != "already" or sight.standing is None or sight.standing.status != "waitlisted":
        return refused
    waiting = await stands(session, sight.meeting, sight.standing)
    return Refused("waiting", str(waiting.position)) if isinstance(waiting, Waitlisted) else refused


def _same(standing: Standing, event: Meeting, wanted: Wanted) -> bool:
    """Whether the hold is for just this."""
    held = (standing.status, standing.session_id, standing.places, standing.quota_ids)
    in_time = standing.until is not None and standing.until > wanted.now
    return in_time and held == ("held", event.id, wanted.places, wanted.quota_ids)


async def _drop_hold(session: AsyncSession, queue: NoticeQueue, sight: Sight, now: datetime) -> None:
    """A hold for something else ends here; what it kept goes to who waits."""
    held = sight.standing
    if held is None or held.status != "held":
        return
    booking = await session.get_one(Booking, held.id)
    if await steps.move(session, booking, ["held"], status="expired", until=None):
        await give_places_back(session, held.quota_ids, held.places)
        await settle(session, now, Booking.id == held.id)
        await _fill_elsewhere(session, queue, held, sight.meeting, now)


async def _fill_elsewhere(
    session: AsyncSession, queue: NoticeQueue, held: Standing, event: Meeting, now: datetime
) -> None:
    other = event if held.session_id == event.id else await get(session, held.session_id)
    if other is not None:
        await fill(session, queue, other, now)
