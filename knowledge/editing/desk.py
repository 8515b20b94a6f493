"""Entries as the console lists and opens them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge.content import MODELS, Content, Entry, EntryKind
from knowledge.editing.review import Review, State, review_of
from knowledge.editing.within import Within, is_within
from knowledge.entries import Area, Program
from knowledge.guides import Guide
from knowledge.models import KnowledgeEntry, KnowledgeVersion
from knowledge.normalise import normalise
from knowledge.rights import Hotline, Right

_ORDER: dict[State, int] = {"overdue": 0, "soon": 1, "fresh": 2}


@dataclass(frozen=True)
class Wanted:
    """Which entries: empty means any. `words`: all of them must stand in it; `pile`: review due or soon due."""

    words: str = ""
    kind: EntryKind | Literal[""] = ""
    city: str = ""
    theme: str = ""
    pile: Literal["", "due", "soon"] = ""


@dataclass(frozen=True)
class Listed:
    """One entry in the list. `theme`: kind of a program or topic of law; `place`: 杭州市上城区, empty for law."""

    kind: EntryKind
    entry_id: str
    name: str
    theme: str
    place: str
    review: Review


@dataclass(frozen=True)
class Opened:
    """One entry to be edited: says this since `version`, by whose hand (empty: imported) and when."""

    kind: EntryKind
    entry: Entry
    version: int
    staff: str
    at: datetime
    is_retired: bool = False


def listed(content: Content, wanted: Wanted, now: datetime, within: Within | None) -> list[Listed]:
    """The entries wanted: what is overdue first, the oldest look first. Pure."""
    words = normalise(wanted.words).split()
    found = [
        _listed(kind, entry, now)
        for kind, entry in content.entries()
        if wanted.kind in ("", kind)
        and is_within(entry, within)
        and wanted.city in ("", _city_of(entry))
        and wanted.theme in ("", theme_of(entry))
        and all(word in _text_of(entry) for word in words)
    ]
    states = {"": ("overdue", "soon", "fresh"), "due": ("overdue",), "soon": ("soon",)}[wanted.pile]
    fitting = [one for one in found if one.review.state in states]
    return sorted(fitting, key=lambda one: (_ORDER[one.review.state], one.review.checked))


def counts(content: Content, now: datetime, within: Within | None) -> dict[State, int]:
    """How many entries stand how. Pure."""
    states = [review_of(entry, now).state for _, entry in content.entries() if is_within(entry, within)]
    return {state: states.count(state) for state in _ORDER}


async def open_entry(session: AsyncSession, kind: EntryKind, entry_id: str, within: Within | None) -> Opened | None:
    """An entry as it is now, or as it was when it was retired; None where there is none for these staff."""
    query = (
        select(KnowledgeEntry, KnowledgeVersion)
        .join(KnowledgeVersion, KnowledgeVersion.number == KnowledgeEntry.version)
        .where(KnowledgeEntry.kind == kind, KnowledgeEntry.entry_id == entry_id)
        .order_by(KnowledgeEntry.version.desc())
        .limit(1)
    )
    found = (await session.execute(query, execution_options={"populate_existing": True})).first()
    if found is None:
        return None
    row, version = found
    entry = MODELS[kind].model_validate(row.data)
    if not is_within(entry, within):
        return None
    return Opened(kind, entry, row.version, version.staff, version.created_at, row.until is not None)


def name_of(entry: Entry) -> str:
    """What it is called."""
    return entry.title if isinstance(entry, Right | Guide) else entry.name


def place_of(entry: Entry) -> str:
    """杭州市上城区, 全省; empty where it is about no place."""
    area: Area | None = entry.area if isinstance(entry, Program | Guide) else None
    return f"{area.city}{area.district or ''}" if area else ""


def theme_of(entry: Entry) -> str:
    """The kind of a program, the topic of law; empty for others."""
    if isinstance(entry, Program):
        return entry.kind
    return entry.topic if isinstance(entry, Right) else ""


def _city_of(entry: Entry) -> str:
    return entry.area.city if isinstance(entry, Program | Guide) else ""


def _listed(kind: EntryKind, entry: Entry, now: datetime) -> Listed:
    return Listed(kind, entry.id, name_of(entry), theme_of(entry), place_of(entry), review_of(entry, now))


def _text_of(entry: Entry) -> str:
    return normalise("\n".join(_texts(entry)))


def _texts(entry: Entry) -> Iterable[str]:
    yield name_of(entry)
    yield place_of(entry)
    if isinstance(entry, Hotline):
        yield from (entry.number, entry.purpose)
        return
    yield from entry.questions
    if isinstance(entry, Program):
        yield from entry.aliases
        yield from filter(None, (entry.organiser, entry.facts.what, entry.facts.contact))
    else:
        yield entry.answer
