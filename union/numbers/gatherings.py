"""Sign-ups and attendance by kind of event, and how members rated it."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from union.events.models import Booking, Event, EventSession
from union.events.reach import events_within
from union.events.records import Rating
from union.numbers.period import Period
from union.staff.scope import Scope

_SIGNED_UP = ("booked", "won", "checked_in", "no_show")


@dataclass(frozen=True)
class Gathering:
    """One kind of event, in places: signed up, there, away without a word, cancelled; `stars`: mean of the ratings."""

    kind: str
    sessions: int
    signed_up: int
    came: int
    no_show: int
    cancelled: int
    stars: float | None
    ratings: int


async def gatherings(session: AsyncSession, period: Period, scope: Scope) -> list[Gathering]:
    """Of sessions that begin in the period, most places first. Called-off ones count nowhere."""
    within = (
        EventSession.starts_at >= period.since,
        EventSession.starts_at < period.until,
        EventSession.status != "called_off",
        Event.status.in_(("open", "over")),
        events_within(scope),
    )
    places: dict[str, dict[str, int]] = {}
    held = select(Event.kind, func.count(EventSession.id)).join(Event, Event.id == EventSession.event_id)
    sessions = dict((await session.execute(held.where(*within).group_by(Event.kind))).tuples().all())
    booked = (
        select(Event.kind, Booking.status, func.sum(Booking.places))
        .join(EventSession, EventSession.id == Booking.session_id)
        .join(Event, Event.id == Booking.event_id)
        .where(*within)
        .group_by(Event.kind, Booking.status)
    )
    for kind, status, count in (await session.execute(booked)).tuples():
        places.setdefault(kind, {})[status] = int(count)
    stars = await _stars(session, within)
    found = [_gathering(kind, count, places.get(kind, {}), stars.get(kind)) for kind, count in sessions.items()]
    return sorted(found, key=lambda one: (-one.signed_up, one.kind))


async def _stars(session: AsyncSession, within: tuple[object, ...]) -> dict[str, tuple[float, int]]:
    query = (
        select(Event.kind, func.avg(Rating.stars), func.count(Rating.stars))
        .join(EventSession, EventSession.id == Rating.session_id)
        .join(Event, Event.id == EventSession.event_id)
        .where(Rating.stars.is_not(None), *within)  # type: ignore[arg-type]
        .group_by(Event.kind)
    )
    return {kind: (float(mean), number) for kind, mean, number in (await session.execute(query)).tuples()}


def _gathering(kind: str, sessions: int, places: dict[str, int], stars: tuple[float, int] | None) -> Gathering:
    mean, number = stars or (None, 0)
    return Gathering(
        kind=kind,
        sessions=sessions,
        signed_up=sum(places.get(status, 0) for status in _SIGNED_UP),
        came=places.get("checked_in", 0),
        no_show=places.get("no_show", 0),
        cancelled=places.get("cancelled", 0),
        stars=mean,
        ratings=number,
    )
