"""The knowledge base in SQL: versions, of which a reader sees the newest whole.

An entry's row says from which version on it holds and, once something else does, until which. Rows are added and
closed, so a reader needs no lock: it asks for the current number (one index look-up, cheap enough to poll) and loads
what holds in it when the number is new.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, and_, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import insert_into
from knowledge.content import MODELS, Content, Entry, EntryKind
from knowledge.models import KnowledgeEntry, KnowledgeVersion

Key = tuple[EntryKind, str]  # kind and id of an entry
Kinds = Collection[EntryKind]
ALL_KINDS: Kinds = tuple(MODELS)


@dataclass(frozen=True)
class Stored:
    """An entry's row. `version`: since when it says this; `by_staff`: whether staff made it say so."""

    version: int
    data: dict[str, Any]
    position: int
    by_staff: bool


@dataclass(frozen=True)
class Kept:
    """What staff did in the console to an entry that files know otherwise. `step`: changed, added or retired."""

    kind: EntryKind
    entry_id: str
    step: str


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


async def import_content(
    session: AsyncSession, content: Content, now: datetime, *, kinds: Kinds = ALL_KINDS, force: bool = False
) -> int:
    """Take a folder's entries (of these kinds) as a new version, unless the last imported folder held the same.

    What staff changed, added or retired in the console stays as they left it; `force` takes the files instead.
    Safe when several processes start at once: the number is read before the content is compared, so a version that
    comes in between takes the number, and the comparison is done again.

    Returns:
        the current version's number afterwards.
    """
    number = await current_version(session)
    if not force and await _last_imported(session) == content.hash():
        return await current_version(session)  # read again: it may have come in since
    row = {"number": number + 1, "content_hash": content.hash(), "from_files": True, "created_at": now}
    if not await add_version(session, row):
        return await import_content(session, content, now, kinds=kinds, force=force)
    kept = set() if force else {(one.kind, one.entry_id) for one in await kept_from(session, content, kinds)}
    await _replace(session, number + 1, content, kinds, kept)
    return number + 1


async def kept_from(session: AsyncSession, content: Content, kinds: Kinds = ALL_KINDS) -> list[Kept]:
    """The entries that an import of these files leaves as staff left them."""
    stored = await _stored(session, kinds)
    files = {(kind, entry.id): as_data(entry) for kind, entry in content.entries() if kind in kinds}
    edited = [
        Kept(*key, "changed" if key in files else "added")
        for key, one in stored.items()
        if one.by_staff and files.get(key) != one.data
    ]
    retired = await _retired_by_staff(session)
    return [*edited, *(Kept(*key, "retired") for key in files if key in retired and key not in stored)]


async def add_version(session: AsyncSession, row: Mapping[str, Any]) -> bool:
    """Begin a version; False if another process took the number."""
    statement = insert_into(session, KnowledgeVersion).values(**row).on_conflict_do_nothing()
    return await session.scalar(statement.returning(KnowledgeVersion.number)) is not None


async def close(session: AsyncSession, kind: str, entry_id: str, base: int, number: int) -> bool:
    """End what an entry says since version `base` with version `number`; False if it says something else by now."""
    key = (KnowledgeEntry.kind == kind, KnowledgeEntry.entry_id == entry_id, KnowledgeEntry.version == base)
    statement = update(KnowledgeEntry).where(*key, KnowledgeEntry.until.is_(None)).values(until=number)
    result = cast("CursorResult[Any]", await session.execute(statement, execution_options=_UNSEEN))
    return result.rowcount == 1


def as_data(entry: Entry) -> dict[str, Any]:
    """An entry as it is stored."""
    return entry.model_dump(mode="json", by_alias=True)


_UNSEEN = {"synchronize_session": False}  # no objects of these rows are at hand


async def _last_imported(session: AsyncSession) -> str | None:
    newest_first = KnowledgeVersion.number.desc()
    query = select(KnowledgeVersion.content_hash).where(KnowledgeVersion.from_files).order_by(newest_first).limit(1)
    return await session.scalar(query)


async def _stored(session: AsyncSession, kinds: Kinds) -> dict[Key, Stored]:
    """All entries of these kinds as they are."""
    entry, version = KnowledgeEntry, KnowledgeVersion
    columns = (entry.kind, entry.entry_id, entry.version, entry.data, entry.position, version.from_files)
    query = (
        select(*columns)
        .join(version, version.number == entry.version)
        .where(entry.until.is_(None), entry.kind.in_(kinds))
    )
    rows = (await session.execute(query)).all()
    # Rows written by an older program lack fields that were added since: they are compared as they are read.
    return {
        (row.kind, row.entry_id): Stored(
            row.version, as_data(MODELS[row.kind].model_validate(row.data)), row.position, not row.from_files
        )
        for row in rows
    }


async def _retired_by_staff(session: AsyncSession) -> set[Key]:
    """Entries whose last end so far came by a step of staff."""
    entry, version = KnowledgeEntry, KnowledgeVersion
    ends = select(entry.kind, entry.entry_id, func.max(entry.until).label("last"))
    last = ends.group_by(entry.kind, entry.entry_id).subquery()
    query = select(last.c.kind, last.c.entry_id).join(version, version.number == last.c.last)
    return {(row.kind, row.entry_id) for row in await session.execute(query.where(version.step == "retired"))}


async def _replace(session: AsyncSession, number: int, content: Content, kinds: Kinds, kept: set[Key]) -> None:
    """Have the entries of the files from this version on, but for those that are kept.

    Where staff wrote what the files hold by now, it is the files' again.
    """
    stored = await _stored(session, kinds)
    rows: list[dict[str, Any]] = []
    for position, (kind, entry) in enumerate(content.entries()):
        key, data = (kind, entry.id), as_data(entry)
        before = stored.pop(key, None)
        if key in kept or kind not in kinds:
            continue
        if before is None or before.by_staff or before.data != data:
            if before is not None:
                await close(session, *key, before.version, number)
            rows.append({"version": number, "kind": kind, "entry_id": entry.id, "position": position, "data": data})
        elif before.position != position:
            await _move(session, key, position)
    for key, gone in stored.items():
        if key not in kept:
            await close(session, *key, gone.version, number)
    if rows:
        await session.execute(insert(KnowledgeEntry), rows)


async def _move(session: AsyncSession, key: Key, position: int) -> None:
    """The order of the files is not what an entry says: it is changed in place."""
    of_key = (KnowledgeEntry.kind == key[0], KnowledgeEntry.entry_id == key[1], KnowledgeEntry.until.is_(None))
    await session.execute(update(KnowledgeEntry).where(*of_key).values(position=position), execution_options=_UNSEEN)
