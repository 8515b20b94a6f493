"""Applications that were handed in."""

from datetime import datetime

from sqlalchemy import select, true
from sqlalchemy.ext.asyncio import AsyncSession

from union.applications.models import Application
from union.applications.texts import STATUS_WORDS, name_of
from union.dossier.entry import Entry


async def read(session: AsyncSession, member_id: str, before: datetime | None, most: int) -> list[Entry]:
    """`ref`: the number."""
    query = (
        select(Application)
        .where(Application.member_id == member_id, Application.submitted_at < before if before else true())
        .order_by(Application.submitted_at.desc(), Application.id)
        .limit(most)
    )
    return [
        Entry("application", one.submitted_at, name_of(one), STATUS_WORDS[one.status], one.number)
        for one in await session.scalars(query)
    ]
