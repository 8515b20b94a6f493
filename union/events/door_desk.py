"""What staff at a door look at: the sessions in their area, and who is expected there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from union.events.door import check_in, code_of, is_open_to
from union.events.listing import meetings
from union.events.meeting import Meeting
from union.events.models import Booking, Event, EventSession
from union.events.outcomes import CheckedIn
from union.events.reach import events_within
from union.events.refusal import Refused
from union.members.rules import masked_name
from union.staff.scope import EVERYTHING, Scope

EXPECTED = ("booked", "checked_in", "no_show")


@dataclass(frozen=True)
class Door:
    """A session and how many people (not bookings) are expected at it, are in, and are known to be missing."""

    meeting: Meeting
    expected: int
    inside: int
    missing: int


@dataclass(frozen=True)
class Guest:
    """A booking as the door sees it: `name` is masked, `people` with who comes along, `came` of them once one is in."""

    booking_id: str
    member_id: str
    name: str
    people: int
    came: int
    status: str
    checked_in_at: datetime | None


@dataclass(frozen=True)
class Seen:
    """What became of a code that was shown; `guest` where it is of this session."""

    outcome: CheckedIn | Refused
    guest: Guest | None


async def doors(session: AsyncSession, *which: ColumnElement[bool], scope: Scope = EVERYTHING) -> list[Door]:
    """The sessions in the area that fit (conditions on EventSession and Event), soonest first; no drafts."""
    within = (Event.status != "draft", events_within(scope))
    found = await meetings(session, *within, *which)
    numbers = await _numbers(session, [one.id for one in found])
    return [Door(one, *numbers.get(one.id, (0, 0, 0))) for one in found]


async def doors_between(
    session: AsyncSession, since: datetime, until: datetime, scope: Scope = EVERYTHING
) -> list[Door]:
    """The sessions that go on at some moment between the two."""
    return await doors(session, EventSession.starts_at < until, EventSession.ends_at >= since, scope=scope)


async def door_of(session: AsyncSession, session_id: str, scope: Scope = EVERYTHING) -> Door | None:
    """One session; None where it is not there, or not in the area."""
    return next(iter(await doors(session, EventSession.id == session_id, scope=scope)), None)


async def guests(session: AsyncSession, session_id: str, scope: Scope = EVERYTHING) -> list[Guest]:
    """Who is expected, who came and who did not, in the order of sign-up."""
    if not await is_open_to(session, session_id, scope):
        return []
    of_session = (Booking.session_id == session_id, Booking.status.in_(EXPECTED))
    found = await session.scalars(
        select(Booking)
        .where(*of_session)
        .order_by(Booking.created_at, Booking.id)
        .execution_options(populate_existing=True)
    )
    return [guest_of(one) for one in found]


async def show_code(
    session: AsyncSession, code: str, session_id: str, *, by: str, key: str, now: datetime, scope: Scope = EVERYTHING
) -> Seen:
    """Check in by code, and say whose it is also where it was refused."""
    outcome = await check_in(session, code, session_id, by=by, key=key, now=now, scope=scope)
    if isinstance(outcome, CheckedIn):
        return Seen(outcome, guest_of(outcome.booking))
    if outcome.reason == "unknown":
        return Seen(outcome, None)
    mine = (Booking.code == code_of(code), Booking.session_id == session_id)
    booking = await session.scalar(select(Booking).where(*mine).execution_options(populate_existing=True))
    return Seen(outcome, guest_of(booking) if booking else None)


async def contact(session: AsyncSession, booking_id: str, scope: Scope = EVERYTHING) -> tuple[str, str]:
    """Name and phone of who made a booking; empty where it is not there, or not in the area."""
    query = select(Booking.name, Booking.phone).join(Event, Event.id == Booking.event_id)
    within = query.where(Booking.id == booking_id, events_within(scope))
    found = (await session.execute(within)).one_or_none()
    return (found.name, found.phone) if found else ("", "")


def guest_of(booking: Booking) -> Guest:
    """The booking, with its name masked."""
    name = masked_name(booking.name, booking.member_id)
    came = 0 if booking.checked_in_at is None else booking.places if booking.came is None else booking.came
    return Guest(booking.id, booking.member_id, name, booking.places, came, booking.status, booking.checked_in_at)


async def _numbers(session: AsyncSession, session_ids: Sequence[str]) -> dict[str, tuple[int, int, int]]:
    """People who are expected, in, and missing, of each session."""
    if not session_ids:
        return {}
    of_these = (Booking.session_id.in_(session_ids), Booking.status.in_(EXPECTED))
    came = func.sum(func.coalesce(Booking.came, Booking.places))
    query = select(Booking.session_id, Booking.status, func.sum(Booking.places), came).where(*of_these)
    found: dict[str, tuple[int, int, int]] = {}
    for session_id, status, places, inside in await session.execute(query.group_by(Booking.session_id, Booking.status)):
        expected, are_in, missing = found.get(session_id, (0, 0, 0))
        are_in += int(inside) if status == "checked_in" else 0
        missing += {"checked_in": int(places) - int(inside), "no_show": int(places)}.get(status, 0)
        found[session_id] = (expected + int(places), are_in, missing)
    return found
