"""Booking a slot: whoever's turn it is, or the one wished for. The unique indexes have the last word."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from base.database import insert_into
from union.ids import new_code, new_id
from union.legal_aid import telling
from union.legal_aid.intake import Intake
from union.legal_aid.listing import FreeSlot, find_appointment
from union.legal_aid.models import Appointment
from union.legal_aid.outcomes import BookedSlot
from union.legal_aid.plan import Plan
from union.legal_aid.refusal import Refused
from union.legal_aid.rules import check_contact, check_request, check_way
from union.legal_aid.seats import Wanted, busy_then, free_then, near_to, plan_for, why_not
from union.notices.service import NoticeQueue


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
    service: str = "legal",
    window_id: str | None = None,
    level: str | None = None,
    way: str | None = None,
    intake: Intake | None = None,
    district: str = "",
    town: str = "",
) -> BookedSlot | Refused:
    """Book the slot that begins at `start`, with one lawyer or whoever's turn it is; queue confirmation and reminders.

    `key` is the key of the message that asked for it: the same key again gives the same appointment. Pictures are
    attached by the caller, in the same transaction, under `telling.subject(appointment.id)`.
    """
    repeated = await _by_key(session, member_id, key)
    if repeated is not None:
        return BookedSlot(repeated)
    wanted = Wanted(start, service, lawyer_id, window_id, level, way)
    wrong = check_request(start, topic, description, now, service)
    contact = check_contact(name, phone)
    if wrong is not None and wrong != "past":
        return Refused(wrong)
    if isinstance(contact, str):
        return Refused(contact)
    plan = await plan_for(session, wanted, now)
    if wrong == "past":
        return Refused(wrong, await near_to(session, plan, wanted, now))
    told = {"topic": topic, "description": description.strip(), "intake": intake.stored() if intake else None}
    who = {"name": contact[0], "phone": contact[1], "district": district, "town": town}
    values: dict[str, Any] = {**told, **who, "member_id": member_id, "key": key, "created_at": now}
    return await _first_free(session, queue, plan, wanted, values)


async def add(session: AsyncSession, slot: FreeSlot, way: str, values: dict[str, Any]) -> Appointment | None:
    """Insert the row; None when another appointment that holds the slot, or the same message, was there first."""
    new = {"id": new_id(), "code": new_code(), "status": "booked", "moves": 0}
    at = {"lawyer_id": slot.lawyer_id, "starts_at": slot.starts_at, "ends_at": slot.ends_at}
    rest = {"place": slot.shift.place, "way": way}
    statement = insert_into(session, Appointment).values({**new, **at, **rest, **values}).on_conflict_do_nothing()
    added = await session.scalar(statement.returning(Appointment.id))
    return None if added is None else await find_appointment(session, Appointment.id == added)


async def _first_free(
    session: AsyncSession, queue: NoticeQueue, plan: Plan, wanted: Wanted, values: dict[str, Any]
) -> BookedSlot | Refused:
    """Try who looks free, in turn."""
    now: datetime = values["created_at"]
    refused: Refused | None = None
    for slot in await free_then(session, plan, wanted, now):
        way = check_way(wanted.way, slot.ways)
        if isinstance(way, Refused):
            refused = way
            continue
        busy = await busy_then(session, values["member_id"], slot.starts_at, slot.ends_at)
        if busy is not None:
            return Refused("busy", await near_to(session, plan, wanted, now), busy)
        appointment = await add(session, slot, way, values)
        if appointment is not None:
            await telling.confirm(session, queue, appointment, now)
            return BookedSlot(appointment)
    return await _refused(session, plan, wanted, values, refused)


async def _refused(
    session: AsyncSession, plan: Plan, wanted: Wanted, values: dict[str, Any], refused: Refused | None
) -> BookedSlot | Refused:
    repeated = await _by_key(session, values["member_id"], values["key"])
    if repeated is not None:
        return BookedSlot(repeated)
    now: datetime = values["created_at"]
    if refused is not None:
        return Refused(refused.reason, await near_to(session, plan, wanted, now), refused.detail)
    return await why_not(session, plan, wanted, now)


async def _by_key(session: AsyncSession, member_id: str, key: str) -> Appointment | None:
    return await find_appointment(session, Appointment.key == key, Appointment.member_id == member_id)
