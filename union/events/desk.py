"""What staff do with events: write them, open them, change them, move their quotas."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from sqlalchemy import CursorResult, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from union.events.announce import announce
from union.events.files import (
    EventEntry,
    SessionEntry,
    build_draw,
    build_event,
    build_session,
    first_error,
    read_event,
    read_event_file,
)
from union.events.listing import get
from union.events.models import LIVE, Booking, Event, EventSession, Quota
from union.events.records import Draw
from union.events.refusal import Refused
from union.events.rules import scope_of
from union.events.waitlist import fill
from union.notices.service import NoticeQueue
from union.wording import period

# What members are told about when it changes; the rest is changed in silence.
_TOLD = {"place": "地点有变", "starts_at": "时间有变", "ends_at": "时间有变", "title": "名称有变"}


@dataclass(frozen=True)
class Written:
    """The event stands in the records as asked."""

    event: Event


@dataclass(frozen=True)
class QuotaSet:
    """The quota has its new size; so many of those who waited were offered a place."""

    capacity: int
    offered: int


async def add_event(session: AsyncSession, entry: EventEntry, *, status: str = "open", demo: bool = False) -> Event:
    """Write a checked event; an open lottery commits itself to its seeds."""
    event = build_event(entry, status=status, demo=demo)
    session.add(event)
    await session.flush()
    if status == "open":
        await _commit_draws(session, event)
    return event


async def create(session: AsyncSession, content: Mapping[str, Any]) -> Written | Refused:
    """Write a draft. `content`: as in an event file. Refused says the field and what is wrong with it."""
    entry = read_event(content)
    if isinstance(entry, str):
        return Refused("bad_terms", entry)
    if await session.get(Event, entry.id) is not None or await _taken_ids(session, entry):
        return Refused("bad_terms", f"id: {entry.id} is there already")
    return Written(await add_event(session, entry, status="draft"))


async def load_file(session: AsyncSession, path: Path) -> list[Written] | Refused:
    """Write all events of a file as drafts, or none: one wrong field, and nothing is changed.

    Raises:
        UserError: the file or a field is wrong; the line names it.
    """
    entries = read_event_file(path)
    for entry in entries:
        if await session.get(Event, entry.id) is not None or await _taken_ids(session, entry):
            return Refused("bad_terms", f"{entry.id}: is there already")
    return [Written(await add_event(session, entry, status="draft")) for entry in entries]


async def open_event(session: AsyncSession, event_id: str) -> Written | Refused:
    """Show a draft to members. Opening an open event again changes nothing."""
    event = await _event(session, event_id)
    if event is None:
        return Refused("unknown")
    if event.status not in ("draft", "open"):
        return Refused("called_off" if event.status == "called_off" else "past")
    if event.status == "draft":
        event.status = "open"
        await _commit_draws(session, event)
        await session.flush()
    return Written(event)


async def add_session(session: AsyncSession, event_id: str, content: Mapping[str, Any]) -> Written | Refused:
    """One more session of an event."""
    event = await _event(session, event_id)
    if event is None:
        return Refused("unknown")
    try:
        new = SessionEntry.model_validate(content)
    except ValidationError as error:
        return Refused("bad_terms", first_error(error))
    if await session.get(EventSession, new.id) is not None:
        return Refused("bad_terms", f"id: {new.id} is there already")
    added = build_session(_entry(event), new)
    session.add(added)
    await session.flush()
    if event.status == "open" and event.way == "lottery":
        session.add(build_draw(added.id, added.sign_up_closes or event.sign_up_closes))
    return Written(await session.get_one(Event, event_id, populate_existing=True))


async def change_event(
    session: AsyncSession, event_id: str, changes: Mapping[str, Any], *, key: str, by: str, now: datetime
) -> Written | Refused:
    """Change what is read about an event, its rules or policy; whoever is signed up hears of a new title or place.

    Rules change for the future: bookings that stand, stand. How often one may sign up is fixed once somebody has.
    """
    event = await _event(session, event_id)
    if event is None:
        return Refused("unknown")
    checked = _checked(event, changes)
    if isinstance(checked, str):
        return Refused("bad_terms", checked)
    if checked.rules.once_per != event.rules.once_per and await _has_bookings(session, event_id):
        return Refused("has_bookings")
    told = [word for name, word in _TOLD.items() if name in changes and getattr(event, name, None) != changes[name]]
    for name in changes:
        setattr(event, name, getattr(checked, name))
    for one in event.sessions:
        one.scope = scope_of(event.rules, event.kind, event.id, one.id, one.starts_at)
    await session.flush()
    await _date_draws(session, event)
    for one in event.sessions if told and event.status == "open" else ():
        await announce(session, one.id, "changed", "，".join(told), key=f"{key}:{one.id}", by=by, now=now)
    return Written(event)


async def change_session(
    session: AsyncSession, session_id: str, changes: Mapping[str, Any], *, key: str, by: str, now: datetime
) -> Written | Refused:
    """Change a session; whoever is signed up hears what was and what is, and the reminders move."""
    one = await session.get(EventSession, session_id)
    event = None if one is None else await _event(session, one.event_id)
    if one is None or event is None:
        return Refused("unknown")
    wrong = _wrong_session(one, changes)
    if wrong is not None:
        return Refused("bad_terms", wrong)
    kept, told = period(one.starts_at, one.ends_at), [_TOLD[name] for name in changes if name in _TOLD]
    for name, value in changes.items():
        setattr(one, name, value)
    one.scope = scope_of(event.rules, event.kind, event.id, one.id, one.starts_at)
    await session.flush()
    await _date_draws(session, event)
    if told and one.status == "open":
        text = f"{'，'.join(dict.fromkeys(told))}（原为{kept}）"
        await announce(session, session_id, "changed", text, key=key, by=by, now=now)
    return Written(event)


async def set_quota(
    session: AsyncSession, queue: NoticeQueue, session_id: str, who: str, capacity: int, *, now: datetime
) -> QuotaSet | Refused:
    """Make a quota larger or smaller, never below what is taken; what comes free goes to who waits."""
    if capacity < 0:
        return Refused("bad_terms", "capacity")
    mine = (Quota.session_id == session_id, Quota.who == who)
    statement = update(Quota).where(*mine, Quota.taken <= capacity).values(capacity=capacity)
    result = await session.execute(statement, execution_options={"synchronize_session": False})
    assert isinstance(result, CursorResult)
    if result.rowcount == 0:
        taken = await session.scalar(select(Quota.taken).where(*mine))
        return Refused("unknown") if taken is None else Refused("below_taken", str(taken))
    meeting = await get(session, session_id)
    return QuotaSet(capacity, await fill(session, queue, meeting, now) if meeting else 0)


async def _event(session: AsyncSession, event_id: str) -> Event | None:
    return await session.get(Event, event_id, options=[selectinload(Event.sessions)], populate_existing=True)


async def _commit_draws(session: AsyncSession, event: Event) -> None:
    if event.way == "lottery":
        session.add_all(build_draw(one.id, one.sign_up_closes or event.sign_up_closes) for one in event.sessions)
        await session.flush()


async def _date_draws(session: AsyncSession, event: Event) -> None:
    """A list of entries that is not published yet is due when sign-up closes."""
    for one in event.sessions if event.way == "lottery" else ():
        draw = update(Draw).where(Draw.session_id == one.id, Draw.status == "committed")
        await session.execute(draw.values(due=one.sign_up_closes or event.sign_up_closes))


async def _taken_ids(session: AsyncSession, entry: EventEntry) -> Sequence[str]:
    ids = [one.id for one in entry.sessions]
    return (await session.scalars(select(EventSession.id).where(EventSession.id.in_(ids)))).all()


async def _has_bookings(session: AsyncSession, event_id: str) -> bool:
    live = select(Booking.id).where(Booking.event_id == event_id, Booking.status.in_(LIVE))
    return bool(await session.scalar(select(exists(live))))


def _entry(event: Event, changes: Mapping[str, Any] | None = None) -> EventEntry:
    """The event as it would be written, with changes. The sessions are looked at apart."""
    now_is = {name: getattr(event, name) for name in EventEntry.model_fields if name != "sessions"}
    placeholder = {"id": "x", "starts_at": event.sign_up_opens, "ends_at": event.sign_up_closes, "quotas": {"total": 0}}
    return EventEntry.model_validate({**now_is, **(changes or {}), "sessions": [placeholder]})


def _checked(event: Event, changes: Mapping[str, Any]) -> EventEntry | str:
    for_good = {"id", "sessions"} if event.status == "draft" else {"id", "kind", "way", "sessions"}
    fixed = for_good & set(changes) or set(changes) - set(EventEntry.model_fields)
    if fixed:
        return f"{sorted(fixed)[0]}: cannot be changed"
    try:
        return _entry(event, changes)
    except ValidationError as error:
        return first_error(error)


def _wrong_session(one: EventSession, changes: Mapping[str, Any]) -> str | None:
    names = set(SessionEntry.model_fields) - {"id", "quotas"}
    if unknown := sorted(set(changes) - names):
        return f"{unknown[0]}: cannot be changed"
    try:
        SessionEntry.model_validate(
            {**{n: getattr(one, n) for n in names}, **changes, "id": "x", "quotas": {"total": 0}}
        )
    except ValidationError as error:
        return first_error(error)
    return None
