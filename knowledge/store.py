"""The knowledge base in SQL: versions, of which a reader sees the newest whole.

An entry's row says from which version on it holds and, once something else does, until which. Rows are added and
closed, so a reader needs no lock: it asks for the current number (one index look-up, cheap enough to poll) and loads
what holds in it when the number is new.
"""

from collections.abc import Mapping
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import insert_into
from knowledge.content import MODELS, Content, Entry
from knowledge.models import KnowledgeEntry, KnowledgeVersion

UNSEEN = {"synchronize_session": False}  # no objects of these rows are at hand


async def current_version(session: AsyncSession) -> int:
    """The number of the newest version; 0 when nothing was imported yet."""
    return await session.scalar(select(func.max(KnowledgeVersion.number))) or 0


def holding(number: int) -> ColumnElement[bool]:
    """A condition on rows of entries: they hold in this version."""
    until = KnowledgeEntry.until
    return and_(KnowledgeEntry.version <= number, or_(until.is_(None), until > number))


async def load_current(session: AsyncSession) -> tuple[int, Content]:
    """The newest version's number and all it holds, in order."""
    number = await current_version(session)
    columns = select(KnowledgeEntry.kind, KnowledgeEntry.data)
    query = columns.where(holding(number)).order_by(KnowledgeEntry.position, KnowledgeEntry.entry_id)
    found: dict[str, list[Any]] = {kind: [] for kind in MODELS}
    for kind, data in await session.execute(query):
        found[kind].append(MODELS[kind].model_validate(data))
    return number, Content(
        tuple(found["program"]), tuple(found["right"]), tuple(found["hotline"]), tuple(found["guide"])
    )


async def add_version(session: AsyncSession, row: Mapping[str, Any]) -> bool:
    """Begin a version; False if another process took the number."""
    statement = insert_into(session, KnowledgeVersion).values(**row).on_conflict_do_nothing()
    return await session.scalar(statement.returning(KnowledgeVersion.number)) is not None


async def close(session: AsyncSession, kind: str, entry_id: str, base: int, number: int) -> bool:
    """End what an entry says since version `base` with version `number`; False if it says something else by now."""
    key = (KnowledgeEntry.kind == kind, KnowledgeEntry.entry_id == entry_id, KnowledgeEntry.version == base)
    statement = update(KnowledgeEntry).where(*key, KnowledgeEntry.until.is_(None)).values(until=number)
    result = cast("CursorResult[Any]", await session.execute(statement, execution_options=UNSEEN))
    return result.rowcount == 1


def as_data(entry: Entry) -> dict[str, Any]:
    """An entry as it is stored."""
    return entry.model_dump(mode="json", by_alias=True)
