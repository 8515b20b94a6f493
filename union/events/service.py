"""Verbs on events and bookings. What only looks is in listing.py, and offered here too."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CursorResult, delete, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import set_committed_value

from base.database import insert_into
from union.events import texts
from union.events.listing import alternatives, find_booking, get, list_events, my_bookings, standing_booking
from union.events.models import Booking, Event
from union.events.quotas import give_places_back, take_places
from union.events.rules import Refused, may_cancel, may_sign_up
from union.ids import new_code, new_id
from union.members.rules import mobile_phone, person_name
from union.notices.service import NoticeQueue, queue_notice

__all__ = [
    "Booked",
    "Cancelled",
    "Refused",
    "alternatives",
    "cancel",
    "get",
    "list_events",
    "my_bookings",
    "sign_up",
]


@dataclass(frozen=True)
class Booked:
    """The member has the places (also when the same message came again)."""

    booking: Booking
    event: Event


@dataclass(frozen=True)
class Cancelled:
    """The booking is cancelled and its places are free (also when the same message came again)."""

    booking: Booking
    event: Event


async def sign_up(
    session: AsyncSession,
    queue: NoticeQueue,
    member_id: str,
    event_id: str,
    *,
    places: int,
    name: str,
    phone: str,
    key: str,
    now: datetime,
) -> Booked | Refused:
    """Take places at an event, and queue the confirmation in the same transaction.

    `key` is the key of the message that asked for it: the same key again gives the same booking.
    """
    standing = await standing_booking(session, event_id, member_id, key)
    if standing is not None and standing.key == key:
        return Booked(standing, standing.event)
    event = await get(session, event_id)
    if event is None:
        return Refused("unknown")
    clean_name, clean_phone = person_name(name), mobile_phone(phone)
    if clean_name is None or clean_phone is None:
        return Refused("bad_name" if clean_name is None else "bad_phone")
    refused = may_sign_up(event, now, places, standing)
    if refused is not None:
        return refused
    contact = {"name": clean_name, "phone": clean_phone}
    wanted = {"member_id": member_id, "event_id": event_id, "places": places, "key": key, **contact}
    return await _seat(session, queue, event, wanted, now)


async def cancel(
    session: AsyncSession, member_id: str, booking_id: str, *, key: str, now: datetime
) -> Cancelled | Refused:
    """Give the places of one's own booking back: once, however often it is asked for."""
    mine = (Booking.id == booking_id, Booking.member_id == member_id)
    booking = await find_booking(session, *mine)
    if booking is None:
        return Refused("unknown")
    refused = may_cancel(booking.event, now) if booking.status == "booked" else None
    if refused is not None:
        return refused
    if await _set_cancelled(session, booking_id, key, now):
        await give_places_back(session, booking.quota_ids, booking.places)
    booking = await find_booking(session, *mine)
    assert booking is not None  # bookings are never deleted once they stand
    return Cancelled(booking, booking.event) if booking.cancel_key == key else Refused("already_cancelled")


async def _seat(
    session: AsyncSession, queue: NoticeQueue, event: Event, wanted: dict[str, Any], now: datetime
) -> Booked | Refused:
    quota_ids = [quota.id for quota in event.quotas]
    booking = await _add(session, {**wanted, "quota_ids": quota_ids, "created_at": now})
    if booking is None:
        return await _lost(session, wanted)
    if not await take_places(session, quota_ids, booking.places):
        await session.execute(delete(Booking).where(Booking.id == booking.id))
        fresh = await get(session, event.id)
        return Refused("full", str(fresh.left if fresh else 0))
    set_committed_value(booking, "event", event)
    text = texts.confirmation(event, booking)
    await queue_notice(session, queue, booking.member_id, "events.booked", text, now, f"events.booked:{booking.id}")
    return Booked(booking, event)


async def _add(session: AsyncSession, values: dict[str, Any]) -> Booking | None:
    """Insert the row; None when the key or the member's live booking was there first."""
    statement = insert_into(session, Booking).values(id=new_id(), code=new_code(), status="booked", **values)
    added: Booking | None = await session.scalar(statement.on_conflict_do_nothing().returning(Booking))
    return added


async def _lost(session: AsyncSession, wanted: dict[str, Any]) -> Booked | Refused:
    """Another request of the same member was quicker: the same message, or another device."""
    standing = await standing_booking(session, wanted["event_id"], wanted["member_id"], wanted["key"])
    if standing is not None and standing.key == wanted["key"]:
        return Booked(standing, standing.event)
    return Refused("already", standing.code if standing else "")


async def _set_cancelled(session: AsyncSession, booking_id: str, key: str, now: datetime) -> bool:
    """Compare and set: True for the one request that changed it."""
    statement = update(Booking).where(Booking.id == booking_id, Booking.status == "booked")
    result = await session.execute(
        statement.values(status="cancelled", cancelled_at=now, cancel_key=key),
        execution_options={"synchronize_session": False},
    )
    assert isinstance(result, CursorResult)
    return result.rowcount == 1
