"""Anonymous examples for the knowledge base: drafted from what the lawyer wrote, read by somebody else, then listed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CursorResult, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import insert_into
from union.ids import new_id
from union.legal_aid import texts
from union.legal_aid.anonymous import gives_away
from union.legal_aid.intake import read_intake
from union.legal_aid.listing import find_appointment
from union.legal_aid.models import Appointment
from union.legal_aid.reach import examples_within
from union.legal_aid.records import AppointmentOutcome, CaseExample
from union.legal_aid.refusal import Refused
from union.staff.scope import EVERYTHING, Scope

_NO_SYNC = {"synchronize_session": False}


@dataclass(frozen=True)
class Example:
    """One example that was approved, for whoever keeps the knowledge base: nothing in it leads to a member."""

    id: str
    service: str
    topic: str
    text: str
    approved_at: datetime


async def draft_example(
    session: AsyncSession, staff: str, appointment_id: str, *, now: datetime, text: str | None = None
) -> CaseExample | Refused:
    """Make a draft of topic, outcome and next step as the lawyer wrote them, or of the lawyer's own `text`.

    Never of the member's words. Drafting again replaces the draft until it was decided about.
    """
    mine = await find_appointment(session, Appointment.id == appointment_id)
    if mine is None:
        return Refused("unknown")
    if mine.lawyer.staff != staff:
        return Refused("not_yours")
    if mine.lawyer.window.privacy == "private":
        return Refused("private")
    outcome = await session.get(AppointmentOutcome, appointment_id)
    if outcome is None:
        return Refused("not_over")
    service = mine.lawyer.window.service
    drafted = (text or texts.example(service, mine.topic, outcome.words, outcome.next_step)).strip()
    known = (mine.name, mine.phone, read_intake(mine.intake).employer)
    refused = _why_not(drafted, known)
    if refused is not None:
        return refused
    values = {"text": drafted, "drafted_by": staff, "drafted_at": now}
    fixed = {"id": new_id(), "appointment_id": mine.id, "service": service, "topic": mine.topic, "status": "draft"}
    new = insert_into(session, CaseExample).values(**fixed, **values, reviewed_by="")
    is_draft = CaseExample.status == "draft"
    written = new.on_conflict_do_update(index_elements=["appointment_id"], set_=values, where=is_draft)
    example_id = await session.scalar(written.returning(CaseExample.id))
    return await session.get_one(CaseExample, example_id, populate_existing=True) if example_id else Refused("decided")


async def review_example(
    session: AsyncSession, staff: str, example_id: str, *, approve: bool, now: datetime, text: str | None = None
) -> CaseExample | Refused:
    """Somebody else than who drafted it says yes, with corrections if need be, or no. Once."""
    found = await session.get(CaseExample, example_id, populate_existing=True)
    if found is None:
        return Refused("unknown")
    if found.drafted_by == staff:
        return Refused("own_draft")
    values: dict[str, object] = {"status": "approved" if approve else "rejected"}
    if text is not None and approve:
        refused = _why_not(text, ())
        if refused is not None:
            return refused
        values["text"] = text.strip()
    draft = update(CaseExample).where(CaseExample.id == example_id, CaseExample.status == "draft")
    result = await session.execute(
        draft.values(**values, reviewed_by=staff, reviewed_at=now), execution_options=_NO_SYNC
    )
    assert isinstance(result, CursorResult)
    if result.rowcount != 1:
        return Refused("decided")
    return await session.get_one(CaseExample, example_id, populate_existing=True)


async def drafts(session: AsyncSession, scope: Scope = EVERYTHING) -> Sequence[CaseExample]:
    """What waits for a review, oldest first."""
    waiting = select(CaseExample).where(CaseExample.status == "draft", examples_within(scope))
    return (await session.scalars(waiting.order_by(CaseExample.drafted_at, CaseExample.id))).all()


async def example_within(session: AsyncSession, example_id: str, scope: Scope) -> bool:
    """Whether one is for the eyes of this scope."""
    this = (CaseExample.id == example_id, examples_within(scope))
    return await session.scalar(select(CaseExample.id).where(*this)) is not None


async def approved_examples(session: AsyncSession, topic: str | None = None, most: int = 100) -> list[Example]:
    """What may be told to everybody, newest first: of one topic, or all."""
    approved = select(CaseExample).where(CaseExample.status == "approved")
    if topic is not None:
        approved = approved.where(CaseExample.topic == topic)
    rows = await session.scalars(approved.order_by(CaseExample.reviewed_at.desc(), CaseExample.id).limit(most))
    return [Example(one.id, one.service, one.topic, one.text, one.reviewed_at) for one in rows if one.reviewed_at]


def _why_not(text: str, known: Collection[str]) -> Refused | None:
    if not text.strip():
        return Refused("empty")
    found = gives_away(text, known)
    return None if found is None else Refused("not_anonymous", detail=found)
