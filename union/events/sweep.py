"""What time brings about: due rows, a few at a time. The worker calls `sweep` every few seconds."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from union.events import telling, texts
from union.events.announce import announce, tell_some
from union.events.call_off import watch_groups
from union.events.listing import find_bookings, get
from union.events.lottery import draw, publish_entries
from union.events.models import Booking, EventSession
from union.events.quotas import give_places_back
from union.events.records import Draw
from union.events.steps import move
from union.events.waitlist import fill
from union.excursions.claims import settle
from union.excursions.sweep import sweep_excursions
from union.notices.service import NoticeQueue

BATCH = 20
ENDED = {"held": "expired", "offered": "passed_on", "won": "passed_on"}


async def sweep(session: AsyncSession, queue: NoticeQueue, now: datetime) -> int:
    """Do what is due: ends of holds and offers, draws, groups, ended sessions, announcements.

    Returns how much was done; call it again, in a new transaction, until that is 0. Safe to run twice at once.
    """
    return (
        await end_claims(session, queue, now)
        + await run_draws(session, queue, now)
        + await watch_groups(session, now)
        + await close_ended(session, now)
        + await sweep_excursions(session, queue, now)
        + await tell_some(session, queue, now)
    )


async def end_claims(session: AsyncSession, queue: NoticeQueue, now: datetime) -> int:
    """Holds, offers and wins whose time is over: the places go to the next, in the same transaction."""
    due = (Booking.until <= now, Booking.status.in_(ENDED))
    ids = (await session.scalars(select(Booking.id).where(*due).order_by(Booking.until).limit(BATCH))).all()
    found = await find_bookings(session, Booking.id.in_(ids)) if ids else []
    for mine in found:
        booking, was = mine.booking, mine.booking.status
        values = {"status": ENDED.get(was, was), "until": None, "cancelled_at": now}
        if was not in ENDED or not await move(session, booking, [was], **values):
            continue
        await give_places_back(session, booking.quota_ids, booking.places)
        await settle(session, now, Booking.id == booking.id)
        if was != "held":
            await telling.take_back(session, booking, now)
            await telling.tell(session, queue, booking, mine.event, "offer_over", texts.offer_over(mine.event), now)
        await fill(session, queue, mine.event, now)
    return len(found)


async def run_draws(session: AsyncSession, queue: NoticeQueue, now: datetime) -> int:
    """The next step of lotteries: the list of entries first, the draw later."""
    due = select(Draw.session_id, Draw.status).where(Draw.due <= now, Draw.status.in_(["committed", "published"]))
    found = (await session.execute(due.order_by(Draw.due).limit(1))).all()
    for session_id, status in found:
        if status == "committed":
            await publish_entries(session, session_id, now)
        else:
            await draw(session, queue, session_id, by="sweep", now=now)
    return len(found)


async def close_ended(session: AsyncSession, now: datetime) -> int:
    """Sessions that have ended: nobody waits for them any more, and who was there is asked how it was."""
    ended = (EventSession.status == "open", EventSession.ends_at <= now)
    ids = (
        await session.scalars(select(EventSession.id).where(*ended).order_by(EventSession.ends_at).limit(BATCH))
    ).all()
    for session_id in ids:
        over = update(EventSession).where(EventSession.id == session_id, EventSession.status == "open")
        await session.execute(over.values(status="over"), execution_options={"synchronize_session": False})
        waiting = (Booking.session_id == session_id, Booking.status.in_(["waitlisted", "entered"]))
        lost = update(Booking).where(*waiting).values(status="lost", until=None)
        await session.execute(lost, execution_options={"synchronize_session": False})
        await settle(session, now, Booking.session_id == session_id)
        there = ("checked_in",)
        await announce(session, session_id, "rate", "", key=f"rate:{session_id}", by="sweep", now=now, statuses=there)
    return len(ids)


async def refill(session: AsyncSession, queue: NoticeQueue, now: datetime) -> int:
    """Offer whatever is free to whoever waits, everywhere: after a restore, or when staff want to be sure."""
    waiting = select(Booking.session_id).distinct().join(EventSession, EventSession.id == Booking.session_id)
    ids = await session.scalars(
        waiting.where(Booking.status == "waitlisted", EventSession.status == "open", EventSession.starts_at > now)
    )
    offered = 0
    for session_id in ids.all():
        meeting = await get(session, session_id)
        offered += await fill(session, queue, meeting, now) if meeting else 0
    return offered
