"""At its deadline an allotment ends: what no branch took is open to all, and so is what comes free there later."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from union.events.listing import get
from union.events.models import Booking, EventSession, Quota
from union.events.waitlist import fill
from union.excursions.models import Allotment
from union.excursions.places import ALLOTTED, RETURNED, returned
from union.excursions.steps import note_step
from union.notices.service import NoticeQueue

BATCH = 20
WAITING = ("waitlisted", "entered")
_NO_SYNC = {"synchronize_session": False}


async def return_places(session: AsyncSession, queue: NoticeQueue, now: datetime) -> int:
    """At the deadline what no branch took is open to all. Returns how many batches were due."""
    due = select(Allotment.session_id).where(Allotment.until <= now, Allotment.returned_at.is_(None))
    ids = (await session.scalars(due.order_by(Allotment.until).limit(BATCH))).all()
    for session_id in ids:
        back = update(Allotment).where(Allotment.session_id == session_id, Allotment.returned_at.is_(None))
        await session.execute(back.values(returned_at=now), execution_options=_NO_SYNC)
        await _give_back(session, queue, session_id, now)
    return len(ids)


async def drain_returned(session: AsyncSession, queue: NoticeQueue, now: datetime) -> int:
    """What came free in a branch's places after they were returned, and who joined their waitlist that moment."""
    query = select(Quota.id, Quota.session_id, Quota.capacity > Quota.taken).join(Quota.meeting)
    open_ = (EventSession.status == "open", EventSession.starts_at > now)
    found = (await session.execute(query.where(Quota.who.startswith(f"{RETURNED}:"), *open_))).tuples().all()
    due = {session_id for _, session_id, free in found if free}
    due |= await _astray(session, {id_ for id_, _, _ in found}, {session_id for _, session_id, _ in found})
    for session_id in sorted(due)[:BATCH]:
        await _give_back(session, queue, session_id, now)
    return len(due)


async def _astray(session: AsyncSession, branches: set[int], session_ids: set[str]) -> set[str]:
    if not session_ids:
        return set()
    waits = (Booking.session_id.in_(session_ids), Booking.status.in_(WAITING))
    found = (await session.execute(select(Booking.session_id, Booking.quota_ids).where(*waits))).tuples()
    return {session_id for session_id, quota_ids in found if branches & set(quota_ids)}


async def _give_back(session: AsyncSession, queue: NoticeQueue, session_id: str, now: datetime) -> None:
    """Close the branches' quotas at what is taken; the rest, and who waits there, goes to everybody's."""
    quotas = select(Quota).where(Quota.session_id == session_id).order_by(Quota.id).with_for_update()
    found = (await session.scalars(quotas.execution_options(populate_existing=True))).all()
    total = next(quota for quota in found if quota.who == "total")
    branches = {quota.id: quota for quota in found if quota.who.startswith((f"{ALLOTTED}:", f"{RETURNED}:"))}
    for id_, quota in branches.items():
        branch, left = quota.name.partition(":")[2], quota.capacity - quota.taken
        closed = update(Quota).where(Quota.id == id_).values(capacity=Quota.taken, who=returned(branch), closed=True)
        await session.execute(closed, execution_options=_NO_SYNC)
        await session.execute(
            update(Quota).where(Quota.id == total.id).values(capacity=Quota.capacity + left), execution_options=_NO_SYNC
        )
        if left:
            step = f"returned:{id_}:{now:%y%m%d%H%M%S%f}"
            await note_step(session, session_id, "returned", left, branch=branch, key=step, by="", now=now)
    await _turn_to_total(session, session_id, total.id, set(branches))
    meeting = await get(session, session_id)
    if meeting is not None:
        await fill(session, queue, meeting, now)


async def _turn_to_total(session: AsyncSession, session_id: str, total: int, branches: set[int]) -> None:
    """Who waits, or has entered a draw, for a branch's places does so for everybody's now. Under the lock."""
    waits = (Booking.session_id == session_id, Booking.status.in_(WAITING))
    found = (await session.execute(select(Booking.id, Booking.quota_ids).where(*waits))).tuples().all()
    for id_, quota_ids in found:
        if branches & set(quota_ids):
            turned = sorted({total, *quota_ids} - branches)
            moved = update(Booking).where(Booking.id == id_, Booking.status.in_(WAITING))
            await session.execute(moved.values(quota_ids=turned), execution_options=_NO_SYNC)
