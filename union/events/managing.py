"""What staff do with events by form: enter, change, do again, throw a draft away. Each within what they may see."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from union.events.desk import Written, change_event, create, open_event
from union.events.entering.event_form import event_answers, read_event_answers
from union.events.entering.reader import Answers, Areas, Wrong
from union.events.entering.session_form import read_session_answers
from union.events.models import Event, EventSession
from union.events.reach import events_within
from union.events.refusal import Refused
from union.roster.models import Union
from union.staff.scope import Scope
from union.wording import day_and_time


@dataclass(frozen=True)
class Gone:
    """The draft is no more."""


async def event_of(session: AsyncSession, scope: Scope, event_id: str) -> Event | None:
    """An event within the scope, with its sessions and quotas, as it is now."""
    whole = selectinload(Event.sessions).selectinload(EventSession.quotas)
    query = select(Event).where(Event.id == event_id, events_within(scope)).options(whole)
    return await session.scalar(query.execution_options(populate_existing=True))


async def enter_event(
    session: AsyncSession, scope: Scope, answers: Answers, areas: Areas, *, key: str, holder: str, now: datetime
) -> Written | Wrong | Refused:
    """Write a draft with one session. `holder`: the union whose staff see to it, or ""; the same key writes once."""
    event_id = f"e-{key[:16].lower()}"
    if (there := await event_of(session, scope, event_id)) is not None:
        return Written(there)
    read = read_both(answers, areas, now)
    if isinstance(read, Wrong):
        return read
    if wrong := await unknown_unions(session, *read):
        return wrong
    if not await holds(session, scope, holder):
        return Wrong({"holder": "请选一个您能管理的工会。"})
    fields, first = read
    outcome = await create(session, fields | {"id": event_id, "sessions": [first | {"id": f"{event_id}-1"}]})
    if isinstance(outcome, Written):
        outcome.event.union_id = holder or None
        await session.flush()
    return outcome


def read_both(answers: Answers, areas: Areas, now: datetime) -> tuple[dict[str, Any], dict[str, Any]] | Wrong:
    """The event and its first session; all that is wrong is said at once."""
    fields = read_event_answers(answers, areas)
    closes = None if isinstance(fields, Wrong) else fields["sign_up_closes"]
    first = read_session_answers(answers, areas, now=now, closes=closes)
    if isinstance(fields, Wrong) or isinstance(first, Wrong):
        wrong = [part.fields for part in (first, fields) if isinstance(part, Wrong)]
        return Wrong({name: words for part in wrong for name, words in part.items()})
    return fields, first


async def holds(session: AsyncSession, scope: Scope, union_id: str) -> bool:
    """Whether staff of this scope may give an event to this union; none at all only who sees everything."""
    if not union_id:
        return scope.path is None
    found = await session.get(Union, union_id)
    return found is not None and found.path.startswith(scope.path or "")


async def unknown_unions(
    session: AsyncSession, event: Mapping[str, Any], first: Mapping[str, Any] | None = None
) -> Wrong | None:
    """A name that no union of the tree has lets nobody in. Where there is no tree yet, every name may be right."""
    known = set((await session.scalars(select(Union.name))).all())
    keeps = [who.partition(":")[2] for who in (first or {}).get("quotas", ()) if who.startswith("union:")]
    for field, names in (("unions", event["rules"].unions), ("by_union", keeps)):
        if known and (strange := [name for name in names if name not in known]):
            return Wrong({field: f"名册里没有“{strange[0]}”，请写工会的全名。"})
    return None


async def change_by_form(
    session: AsyncSession,
    scope: Scope,
    event_id: str,
    before: Answers,
    after: Answers,
    areas: Areas,
    *,
    key: str,
    by: str,
    now: datetime,
) -> Written | Wrong | Refused:
    """Change what the clerk changed (`after` against `before`); what a colleague changed meanwhile stays."""
    event = await event_of(session, scope, event_id)
    if event is None or event.status == "called_off":
        return Refused("called_off" if event else "unknown")
    said = {name: value for name, value in after.items() if value != before.get(name)}
    last = max(one.starts_at for one in event.sessions)
    # Sign-up that closed too late from the start is only spoken of by who touches it.
    fields = read_event_answers(
        event_answers(event) | said, areas, event, last_start=last if "sign_up_closes" in said else None
    )
    if isinstance(fields, Wrong):
        return fields
    holder = said.get("holder", event.union_id or "")
    if "holder" in said and not await holds(session, scope, holder):
        return Wrong({"holder": "请选一个您能管理的工会。"})
    if event.status != "draft" and (
        fixed := [name for name in ("kind", "way") if fields[name] != getattr(event, name)]
    ):
        return Wrong(dict.fromkeys(fixed, "已经发布了，不能再改。"))
    if "unions" in said and (wrong := await unknown_unions(session, fields)):
        return wrong
    changes = {name: value for name, value in fields.items() if not same(getattr(event, name), value)}
    outcome = await change_event(session, event_id, changes, key=key, by=by, now=now) if changes else Written(event)
    if outcome == Refused("has_bookings"):
        return Wrong({"once_per": "已经有人报名，能报几次不能再改。"})
    if isinstance(outcome, Written):
        outcome.event.union_id = holder or None
        await session.flush()
    return outcome


async def publish(session: AsyncSession, scope: Scope, event_id: str, *, now: datetime) -> Written | Refused:
    """Show a draft to members, as long as one can still sign up for it."""
    event = await event_of(session, scope, event_id)
    if event is None:
        return Refused("unknown")
    last = max((one.sign_up_closes or event.sign_up_closes for one in event.sessions), default=now)
    if event.status == "draft" and last <= now:
        return Refused("closed", day_and_time(last))
    return await open_event(session, event_id)


async def throw_away(session: AsyncSession, scope: Scope, event_id: str) -> Gone | Refused:
    """Delete a draft, which nobody has seen."""
    mine = delete(Event).where(Event.id == event_id, Event.status == "draft", events_within(scope)).returning(Event.id)
    found = await session.scalar(mine.execution_options(synchronize_session=False))
    return Refused("unknown") if found is None else Gone()


def same(one: object, other: object) -> bool:
    """Whether a field is as it was; a form is exact to the minute."""
    if isinstance(one, datetime) and isinstance(other, datetime):
        return one.replace(second=0, microsecond=0) == other
    return one == other
