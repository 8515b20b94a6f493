"""Bringing a folder's entries into the database: what staff changed in the console stays."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge.content import MODELS, Content, EntryKind
from knowledge.models import KnowledgeEntry, KnowledgeVersion
from knowledge.store import UNSEEN, add_version, as_data, close, current_version

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
    await session.execute(update(KnowledgeEntry).where(*of_key).values(position=position), execution_options=UNSEEN)
