"""Who is signed up for a session, as staff see it: masked, a page at a time; and what one asked to see whole."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from union.events.announce import SIGNED_UP
from union.events.models import DEAD, SEATED, Booking, Event
from union.events.reach import events_within
from union.members.rules import masked_name
from union.privacy.masking import masked
from union.staff.scope import EVERYTHING, Scope

Pile = Literal["in", "waiting", "entered", "gone"]
PILES: dict[Pile, tuple[str, ...]] = {
    "in": tuple(status for status in SEATED if status != "held"),
    "waiting": ("waitlisted",),
    "entered": ("entered",),
    "gone": DEAD,
}
MOST = 50  # of one page


@dataclass(frozen=True)
class Somebody:
    """A booking without personal data."""

    booking_id: str
    member_id: str
    code: str
    name: str
    phone: str
    places: int
    status: str
    until: datetime | None
    created_at: datetime
    checked_in_at: datetime | None


async def people(
    session: AsyncSession, session_id: str, pile: Pile, *, scope: Scope = EVERYTHING, code: str = "", most: int = MOST
) -> Sequence[Somebody]:
    """In the order of the queue, else as they came; a `code` finds one, whatever became of it."""
    query = select(Booking).where(*_seen(session_id, scope))
    query = query.where(Booking.code == code) if code else query.where(Booking.status.in_(PILES[pile]))
    queue = (Booking.rank, Booking.line) if pile == "waiting" else ()
    rows = await session.scalars(query.order_by(*queue, Booking.created_at, Booking.id).limit(most))
    return [_masked(one) for one in rows]


async def how_many(session: AsyncSession, session_id: str, *, scope: Scope = EVERYTHING) -> dict[Pile, int]:
    """Bookings by pile."""
    query = select(Booking.status, func.count()).where(*_seen(session_id, scope)).group_by(Booking.status)
    by_status = dict((await session.execute(query)).tuples().all())
    return {pile: sum(by_status.get(status, 0) for status in statuses) for pile, statuses in PILES.items()}


async def to_be_told(session: AsyncSession, session_id: str, *, scope: Scope = EVERYTHING) -> int:
    """How many a text to everybody signed up would reach."""
    wanted = (*_seen(session_id, scope), Booking.status.in_(SIGNED_UP))
    return await session.scalar(select(func.count()).select_from(Booking).where(*wanted)) or 0


async def whole(session: AsyncSession, booking_id: str, *, scope: Scope = EVERYTHING, viewer: str = "organiser") -> str:
    """Name, phone, companions and answers of one booking, in a line each; answers only that `viewer` may see."""
    query = select(Booking, Event).join(Event, Event.id == Booking.event_id)
    found = (await session.execute(query.where(Booking.id == booking_id, events_within(scope)))).first()
    if found is None:
        return ""
    booking, event = found.tuple()
    details = json.loads(booking.details or "{}")
    answers, companions = details.get("answers", {}), details.get("companions", [])
    lines = [f"{booking.name}　{booking.phone}"]
    if companions:
        lines.append(f"同行：{'、'.join(companions)}")
    seen = [one for one in event.questions if one.who_sees in (viewer, "all") and answers.get(one.id)]
    return "\n".join([*lines, *(f"{one.label}：{answers[one.id]}" for one in seen)])


def _seen(session_id: str, scope: Scope) -> tuple[ColumnElement[bool], ...]:
    mine = select(Event.id).where(events_within(scope))
    return Booking.session_id == session_id, Booking.event_id.in_(mine)


def _masked(one: Booking) -> Somebody:
    return Somebody(
        one.id,
        one.member_id,
        one.code,
        masked_name(one.name, one.member_id),
        masked("手机号", one.phone),
        one.places,
        one.status,
        one.until,
        one.created_at,
        one.checked_in_at,
    )
