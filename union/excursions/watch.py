"""The watch over groups: staff hear in time that a batch is short. Calling it off is union/events/call_off.py's."""

from datetime import datetime, timedelta

from sqlalchemy import exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from union.events.listing import meetings
from union.events.meeting import Meeting
from union.events.models import Booking, Event, EventSession
from union.excursions.models import BatchStep
from union.excursions.steps import note_step

FURTHEST = timedelta(days=60)
BATCH = 50


async def missing(session: AsyncSession, meeting: Meeting) -> int:
    """How many places must still be taken for the group to come together; 0: it is, or none is needed."""
    sure = (Booking.session_id == meeting.id, Booking.status.in_(["booked", "checked_in"]))
    places = await session.scalar(select(func.sum(Booking.places)).where(*sure)) or 0
    return max(0, (meeting.min_group or 0) - places)


async def warn_short(session: AsyncSession, now: datetime) -> int:
    """Batches whose deadline comes near and whose group is short: a row for staff, once a deadline."""
    told = exists().where(BatchStep.session_id == EventSession.id, BatchStep.what == "short")
    due = (
        Event.status == "open",
        EventSession.status == "open",
        EventSession.group_reached_at.is_(None),
        EventSession.group_deadline > now,
        EventSession.group_deadline <= now + FURTHEST,
        ~told,
    )
    return sum([await _warn(session, meeting, now) for meeting in (await meetings(session, *due))[:BATCH]])


async def _warn(session: AsyncSession, meeting: Meeting, now: datetime) -> bool:
    days = meeting.policy.group_warn_days
    if not days or meeting.group_deadline is None or now < meeting.group_deadline - timedelta(days=days):
        return False
    lacking = await missing(session, meeting)
    if not lacking:
        return False
    key = f"short:{meeting.id}:{meeting.group_deadline:%y%m%d%H%M}"
    return await note_step(session, meeting.id, "short", lacking, key=key, by="", now=now)
