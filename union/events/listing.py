"""Looking at events and bookings; nothing here writes."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import contains_eager

from union.events.models import Booking, Event
from union.events.rules import may_sign_up


async def list_events(
    session: AsyncSession,
    now: datetime,
    *,
    kind: str | None = None,
    city: str | None = None,
    district: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Sequence[Event]:
    """Events that have not begun and are not called off, soonest first; full ones and those not open yet too.

    They begin between `since` and `until` (excluded). A `district` given with its `city` also finds what is
    for the whole city.
    """
    wanted: list[ColumnElement[bool]] = [Event.status == "open", Event.starts_at > now]
    if since is not None:
        wanted.append(Event.starts_at >= since)
    if until is not None:
        wanted.append(Event.starts_at < until)
    if kind:
        wanted.append(Event.kind == kind)
    if city:
        wanted.append(Event.city == city)
    if district:
        wanted.append(Event.district.in_([district, ""]) if city else Event.district == district)
    found = await session.scalars(select(Event).where(*wanted).order_by(Event.starts_at, Event.id))
    return found.unique().all()


async def get(session: AsyncSession, event_id: str) -> Event | None:
    """One event with its quotas as they are now, or None."""
    return await session.get(Event, event_id, populate_existing=True)


async def alternatives(session: AsyncSession, event: Event, now: datetime, places: int, most: int = 3) -> list[Event]:
    """After a refusal: the nearest other events of the same kind that `places` can be had at now."""
    others = [other for other in await list_events(session, now, kind=event.kind) if other.id != event.id]
    open_now = [other for other in others if may_sign_up(other, now, places) is None]
    return sorted(open_now, key=lambda other: abs(other.starts_at - event.starts_at))[:most]


async def my_bookings(session: AsyncSession, member_id: str, now: datetime) -> Sequence[Booking]:
    """The member's live bookings of events that have not ended, soonest first, each with its event."""
    live = (Booking.member_id == member_id, Booking.status != "cancelled", Event.ends_at > now)
    found = await session.scalars(_with_event(*live).order_by(Event.starts_at, Booking.id))
    return found.unique().all()


async def find_booking(session: AsyncSession, *which: ColumnElement[bool]) -> Booking | None:
    """The first booking that fits, with its event, as it is now."""
    found = await session.scalars(_with_event(*which).execution_options(populate_existing=True))
    return found.unique().first()


async def standing_booking(session: AsyncSession, event_id: str, member_id: str, key: str) -> Booking | None:
    """What a sign-up would repeat: the member's booking made by `key`, even if cancelled since, or the live one.

    Both in one statement: between two of them the same message could commit its booking elsewhere.
    """
    live = and_(Booking.event_id == event_id, Booking.status != "cancelled")
    mine = _with_event(Booking.member_id == member_id, or_(Booking.key == key, live))
    found = (await session.scalars(mine.execution_options(populate_existing=True))).unique().all()
    return min(found, key=lambda booking: booking.key != key, default=None)


def _with_event(*which: ColumnElement[bool]) -> Select[Booking]:
    return select(Booking).join(Booking.event).options(contains_eager(Booking.event)).where(*which)
