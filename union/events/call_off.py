"""Calling a session or an event off, and the watch over groups that did not come together (成团)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CursorResult, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from union.events.announce import announce
from union.events.models import SEATED, Booking, Event, EventSession, Quota
from union.events.records import Draw
from union.events.refusal import Refused
from union.excursions.claims import settle

_NO_SYNC = {"synchronize_session": False}
OPEN_CLAIMS = ("held", "booked", "waitlisted", "offered", "entered", "won")
BATCH = 20


@dataclass(frozen=True)
class CalledOff:
    """It does not take place (also when it was called off before); so many members are being told."""

    told: int


async def call_off_session(
    session: AsyncSession, session_id: str, why: str, *, key: str, by: str, now: datetime, kind: str = "called_off"
) -> CalledOff | Refused:
    """Call one session off: nobody gets in any more, all bookings end, and everybody signed up is told.

    The quotas are closed first: their rows are what every sign-up has to pass, so none slips in behind.
    """
    closed = update(Quota).where(Quota.session_id == session_id).values(closed=True)
    await session.execute(closed, execution_options=_NO_SYNC)
    off = update(EventSession).where(EventSession.id == session_id, EventSession.status == "open")
    result = await session.execute(off.values(status="called_off"), execution_options=_NO_SYNC)
    assert isinstance(result, CursorResult)
    if result.rowcount == 0:
        status = await session.scalar(select(EventSession.status).where(EventSession.id == session_id))
        return CalledOff(0) if status == "called_off" else Refused("unknown" if status is None else "past")
    told = await announce(session, session_id, kind, why, key=key, by=by, now=now)
    ended = update(Booking).where(Booking.session_id == session_id, Booking.status.in_(OPEN_CLAIMS))
    await session.execute(ended.values(status="cancelled", until=None, cancelled_at=now), execution_options=_NO_SYNC)
    no_draw = update(Draw).where(Draw.session_id == session_id, Draw.status.in_(["committed", "published"]))
    await session.execute(no_draw.values(status="called_off"), execution_options=_NO_SYNC)
    await _count_again(session, session_id)
    await settle(session, now, Booking.session_id == session_id)
    return CalledOff(told)


async def call_off_event(
    session: AsyncSession, event_id: str, why: str, *, key: str, by: str, now: datetime
) -> CalledOff | Refused:
    """Call an event off with all its sessions that are still to come."""
    event = await session.get(Event, event_id, populate_existing=True)
    if event is None:
        return Refused("unknown")
    told = 0
    ids = select(EventSession.id).where(EventSession.event_id == event_id, EventSession.status == "open")
    for session_id in (await session.scalars(ids.order_by(EventSession.id))).all():
        outcome = await call_off_session(session, session_id, why, key=f"{key}:{session_id}", by=by, now=now)
        told += outcome.told if isinstance(outcome, CalledOff) else 0
    event.status = "called_off"
    await session.flush()
    return CalledOff(told)


async def watch_groups(session: AsyncSession, now: datetime) -> int:
    """Sessions whose group had to be together by now: those that are not are called off. Returns how many were due."""
    due = select(EventSession).where(
        EventSession.status == "open",
        EventSession.group_deadline <= now,
        EventSession.group_reached_at.is_(None),
        EventSession.starts_at > now,
    )
    found = (await session.scalars(due.order_by(EventSession.group_deadline).limit(BATCH))).all()
    for one in found:
        # Closed while it is counted: nobody leaves or comes between the count and its consequence.
        await session.execute(select(Quota.id).where(Quota.session_id == one.id).order_by(Quota.id).with_for_update())
        sure = (Booking.session_id == one.id, Booking.status.in_(["booked", "checked_in"]))
        places = await session.scalar(select(func.sum(Booking.places)).where(*sure)) or 0
        if places >= (one.min_group or 0):
            reached = update(EventSession).where(EventSession.id == one.id).values(group_reached_at=now)
            await session.execute(reached, execution_options=_NO_SYNC)
        else:
            key = f"group:{one.id}:{one.group_deadline:%y%m%d%H%M}"
            await call_off_session(session, one.id, "", key=key, by="sweep", now=now, kind="group")
    return len(found)


async def _count_again(session: AsyncSession, session_id: str) -> None:
    """What is taken once everybody is out: those who are checked in already, as a rule nobody."""
    still = select(Booking.quota_ids, Booking.places).where(
        Booking.session_id == session_id, Booking.status.in_(SEATED)
    )
    rows = (await session.execute(still)).all()
    for quota_id in await session.scalars(select(Quota.id).where(Quota.session_id == session_id).order_by(Quota.id)):
        taken = sum(places for quota_ids, places in rows if quota_id in quota_ids)
        await session.execute(update(Quota).where(Quota.id == quota_id).values(taken=taken), execution_options=_NO_SYNC)
