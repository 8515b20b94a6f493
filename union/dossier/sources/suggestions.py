"""Suggestions under the member's name. Those without one are left out: who sent them is not to be known."""

from datetime import datetime

from sqlalchemy import select, true
from sqlalchemy.ext.asyncio import AsyncSession

from union.dossier.entry import Entry
from union.voices.holding import STATE_WORDS
from union.voices.models import Suggestion


async def read(session: AsyncSession, member_id: str, before: datetime | None, most: int) -> list[Entry]:
    """`ref`: the number."""
    query = (
        select(Suggestion.created_at, Suggestion.topic, Suggestion.state, Suggestion.number)
        .where(Suggestion.member_id == member_id, Suggestion.name.is_not(None))
        .where(Suggestion.created_at < before if before else true())
        .order_by(Suggestion.created_at.desc(), Suggestion.id)
        .limit(most)
    )
    found = await session.execute(query)
    return [Entry("suggestion", at, topic, STATE_WORDS[state], number) for at, topic, state, number in found]
