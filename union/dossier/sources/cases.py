"""Talks with staff."""

from datetime import datetime

from sqlalchemy import select, true
from sqlalchemy.ext.asyncio import AsyncSession

from union.dossier.entry import Entry
from union.handoff.holding import STATES
from union.handoff.models import HandoffCase


async def read(session: AsyncSession, member_id: str, before: datetime | None, most: int) -> list[Entry]:
    """`ref`: the id of the case, whose page shows an ended one too."""
    query = (
        select(HandoffCase)
        .where(HandoffCase.member_id == member_id, HandoffCase.asked_at < before if before else true())
        .order_by(HandoffCase.id.desc())
        .limit(most)
    )
    return [_entry(case) for case in await session.scalars(query)]


def _entry(case: HandoffCase) -> Entry:
    state = STATES.get(case.state, case.state)
    who = f"{state}，{case.staff}" if case.staff else state
    return Entry("case", case.asked_at, case.topic or "人工服务", who, str(case.id))
