"""Notes of staff about a case. No member ever gets them; they go with the case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from union.desk.canned import Refused
from union.desk.models import CaseNote
from union.desk.reach import member_of_case
from union.handoff.models import HandoffCase
from union.staff.scope import EVERYTHING, Scope

LONGEST = 1000  # characters


@dataclass(frozen=True)
class Noted:
    """The note stands."""

    member_id: str


async def add_note(
    session: AsyncSession, case_id: int, text: str, *, staff: str, now: datetime, scope: Scope = EVERYTHING
) -> Noted | Refused:
    """Write a note."""
    text = text.strip()
    if not text:
        return Refused("empty")
    if len(text) > LONGEST:
        return Refused("too_long")
    member_id = await member_of_case(session, scope, case_id)
    if member_id is None:
        return Refused("unknown")
    session.add(CaseNote(case_id=case_id, staff=staff, text=text, at=now))
    await session.flush()
    return Noted(member_id)


async def notes_of(session: AsyncSession, member_id: str, *, most: int = 20) -> Sequence[CaseNote]:
    """The newest notes about any case of the member, the newest first. To be asked for a member within one's scope."""
    query = select(CaseNote).join(HandoffCase, HandoffCase.id == CaseNote.case_id)
    mine = query.where(HandoffCase.member_id == member_id).order_by(CaseNote.id.desc()).limit(most)
    return (await session.scalars(mine)).all()
