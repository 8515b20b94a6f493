"""The knowledge base in SQL: imported by version, served from the newest.

A version is written whole in one transaction and never changed, so a reader needs no lock: it asks for the
current number (one index look-up, cheap enough to poll) and loads the entries when the number is new.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import insert_into
from knowledge.content import MODELS, Content
from knowledge.models import KnowledgeEntry, KnowledgeVersion


async def current_version(session: AsyncSession) -> int:
    """The number of the newest version; 0 when nothing was imported yet."""
    return await session.scalar(select(func.max(KnowledgeVersion.number))) or 0


async def load_current(session: AsyncSession) -> tuple[int, Content]:
    """The newest version's number and all it holds, in order."""
    number = await current_version(session)
    columns = select(KnowledgeEntry.kind, KnowledgeEntry.data)
    query = columns.where(KnowledgeEntry.version == number).order_by(KnowledgeEntry.position)
    found: dict[str, list[Any]] = {kind: [] for kind in MODELS}
    for kind, data in await session.execute(query):
        found[kind].append(MODELS[kind].model_validate(data))
    return number, Content(tuple(found["program"]), tuple(found["right"]), tuple(found["hotline"]))


async def import_content(session: AsyncSession, content: Content, now: datetime) -> int:
    """Take a folder's entries as a new version, unless the last imported folder held the same.

    Compared with the last *imported* version: what staff changed since in the console stays until the files change.
    Safe when several processes start at once: the number is read before the content is compared, so a version that
    comes in between takes the number, and the comparison is done again.

    Returns:
        the current version's number afterwards.
    """
    number = await current_version(session)
    if await _last_imported(session) == content.hash():
        return await current_version(session)  # read again: it may have come in since
    if await _add(session, number + 1, content, now, from_files=True):
        return number + 1
    return await import_content(session, content, now)


async def save_version(session: AsyncSession, content: Content, now: datetime) -> int:
    """Write all entries, edited by staff, as the next version; returns its number."""
    number = await current_version(session) + 1
    if await _add(session, number, content, now, from_files=False):
        return number
    return await save_version(session, content, now)


async def _last_imported(session: AsyncSession) -> str | None:
    newest_first = KnowledgeVersion.number.desc()
    query = select(KnowledgeVersion.content_hash).where(KnowledgeVersion.from_files).order_by(newest_first).limit(1)
    return await session.scalar(query)


async def _add(session: AsyncSession, number: int, content: Content, now: datetime, *, from_files: bool) -> bool:
    """Write one version whole; False if another process took the number."""
    row = {"number": number, "content_hash": content.hash(), "from_files": from_files, "created_at": now}
    statement = insert_into(session, KnowledgeVersion).values(**row).on_conflict_do_nothing()
    if await session.scalar(statement.returning(KnowledgeVersion.number)) is None:
        return False
    rows = [
        {
            "version": number,
            "kind": kind,
            "entry_id": entry.id,
            "position": position,
            "data": entry.model_dump(mode="json", by_alias=True),
        }
        for position, (kind, entry) in enumerate(content.entries())
    ]
    if rows:
        await session.execute(insert(KnowledgeEntry), rows)
    return True
