"""What staff look at: batches with their places and groups, who was offered a place, and the kinds with their terms."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from union.events.door import is_open_to
from union.events.listing import get, meetings
from union.events.meeting import Meeting
from union.events.models import Booking, Event, EventSession
from union.events.reach import events_within
from union.excursions.models import EntitlementRules
from union.excursions.state import BatchState, batch_state
from union.excursions.terms import EntitlementTerms
from union.members.rules import masked_name
from union.staff.scope import EVERYTHING, Scope

OFFERED = ("offered", "won")
MOST = 60  # batches that are shown at once


@dataclass(frozen=True)
class Batch:
    """A batch and how it stands; `offered`: places that wait for an answer."""

    meeting: Meeting
    state: BatchState
    offered: int


@dataclass(frozen=True)
class Offer:
    """A place that somebody was offered or has won, and until when they may take it; `name` is masked."""

    booking_id: str
    name: str
    people: int
    status: str
    until: datetime | None


async def kinds(session: AsyncSession) -> list[tuple[str, EntitlementTerms]]:
    """The kinds of events with an entitlement, with their terms."""
    query = select(EntitlementRules.kind, EntitlementRules.terms).order_by(EntitlementRules.kind)
    return list((await session.execute(query)).tuples().all())


async def batches(
    session: AsyncSession, now: datetime, scope: Scope = EVERYTHING, *, past: bool = False
) -> list[Batch]:
    """Batches in the area that have not begun, soonest first (or that have, newest first).

    What has a minimum group, or is of a kind with an entitlement; no drafts.
    """
    of_kind = Event.kind.in_(select(EntitlementRules.kind))
    wanted = (
        Event.status != "draft",
        or_(of_kind, EventSession.min_group.is_not(None)),
        events_within(scope),
        EventSession.starts_at <= now if past else EventSession.starts_at > now,
    )
    found = await meetings(session, *wanted)
    return [await _batch(session, one) for one in (found[::-1] if past else found)[:MOST]]


async def find_batch(session: AsyncSession, session_id: str, scope: Scope = EVERYTHING) -> Batch | None:
    """One batch; None where it is not there, or not in the area."""
    meeting = await get(session, session_id) if await is_open_to(session, session_id, scope) else None
    return None if meeting is None or meeting.status == "draft" else await _batch(session, meeting)


async def offers(session: AsyncSession, session_id: str, scope: Scope = EVERYTHING) -> list[Offer]:
    """Who was offered a place of a batch and has not answered, who must answer soonest first."""
    if not await is_open_to(session, session_id, scope):
        return []
    waits = (Booking.session_id == session_id, Booking.status.in_(OFFERED))
    found = await session.scalars(select(Booking).where(*waits).order_by(Booking.until, Booking.id))
    return [Offer(one.id, masked_name(one.name, one.member_id), one.places, one.status, one.until) for one in found]


async def _batch(session: AsyncSession, meeting: Meeting) -> Batch:
    state = await batch_state(session, meeting.id)
    assert state is not None  # the meeting was read in this transaction
    waits = (Booking.session_id == meeting.id, Booking.status.in_(OFFERED))
    return Batch(meeting, state, await session.scalar(select(func.sum(Booking.places)).where(*waits)) or 0)
