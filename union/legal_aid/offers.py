"""A slot kept for a member until they answer: it holds the slot like a booking, by the same unique indexes."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import insert_into
from union.ids import new_code, new_id
from union.legal_aid import telling, texts
from union.legal_aid.codes import close_offer, offer_code
from union.legal_aid.listing import FreeSlot, find_appointment
from union.legal_aid.models import Appointment
from union.legal_aid.rules import latest_answer
from union.legal_aid.seats import busy_then
from union.legal_aid.steps import move
from union.notices.service import NoticeQueue

COPIED = ("topic", "description", "intake", "name", "phone", "district", "town")


async def keep_for(
    session: AsyncSession,
    queue: NoticeQueue | None,
    mine: Appointment,
    slot: FreeSlot,
    why: str,
    now: datetime,
    *,
    way: str | None = None,
    new: bool = False,
) -> Appointment | None:
    """Keep a slot for the member of `mine` and ask by a code; None: too late for that, they are busy, or it is taken.

    `new`: not in place of `mine`, but as another appointment with the same intake (mediation a level above).
    """
    until = latest_answer(now, slot.starts_at, slot.window.offer_hours)
    besides = () if new else (mine.id,)
    if until <= now or await busy_then(session, mine.member_id, slot.starts_at, slot.ends_at, *besides):
        return None
    asked = way or (mine.way if mine.way in slot.ways else slot.ways[0])
    offer = await _hold(session, mine, slot, asked, until, now, new=new)
    if offer is None:
        return None
    code = await offer_code(session, offer, now)
    await telling.tell(session, queue, offer, "offer", texts.offer(offer, why, code, until), now, expires=until)
    return offer


async def offer_at(session: AsyncSession, mine: Appointment, start: datetime) -> Appointment | None:
    """The slot that is kept in place of this appointment, if it begins then."""
    return await find_appointment(session, *_instead_of(mine.id), Appointment.starts_at == start)


async def release(session: AsyncSession, offer: Appointment, now: datetime) -> bool:
    """Nobody keeps the slot any more; False: it was answered just now."""
    if not await move(session, offer, ["offered"], status="passed_on", until=None, cancelled_at=now):
        return False
    await close_offer(session, offer.id)
    await telling.take_back(session, offer, now)
    return True


async def offers_instead_of(session: AsyncSession, appointment_id: str) -> list[Appointment]:
    """The slots kept in place of an appointment: one at most."""
    ids = (await session.scalars(select(Appointment.id).where(*_instead_of(appointment_id)))).all()
    found = [await find_appointment(session, Appointment.id == offer_id) for offer_id in ids]
    return [offer for offer in found if offer is not None]


def _instead_of(appointment_id: str) -> tuple[ColumnElement[bool], ...]:
    return Appointment.instead_of == appointment_id, Appointment.status == "offered"


async def _hold(
    session: AsyncSession, mine: Appointment, slot: FreeSlot, way: str, until: datetime, now: datetime, *, new: bool
) -> Appointment | None:
    offer_id = new_id()
    # What would only move an appointment needs no second copy of what was told.
    told = {"topic": mine.topic, "description": "", "intake": None, "name": "", "phone": "", "district": "", "town": ""}
    if new:
        told = {name: getattr(mine, name) for name in COPIED}
    values: dict[str, Any] = {
        "id": offer_id,
        "lawyer_id": slot.lawyer_id,
        "member_id": mine.member_id,
        "starts_at": slot.starts_at,
        "ends_at": slot.ends_at,
        "way": way,
        "place": slot.shift.place,
        "status": "offered",
        "until": until,
        "moves": 0,
        "instead_of": None if new else mine.id,
        "previous_id": mine.id if new else None,
        "code": new_code(),
        "key": f"offer:{offer_id}",
        "created_at": now,
        **told,
    }
    added = insert_into(session, Appointment).values(values).on_conflict_do_nothing().returning(Appointment.id)
    if await session.scalar(added) is None:
        return None
    return await find_appointment(session, Appointment.id == offer_id)
