"""Verbs on entries: each makes a new version, by compare-and-set on what the editor read."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import insert_into
from knowledge.content import MODELS, Entry, EntryKind
from knowledge.editing.review import this_month
from knowledge.editing.within import Within, is_within
from knowledge.models import KnowledgeEntry, KnowledgeVersion
from knowledge.rights import NEEDED_HOTLINES
from knowledge.store import add_version, as_data, close, current_version

Step = Literal["added", "changed", "reviewed", "retired", "restored"]
NEW = 0  # the base of an entry that is not there yet


@dataclass(frozen=True)
class By:
    """Who does it, what it is called, and when. `within`: what they may change."""

    staff: str
    step: Step
    now: datetime
    within: Within | None = None


@dataclass(frozen=True)
class Saved:
    """Done; the entry says this since `version`."""

    version: int


@dataclass(frozen=True)
class Refused:
    """Not done. `changed`: it says something else than the editor read; `detail`: who changed it."""

    reason: Literal["changed", "gone", "exists", "needed", "outside", "settled"]
    detail: str = ""


async def save_entry(session: AsyncSession, kind: EntryKind, entry: Entry, *, base: int, by: By) -> Saved | Refused:
    """Have an entry say this. `base`: the version since which it says what the editor read; NEW: there is none yet.

    The same again does nothing, so a transaction may be run twice.
    """
    before = await _current(session, kind, entry.id)
    if not is_within(entry, by.within) or (before and not is_within(_read(before), by.within)):
        return Refused("outside")
    data = as_data(entry)
    if before is not None and as_data(_read(before)) == data:
        return Saved(before.version)
    if refused := await _stale(session, before, base):
        return refused
    position = before.position if before else await _behind(session)
    number = await _begin(session, by)
    if before is not None and not await close(session, kind, entry.id, base, number):
        return await _lost(session, number)
    row = {"version": number, "kind": kind, "entry_id": entry.id, "position": position, "data": data}
    statement = insert_into(session, KnowledgeEntry).values(**row).on_conflict_do_nothing()
    if await session.scalar(statement.returning(KnowledgeEntry.version)) is None:
        return await _lost(session, number)
    return Saved(number)


async def retire_entry(session: AsyncSession, kind: EntryKind, entry_id: str, *, base: int, by: By) -> Saved | Refused:
    """Have the bot no longer know it; its history stays, and it may be taken up again."""
    before = await _current(session, kind, entry_id)
    if kind == "hotline" and entry_id in NEEDED_HOTLINES:
        return Refused("needed")
    if before is None:
        return Refused("gone")
    if not is_within(_read(before), by.within):
        return Refused("outside")
    if refused := await _stale(session, before, base):
        return refused
    number = await _begin(session, by)
    return Saved(number) if await close(session, kind, entry_id, base, number) else await _lost(session, number)


async def restore_entry(
    session: AsyncSession, kind: EntryKind, entry_id: str, version: int, *, base: int, by: By
) -> Saved | Refused:
    """Have it say again what it said since `version`. `base` is NEW where it is retired."""
    row = await session.get(KnowledgeEntry, (version, kind, entry_id))
    if row is None:
        return Refused("gone")
    return await save_entry(session, kind, _read(row), base=base, by=by)


async def mark_reviewed(session: AsyncSession, kind: EntryKind, entry_id: str, *, base: int, by: By) -> Saved | Refused:
    """Somebody compared it with how things are, and it is right as it stands."""
    before = await _current(session, kind, entry_id)
    if before is None:
        return Refused("gone")
    reviewed = _read(before).model_copy(update={"reviewed": this_month(by.now)})
    return await save_entry(session, kind, reviewed, base=base, by=by)


def _read(row: KnowledgeEntry) -> Entry:
    return MODELS[row.kind].model_validate(row.data)  # type: ignore[index]


async def _current(session: AsyncSession, kind: str, entry_id: str) -> KnowledgeEntry | None:
    entry = KnowledgeEntry
    query = select(entry).where(entry.kind == kind, entry.entry_id == entry_id, entry.until.is_(None))
    return (await session.execute(query, execution_options={"populate_existing": True})).scalar_one_or_none()


async def _stale(session: AsyncSession, before: KnowledgeEntry | None, base: int) -> Refused | None:
    """Whether the editor read something else than what the entry says."""
    if before is None:
        return Refused("gone") if base != NEW else None
    if before.version == base:
        return None
    version = await session.get(KnowledgeVersion, before.version)
    return Refused("changed" if base != NEW else "exists", version.staff if version else "")


async def _begin(session: AsyncSession, by: By) -> int:
    """A version of its own for this step."""
    while True:
        number = await current_version(session) + 1
        row: dict[str, Any] = {"content_hash": "", "from_files": False, "created_at": by.now}
        if await add_version(session, {"number": number, "staff": by.staff[:32], "step": by.step, **row}):
            return number


async def _behind(session: AsyncSession) -> int:
    """A place after all others."""
    return (await session.scalar(select(func.max(KnowledgeEntry.position))) or 0) + 1


async def _lost(session: AsyncSession, number: int) -> Refused:
    """Somebody was quicker in between: the version begun for nothing goes."""
    await session.execute(delete(KnowledgeVersion).where(KnowledgeVersion.number == number))
    return Refused("changed")
