"""What the ids in the counts are called: intents in the words of the desk, entries by their titles."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from console.conversation.understanding import INTENTS
from knowledge.models import KnowledgeEntry
from knowledge.store import current_version
from union.numbers.talks import Talks

_TITLES = ("name", "title")


async def names_of(session: AsyncSession, talks: Talks) -> dict[str, str]:
    """Id as it stands in the counts -> what staff read. An entry that is gone keeps its id."""
    ids = [key.partition(":")[2] for key, _ in talks.answered]
    query = select(KnowledgeEntry.kind, KnowledgeEntry.entry_id, KnowledgeEntry.data).where(
        KnowledgeEntry.version == await current_version(session), KnowledgeEntry.entry_id.in_(ids)
    )
    found = dict(INTENTS)
    for kind, entry_id, data in (await session.execute(query)).tuples():
        found[f"{kind}:{entry_id}"] = next((str(data[key]) for key in _TITLES if data.get(key)), entry_id)
    return found
