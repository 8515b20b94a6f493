"""Telling everybody signed up: who is to be told is written in one statement, the notices follow in small batches."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, insert, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import insert_into
from union.events import telling, texts
from union.events.codes import RATED_WITHIN, offer_code, rating_code
from union.events.listing import Mine, find_bookings, position
from union.events.models import LIVE, Booking
from union.events.ratings import ask_once
from union.events.records import Announcement, Recipient
from union.excursions.offers import instead
from union.ids import new_ordered_id
from union.notices.service import NoticeQueue

BATCH = 100
SIGNED_UP = tuple(status for status in LIVE if status != "held")


async def announce(
    session: AsyncSession,
    session_id: str,
    kind: str,
    text: str,
    *,
    key: str,
    by: str,
    now: datetime,
    statuses: Sequence[str] = SIGNED_UP,
) -> int:
    """Have everybody told whose booking is in one of the statuses now; returns how many, 0 for a key used before."""
    new_id = new_ordered_id()
    values = {"id": new_id, "session_id": session_id, "kind": kind, "text": text, "key": key, "by": by}
    statement = insert_into(session, Announcement).values(**values, created_at=now)
    added = statement.on_conflict_do_nothing(index_elements=["key"]).returning(Announcement.id)
    if await session.scalar(added) is None:
        return 0
    wanted = (Booking.session_id == session_id, Booking.status.in_(statuses))
    count = len((await session.scalars(select(Booking.id).where(*wanted))).all())
    chosen = select(literal(new_id), Booking.id).where(*wanted)
    await session.execute(insert(Recipient).from_select(["announcement_id", "booking_id"], chosen))
    return count


async def tell_some(session: AsyncSession, queue: NoticeQueue, now: datetime) -> int:
    """Queue the next notices, oldest announcement first; returns how many recipients were dealt with."""
    query = select(Recipient).order_by(Recipient.announcement_id, Recipient.booking_id).limit(BATCH)
    due = (await session.scalars(query.with_for_update(skip_locked=True))).all()
    if not due:
        return 0
    found = {
        mine.booking.id: mine for mine in await find_bookings(session, Booking.id.in_([r.booking_id for r in due]))
    }
    for recipient in due:
        announcement = await session.get_one(Announcement, recipient.announcement_id)
        await _tell(session, queue, announcement, found[recipient.booking_id], now)
        gone = (Recipient.announcement_id == announcement.id, Recipient.booking_id == recipient.booking_id)
        await session.execute(delete(Recipient).where(*gone), execution_options={"synchronize_session": False})
    return len(due)


async def _tell(
    session: AsyncSession, queue: NoticeQueue, announcement: Announcement, mine: Mine, now: datetime
) -> None:
    booking, event, kind = mine.booking, mine.event, announcement.kind
    if kind in ("changed", "called_off", "group"):
        await telling.take_back(session, booking, now)  # reminders of a time that no longer holds
    if kind == "changed" and booking.status not in LIVE:
        return
    text = await _text(session, announcement, mine, now)
    expires = now + RATED_WITHIN if kind == "rate" else None  # it is asked when the event is over
    await telling.tell(session, queue, booking, event, kind, text, now, step=announcement.id, expires=expires)
    if kind == "changed" and booking.status == "booked":
        await telling.remind(session, queue, event, booking, now)
    if kind == "rate":
        await ask_once(session, booking, now)


async def _text(session: AsyncSession, announcement: Announcement, mine: Mine, now: datetime) -> str:
    booking, event, kind = mine.booking, mine.event, announcement.kind
    if kind == "changed":
        return texts.changed(event, announcement.text)
    if kind in ("called_off", "group"):
        others = await instead(session, event, booking.member_id, now, booking.places)
        return (
            texts.called_off(event, announcement.text, others)
            if kind == "called_off"
            else (texts.group_not_reached(event, others))
        )
    if kind == "drawn":
        if booking.status == "won" and booking.until is not None:
            return texts.won(event, await offer_code(session, booking, now), booking.until)
        return texts.lost(event, await position(session, booking))
    if kind == "rate":
        return texts.ask_rating(event, await rating_code(session, booking, now))
    return texts.said(event, announcement.text)
