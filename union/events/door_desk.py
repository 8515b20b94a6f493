"""What staff at a door look at: the sessions in their area, who is expected there, and what led to a bar."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from union.events.bars import appeals
from union.events.door import check_in, code_of, in_area, is_open_to
from union.events.listing import meetings
from union.events.meeting import Meeting
from union.events.models import Booking, Event, EventSession
from union.events.outcomes import CheckedIn
from union.events.records import Bar, BookingStep
from union.events.refusal import Refused
from union.members.models import Member
from union.members.rules import masked_name
from union.staff.scope import EVERYTHING, Scope, members_within

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


@dataclass(frozen=True)
class Missed:
    """A booking of a member who is barred, and whether it counts as missed."""

    title: str
    when: str
    starts_at: datetime
    status: str
    missed: bool


@dataclass(frozen=True)
class Appeal:
    """A bar whose member asks staff to look at it: `name` masked; `kind` empty: all kinds of events."""

    bar_id: str
    member_id: str
    name: str
    kind: str
    reason: str
    until: datetime
    text: str
    history: tuple[Missed, ...]


async def doors(session: AsyncSession, *which: ColumnElement[bool], scope: Scope = EVERYTHING) -> list[Door]:
    """The sessions in the area that fit (conditions on EventSession and Event), soonest first; no drafts."""
    within = (Event.status != "draft", in_area(scope))
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
    within = query.where(Booking.id == booking_id, in_area(scope))
    found = (await session.execute(within)).one_or_none()
    return (found.name, found.phone) if found else ("", "")


async def history(session: AsyncSession, member_id: str, scope: Scope = EVERYTHING, most: int = 20) -> Sequence[Missed]:
    """The member's bookings of sessions they came to or missed, the newest first."""
    missed = select(BookingStep.id).where(BookingStep.booking_id == Booking.id, BookingStep.missed).exists()
    mine = (Booking.member_id == member_id, members_within(scope, Booking.member_id))
    of_note = (Booking.status.in_(["checked_in", "no_show"])) | missed
    query = select(Booking.session_id, Booking.status, missed).join(EventSession, EventSession.id == Booking.session_id)
    rows = (
        await session.execute(query.where(*mine, of_note).order_by(EventSession.starts_at.desc()).limit(most))
    ).all()
    found = {one.id: one for one in await meetings(session, EventSession.id.in_([row[0] for row in rows]))}
    return [
        Missed(found[id_].title, found[id_].when, found[id_].starts_at, status, bool(counts))
        for id_, status, counts in rows
    ]


async def appealing(session: AsyncSession, scope: Scope = EVERYTHING) -> list[Appeal]:
    """Appeals of members within the scope, the oldest first, each with what the member came to and missed."""
    found = []
    for bar in await appeals(session, scope):
        member = await session.get(Member, bar.member_id)
        name = masked_name(member.name if member else None, bar.member_id)
        past = tuple(await history(session, bar.member_id, scope))
        words = (bar.kind, bar.reason, bar.until, bar.appeal_text or "", past)
        found.append(Appeal(bar.id, bar.member_id, name, *words))
    return found


async def who_appeals(session: AsyncSession, bar_id: str, scope: Scope = EVERYTHING) -> str:
    """Name and phone as the member told them last; why not, where they did not."""
    query = select(Member.name, Member.phone).join(Bar, Bar.member_id == Member.id)
    found = (await session.execute(query.where(Bar.id == bar_id, members_within(scope, Member.id)))).one_or_none()
    return "　".join(filter(None, found)) if found and any(found) else "没有留过姓名和手机"


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
