"""Verbs on appointments with lawyers. What only looks is in listing.py, and offered here too."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import insert_into
from union.ids import new_code, new_id
from union.legal_aid import texts
from union.legal_aid.listing import FreeSlot, find_appointment, free_slots, my_appointments
from union.legal_aid.models import Appointment
from union.legal_aid.rota import nearest
from union.legal_aid.rules import DAYS_AHEAD, Reason, check_request
from union.members.rules import mobile_phone, person_name
from union.notices.service import NoticeQueue, queue_notice

__all__ = ["BookedSlot", "Cancelled", "FreeSlot", "Refused", "book", "cancel", "free_slots", "my_appointments"]


@dataclass(frozen=True)
class BookedSlot:
    """The member has the slot (also when the same message came again); `appointment.lawyer` is loaded."""

    appointment: Appointment


@dataclass(frozen=True)
class Cancelled:
    """The appointment is cancelled and its slot free (also when the same message came again)."""

    appointment: Appointment


@dataclass(frozen=True)
class Refused:
    """A "no", the rule behind it, and the free slots nearest to what was asked for."""

    reason: Reason
    nearest: Sequence[FreeSlot] = ()


async def book(
    session: AsyncSession,
    queue: NoticeQueue,
    member_id: str,
    start: datetime,
    *,
    topic: str,
    description: str,
    name: str,
    phone: str,
    key: str,
    now: datetime,
    lawyer_id: str | None = None,
) -> BookedSlot | Refused:
    """Book the slot that begins at `start`, with one lawyer or whoever sits there; queue the confirmation.

    `key` is the key of the message that asked for it: the same key again gives the same appointment.
    """
    repeated = await _by_key(session, member_id, key)
    if repeated is not None:
        return BookedSlot(repeated)
    wrong = check_request(start, topic, description, now)
    clean_name, clean_phone = person_name(name), mobile_phone(phone)
    if clean_name is None or clean_phone is None:
        wrong = wrong or ("bad_name" if clean_name is None else "bad_phone")
    if wrong is not None:
        return Refused(wrong, await _near(session, start, now) if wrong == "past" else ())
    values: dict[str, Any] = {
        "topic": topic,
        "description": description.strip(),
        "name": clean_name,
        "phone": clean_phone,
    }
    values |= {"member_id": member_id, "key": key, "created_at": now}
    return await _first_free(session, queue, start, values, lawyer_id)


async def cancel(
    session: AsyncSession, member_id: str, appointment_id: str, *, key: str, now: datetime
) -> Cancelled | Refused:
    """Give one's own slot back, until it begins."""
    mine = (Appointment.id == appointment_id, Appointment.member_id == member_id)
    appointment = await find_appointment(session, *mine)
    if appointment is None:
        return Refused("unknown")
    if appointment.status == "booked" and appointment.starts_at <= now:
        return Refused("past")
    await session.execute(
        update(Appointment)
        .where(Appointment.id == appointment_id, Appointment.status == "booked")
        .values(status="cancelled", cancelled_at=now, cancel_key=key),
        execution_options={"synchronize_session": False},
    )
    appointment = await find_appointment(session, *mine)
    assert appointment is not None  # appointments are never deleted
    return Cancelled(appointment) if appointment.cancel_key == key else Refused("already_cancelled")


async def _first_free(
    session: AsyncSession, queue: NoticeQueue, start: datetime, values: dict[str, Any], lawyer_id: str | None
) -> BookedSlot | Refused:
    """Try the slots that look free; the unique index has the last word on each."""
    now: datetime = values["created_at"]
    free = await free_slots(session, now, DAYS_AHEAD)
    for slot in free:
        if slot.starts_at != start or lawyer_id not in (None, slot.lawyer_id):
            continue
        appointment = await _add(session, slot, values)
        if appointment is not None:
            return await _confirmed(session, queue, appointment, now)
    return await _why_not(session, start, values, lawyer_id)


async def _add(session: AsyncSession, slot: FreeSlot, values: dict[str, Any]) -> Appointment | None:
    """Insert the row; None when another live appointment, or the same message, was there first."""
    new = {"id": new_id(), "code": new_code(), "status": "booked"}
    times = {"lawyer_id": slot.lawyer_id, "starts_at": slot.starts_at, "ends_at": slot.ends_at}
    statement = insert_into(session, Appointment).values(**new, **times, **values).on_conflict_do_nothing()
    added = await session.scalar(statement.returning(Appointment.id))
    return None if added is None else await find_appointment(session, Appointment.id == added)


async def _confirmed(session: AsyncSession, queue: NoticeQueue, appointment: Appointment, now: datetime) -> BookedSlot:
    text, about = texts.confirmation(appointment.lawyer, appointment), f"appointment:{appointment.id}"
    facts = texts.facts(appointment.lawyer, appointment)
    key = f"legal.booked:{appointment.id}"
    await queue_notice(session, queue, appointment.member_id, "legal.booked", text, now, key, facts=facts, about=about)
    return BookedSlot(appointment)


async def _why_not(
    session: AsyncSession, start: datetime, values: dict[str, Any], lawyer_id: str | None
) -> BookedSlot | Refused:
    repeated = await _by_key(session, values["member_id"], values["key"])
    if repeated is not None:
        return BookedSlot(repeated)
    live = (Appointment.starts_at == start, Appointment.status != "cancelled")
    near = await _near(session, start, values["created_at"])
    if await find_appointment(session, Appointment.member_id == values["member_id"], *live):
        return Refused("busy", near)
    same_lawyer = (Appointment.lawyer_id == lawyer_id,) if lawyer_id else ()
    return Refused("taken" if await find_appointment(session, *same_lawyer, *live) else "no_such_slot", near)


async def _near(session: AsyncSession, start: datetime, now: datetime) -> Sequence[FreeSlot]:
    return nearest(await free_slots(session, now, DAYS_AHEAD), start)


async def _by_key(session: AsyncSession, member_id: str, key: str) -> Appointment | None:
    return await find_appointment(session, Appointment.key == key, Appointment.member_id == member_id)
