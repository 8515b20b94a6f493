"""Who waits, and who is next: a free place is offered in the transaction that freed it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Row, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from union.events import telling, texts
from union.events.codes import offer_code
from union.events.meeting import Meeting
from union.events.models import Booking, Quota
from union.events.quotas import give_places_back, lock, take_places
from union.events.steps import move
from union.excursions.claims import claim, settle
from union.notices.service import NoticeQueue


async def fill(session: AsyncSession, queue: NoticeQueue, event: Meeting, now: datetime) -> int:
    """Offer what is free to those who wait, in their order; who needs more than is left is passed over.

    Returns how many were offered a place. Quotas are locked first: nobody can join the waitlist unseen meanwhile.
    """
    if event.status != "open" or event.starts_at <= now:
        return 0
    await lock(session, [quota.id for quota in event.quotas])
    left = await _left(session, event)
    offered = 0
    for waiting in await _waiting(session, event) if any(left.values()) else ():
        if all(left.get(id_, 0) >= waiting.places for id_ in waiting.quota_ids) and await _offer(
            session, queue, event, waiting, now
        ):
            offered += 1
            left |= {id_: left[id_] - waiting.places for id_ in waiting.quota_ids}
            if not any(left.values()):
                break
    return offered


async def next_in_line(session: AsyncSession, session_id: str) -> int:
    """The number of who joins the waitlist now. Only under the lock of the quotas."""
    last = await session.scalar(select(func.max(Booking.line)).where(Booking.session_id == session_id))
    return (last or 0) + 1


async def _left(session: AsyncSession, event: Meeting) -> dict[int, int]:
    free = select(Quota.id, Quota.capacity - Quota.taken).where(Quota.session_id == event.id, Quota.closed.is_(False))
    return dict((await session.execute(free)).tuples().all())


async def _waiting(session: AsyncSession, event: Meeting) -> Sequence[Row[str, int, list[int]]]:
    columns = select(Booking.id, Booking.places, Booking.quota_ids)
    waiting = columns.where(Booking.session_id == event.id, Booking.status == "waitlisted")
    return (await session.execute(waiting.order_by(Booking.rank, Booking.line, Booking.id))).all()


async def _offer(
    session: AsyncSession, queue: NoticeQueue, event: Meeting, waiting: Row[str, int, list[int]], now: datetime
) -> bool:
    """The same guarded path as a booking: places first, then the status; False leaves everything as it was."""
    if not await take_places(session, waiting.quota_ids, waiting.places):
        return False
    hours = event.policy.offer_hours
    until = min(now + timedelta(hours=hours), event.starts_at) if hours else None
    booking = await session.get_one(Booking, waiting.id, populate_existing=True)
    short = await claim(session, event, booking.id, booking.member_id, now)
    ready = "offered" if hours else "booked"
    if short or not await move(session, booking, ["waitlisted"], status=ready, until=until):
        await give_places_back(session, waiting.quota_ids, waiting.places)
        await settle(session, now, Booking.id == booking.id)
        return False
    await session.refresh(booking)
    if until is None:
        await telling.confirm(session, queue, event, booking, now)
    else:
        text = texts.offer(event, await offer_code(session, booking, now), until)
        await telling.tell(
            session, queue, booking, event, "offer", text, now, step=f"{now:%y%m%d%H%M%S}", expires=until
        )
    return True
