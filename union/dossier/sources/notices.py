"""Notices the member was sent: which kind and what became of it. Its text may be for the member alone."""

from datetime import datetime

from sqlalchemy import select, true
from sqlalchemy.ext.asyncio import AsyncSession

from union.dossier.entry import Entry
from union.notices.holding import STATES
from union.notices.kinds import manners
from union.notices.models import Notice

PRIVATE = ("matchmaking.",)  # not even that there was one: who takes part is for the organisers


async def read(session: AsyncSession, member_id: str, before: datetime | None, most: int) -> list[Entry]:
    """Nothing leads to a notice's page: `ref` is empty."""
    query = (
        select(Notice.created_at, Notice.kind, Notice.state)
        .where(Notice.member_id == member_id, *(~Notice.kind.startswith(kind) for kind in PRIVATE))
        .where(Notice.created_at < before if before else true())
        .order_by(Notice.created_at.desc(), Notice.id.desc())
        .limit(most)
    )
    found = await session.execute(query)
    return [Entry("notice", at, manners(kind).name, STATES[state]) for at, kind, state in found]
