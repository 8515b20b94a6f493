"""Getting a place: signing up, holding a place while the form runs, waiting for one, entering a draw."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from union.events import steps
from union.events.details import as_json, check_details
from union.events.listing import get
from union.events.look import Sight, Standing, been_before, look
from union.events.meeting import Meeting
from union.events.models import Booking
from union.events.outcomes import Booked, Entered, Held, Waitlisted
from union.events.person import NOBODY, Person
from union.events.quotas import counting, give_places_back
from union.events.refusal import Refused
from union.events.rules import fits, may_sign_up, rank_of
from union.events.seating import enter, hold_seat, seat, why_full
from union.events.standing import stands, take_up_hold
from union.events.waitlist import fill
from union.events.wanted import Wanted
from union.excursions.claims import settle, why_not_entitled
from union.members.rules import mobile_phone, person_name
from union.notices.service import NoticeQueue
from union.wording import day_and_time

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
    clean_name, clean_phone = person_name(name), mobile_phone(phone)
    sight = await look(session, session_id, member_id, key, now)
    if sight is None:
        return Refused("unknown")
    if sight.repeated is not None:
        return await stands(session, sight.meeting, sight.repeated)
    if clean_name is None or clean_phone is None:
        return Refused("bad_name" if clean_name is None else "bad_phone")
    details = check_details(sight.meeting, answers or {}, companions, places)
    if isinstance(details, Refused):
        return await _unless_standing(session, sight, now, places) or details
    contact = {"name": clean_name, "phone": clean_phone, "details": as_json(details)}
    wanted = Wanted(member_id, places, key, now, contact)
    return await _placed(session, queue, sight, wanted, person, wait)


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
    checked = await _checked(session, sight, member_id, places, person, now)
    if isinstance(checked, Refused):
        return checked
    if sight.meeting.way == "lottery":
        return Refused("not_offered")
    await _drop_hold(session, queue, sight, now)
    contact = {"name": HOLD_NAME, "phone": HOLD_PHONE, "details": None}
    wanted = Wanted(member_id, places, key, now, contact, counting(sight.meeting.quotas, checked), rank=0)
    return await hold_seat(session, sight.meeting, wanted, now + timedelta(minutes=sight.meeting.policy.hold_minutes))


async def _placed(
    session: AsyncSession, queue: NoticeQueue, sight: Sight, wanted: Wanted, person: Person, wait: bool
) -> SignedUp | Refused:
    """The rules first, then the place."""
    event, now = sight.meeting, wanted.now
    checked = await _checked(session, sight, wanted.member_id, wanted.places, person, now)
    if isinstance(checked, Refused):
        return checked
    wanted = replace(wanted, quota_ids=counting(event.quotas, checked), rank=rank_of(event, checked))
    if sight.standing is not None and _same(sight.standing, event, wanted):
        taken_up = await take_up_hold(session, queue, event, sight.standing, wanted)
        if taken_up is not None:
            return taken_up
    await _drop_hold(session, queue, sight, now)
    if event.way == "lottery":
        return await enter(session, queue, event, wanted)
    full = None if sight.standing else why_full(event, wanted)
    if full is not None and not (wait and event.policy.waitlist):
        return full
    return await seat(session, queue, event, wanted, wait=wait)


async def _checked(
    session: AsyncSession, sight: Sight, member_id: str, places: int, person: Person, now: datetime
) -> Person | Refused:
    """The person, with what the records know, if the rules let them sign up."""
    event = sight.meeting
    refused = await _unless_standing(session, sight, now, places) or fits(event, person, now)
    if refused is not None:
        return refused
    if sight.barred_until is not None:
        return Refused("barred", f"{day_and_time(sight.barred_until)}，{sight.bar_reason}")
    held = sight.standing.id if sight.standing else None
    if (short := await why_not_entitled(session, event, member_id, now, own=held)) is not None:
        return short
    if any(quota.who in ("first_timers", "returning") for quota in event.quotas):
        return replace(person, first_time=not await been_before(session, member_id, event.kind, event.id))
    return person


async def _unless_standing(session: AsyncSession, sight: Sight, now: datetime, places: int) -> Refused | None:
    """What stands in the way whoever asks. A hold of one's own does not; who waits hears the position."""
    standing = sight.standing if sight.standing and sight.standing.status != "held" else None
    if standing is not None and standing.status == "waitlisted" and sight.meeting.status == "open":
        waiting = await stands(session, sight.meeting, standing)
        assert isinstance(waiting, Waitlisted)
        return Refused("waiting", str(waiting.position))
    code = standing.code if standing else None
    return may_sign_up(sight.meeting, now, places, code, check_left=False)


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
