"""Looking at events and bookings; nothing here writes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from union.events.meeting import COLUMNS, QUOTA_COLUMNS, Meeting, meeting_of
from union.events.models import LIVE, Booking, Event, EventSession, Quota
from union.events.person import NOBODY, Person
from union.events.rules import fits, may_sign_up


@dataclass(frozen=True)
class Mine:
    """A member's booking with what it is for."""

    booking: Booking
    event: Meeting


async def list_events(
    session: AsyncSession,
    now: datetime,
    *,
    kind: str | None = None,
    city: str | None = None,
    district: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    event_id: str | None = None,
) -> Sequence[Meeting]:
    """Sessions that have not begun and are not called off, soonest first; full ones and those not open yet too.

    They begin between `since` and `until` (excluded). A `district` given with its `city` also finds what is
    for the whole city.
    """
    wanted: list[ColumnElement[bool]] = [
        Event.status == "open",
        EventSession.status == "open",
        EventSession.starts_at > now,
    ]
    if since is not None:
        wanted.append(EventSession.starts_at >= since)
    if until is not None:
        wanted.append(EventSession.starts_at < until)
    if kind:
        wanted.append(Event.kind == kind)
    if city:
        wanted.append(Event.city == city)
    if district:
        wanted.append(Event.district.in_([district, ""]) if city else Event.district == district)
    if event_id:
        wanted.append(EventSession.event_id == event_id)
    return await meetings(session, *wanted)


async def meetings(session: AsyncSession, *which: ColumnElement[bool]) -> list[Meeting]:
    """The sessions that fit, soonest first, with their quotas as they are now."""
    found = (await session.execute(_meetings().where(*which))).mappings().all()
    return [meeting_of(list(rows)) for _, rows in groupby(found, key=itemgetter("id"))]


async def get(session: AsyncSession, session_id: str) -> Meeting | None:
    """One session with its quotas as they are now, or None."""
    return next(iter(await meetings(session, EventSession.id == session_id)), None)


async def nearest(
    session: AsyncSession, meeting: Meeting, now: datetime, places: int, person: Person = NOBODY, most: int = 3
) -> list[Meeting]:
    """After a refusal: other sessions of the event, then of its kind, that would work for this person now."""
    others = [other for other in await list_events(session, now, kind=meeting.kind) if other.id != meeting.id]
    working = [other for other in others if _works(other, now, places, person)]
    elsewhere = lambda other: (other.event_id != meeting.event_id, abs(other.starts_at - meeting.starts_at))  # noqa: E731
    return sorted(working, key=elsewhere)[:most]


def _works(meeting: Meeting, now: datetime, places: int, person: Person) -> bool:
    """What is not known yet may still fit."""
    refused = fits(meeting, person, now)
    return may_sign_up(meeting, now, places) is None and (refused is None or refused.reason == "needs")


async def my_bookings(session: AsyncSession, member_id: str, now: datetime) -> list[Mine]:
    """The member's live bookings of sessions that have not ended, soonest first, also those that wait."""
    live = (Booking.member_id == member_id, Booking.status.in_(LIVE), EventSession.ends_at > now)
    return await find_bookings(session, *live)


async def find_bookings(session: AsyncSession, *which: ColumnElement[bool]) -> list[Mine]:
    """The bookings that fit, as they are now, by the beginning of their sessions."""
    query = select(Booking).join(EventSession, EventSession.id == Booking.session_id).where(*which)
    ordered = query.order_by(EventSession.starts_at, Booking.id).execution_options(populate_existing=True)
    found = (await session.scalars(ordered)).all()
    sessions = {booking.session_id for booking in found}
    events = {m.id: m for m in await meetings(session, EventSession.id.in_(sessions))} if sessions else {}
    return [Mine(booking, events[booking.session_id]) for booking in found]


async def find_booking(session: AsyncSession, *which: ColumnElement[bool]) -> Mine | None:
    """The first booking that fits, or None."""
    return next(iter(await find_bookings(session, *which)), None)


async def position(session: AsyncSession, booking: Booking) -> int:
    """The place on the waitlist, from 1; 0 for who does not wait."""
    if booking.status != "waitlisted":
        return 0
    before = or_(
        Booking.rank < booking.rank,
        and_(Booking.rank == booking.rank, Booking.line < booking.line),
    )
    waiting = (Booking.session_id == booking.session_id, Booking.status == "waitlisted")
    return 1 + (await session.scalar(select(func.count()).select_from(Booking).where(*waiting, before)) or 0)


def _meetings() -> Select[tuple[object, ...]]:
    joined = EventSession.__table__.join(Event.__table__, Event.id == EventSession.event_id).outerjoin(
        Quota.__table__, Quota.session_id == EventSession.id
    )
    return select(*COLUMNS, *QUOTA_COLUMNS).select_from(joined).order_by(EventSession.starts_at, EventSession.id)
