"""One talk with all that belongs to it, as staff may see it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from union.attachments.service import of_subject
from union.legal_aid import texts
from union.legal_aid.desk import Card, of_code
from union.legal_aid.listing import find_appointment
from union.legal_aid.models import Appointment
from union.legal_aid.privacy import Reader, may_read
from union.legal_aid.records import AppointmentOutcome, AppointmentStep, CaseExample
from union.legal_aid.telling import subject
from union.staff.scope import EVERYTHING, Scope


@dataclass(frozen=True)
class Outcome:
    """What the lawyer wrote down."""

    outcome: str
    words: str
    next_step: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Talk:
    """`gives`: the account of who gives it (None: not linked to one). What may not be read is empty, or None.

    example: draft, approved or rejected; None: there is none yet. draft: what an example would say, None: none can be.
    """

    card: Card
    gives: str | None
    outcome: Outcome | None
    pictures: tuple[str, ...]
    steps: tuple[tuple[datetime, str, str], ...]
    example: str | None
    draft: str | None

    def is_of(self, staff: str) -> bool:
        """Whether this account gives the talk."""
        return self.gives is not None and self.gives == staff


async def talk(session: AsyncSession, reader: Reader, code: str, scope: Scope = EVERYTHING) -> Talk | None:
    """The talk with this code; what the reader may not read is left out here already."""
    card = await of_code(session, reader, code, scope)
    mine = await find_appointment(session, Appointment.id == card.id) if card else None
    if card is None or mine is None:
        return None
    readable = may_read(reader, mine.lawyer.window.privacy, mine.lawyer.staff)
    found = await session.get(AppointmentOutcome, card.id, populate_existing=True) if readable else None
    outcome = Outcome(found.outcome, found.words, found.next_step, found.by, found.at) if found else None
    kept = [one for one in await of_subject(session, subject(card.id)) if one.state == "kept"] if readable else []
    public = mine.lawyer.window.privacy != "private"
    draft = texts.example(card.service, mine.topic, outcome.words, outcome.next_step) if outcome and public else None
    example = select(CaseExample.status).where(CaseExample.appointment_id == card.id)
    return Talk(
        card=card,
        gives=mine.lawyer.staff,
        outcome=outcome,
        pictures=tuple(one.id for one in kept),
        steps=await _steps(session, card.id),
        example=await session.scalar(example),
        draft=draft,
    )


async def may_see_pictures(
    session: AsyncSession, reader: Reader, appointment_id: str, scope: Scope = EVERYTHING
) -> bool:
    """Whether the papers of a talk are for this reader."""
    mine = await find_appointment(session, Appointment.id == appointment_id)
    if mine is None or not may_read(reader, mine.lawyer.window.privacy, mine.lawyer.staff):
        return False
    return await of_code(session, reader, mine.code, scope) is not None


async def _steps(session: AsyncSession, appointment_id: str) -> tuple[tuple[datetime, str, str], ...]:
    query = select(AppointmentStep).where(AppointmentStep.appointment_id == appointment_id)
    return tuple((one.at, one.verb, one.by) for one in await session.scalars(query.order_by(AppointmentStep.id)))
