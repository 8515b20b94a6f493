"""What an entry said, version by version: who changed what, field by field."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from knowledge.content import MODELS, EntryKind
from knowledge.editing.fields import LABELS, to_answers
from knowledge.models import KnowledgeEntry, KnowledgeVersion
from knowledge.store import as_data


@dataclass(frozen=True)
class Change:
    """One field: what stood there and what stands there now; empty for nothing."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Past:
    """One state of an entry, or its end. `version`: since when; `step`: imported, or what staff did (retired: its end).

    `changes`: against the state before; none for the first. `may_return`: there is a state to go back to.
    """

    version: int
    step: str
    staff: str
    at: datetime
    changes: tuple[Change, ...]
    may_return: bool


async def history(session: AsyncSession, kind: EntryKind, entry_id: str) -> list[Past]:
    """The newest first. States that say the same as the one before are left out."""
    begun, ended = aliased(KnowledgeVersion), aliased(KnowledgeVersion)
    query = (
        select(KnowledgeEntry, begun, ended)
        .join(begun, begun.number == KnowledgeEntry.version)
        .outerjoin(ended, ended.number == KnowledgeEntry.until)
        .where(KnowledgeEntry.kind == kind, KnowledgeEntry.entry_id == entry_id)
        .order_by(KnowledgeEntry.version)
    )
    rows = (await session.execute(query)).tuples().all()
    past: list[Past] = []
    before: dict[str, str] | None = None
    for position, (row, first, last) in enumerate(rows):
        answers = shown(kind, row.data)
        changed = changes(kind, before or {}, answers) if before is not None else ()
        if before is None or changed:
            past.append(_past(first, changed, may_return=row.until is not None))
        before = answers
        goes_on = position + 1 < len(rows) and rows[position + 1][0].version == row.until
        if last is not None and not goes_on:
            past.append(_past(last, (), may_return=False, is_end=True))
            before = None  # taken up again it begins anew, whatever it says
    return past[::-1]


def changes(kind: EntryKind, before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Change, ...]:
    """The fields that differ, in the form's order. Pure."""
    return tuple(
        Change(label, before.get(name, ""), after.get(name, ""))
        for name, label in LABELS[kind].items()
        if before.get(name, "") != after.get(name, "")
    )


def shown(kind: EntryKind, data: Mapping[str, Any]) -> dict[str, str]:
    """Stored data as the form shows it, also of an older program with fewer fields."""
    return to_answers(kind, as_data(MODELS[kind].model_validate(data)))


def _past(version: KnowledgeVersion, changed: tuple[Change, ...], *, may_return: bool, is_end: bool = False) -> Past:
    step = version.step or ("removed" if is_end else "imported")
    return Past(version.number, step, version.staff, version.created_at, changed, may_return)
