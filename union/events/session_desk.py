"""What staff do with the sessions of an event by form: add, change, remove, and how many places there are."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from union.events.desk import QuotaSet, Written, add_session, change_session, set_quota
from union.events.entering.reader import Answers, Areas, Wrong
from union.events.entering.session_form import MOST, read_session_answers, session_answers, wrong_sums
from union.events.files import WHO
from union.events.managing import Gone, event_of, same
from union.events.models import Event, EventSession, Quota
from union.events.reach import events_within
from union.events.refusal import Refused
from union.notices.service import NoticeQueue
from union.staff.scope import Scope

_CLOSED = ("called_off", "over")


@dataclass(frozen=True)
class Places:
    """How many places a group has, and how many of them are taken."""

    who: str
    capacity: int


async def enter_session(
    session: AsyncSession, scope: Scope, event_id: str, answers: Answers, areas: Areas, *, key: str, now: datetime
) -> Written | Wrong | Refused:
    """One more session; the same key adds one."""
    event = await event_of(session, scope, event_id)
    if event is None or event.status in _CLOSED:
        return Refused("unknown" if event is None else "past")
    session_id = f"s-{key[:16].lower()}"
    if await session.get(EventSession, session_id) is not None:
        return Written(event)
    fields = read_session_answers(answers, areas, now=now)
    if isinstance(fields, Wrong):
        return fields
    return await add_session(session, event_id, fields | {"id": session_id})


async def change_session_by_form(
    session: AsyncSession,
    scope: Scope,
    session_id: str,
    before: Answers,
    after: Answers,
    areas: Areas,
    *,
    key: str,
    by: str,
    now: datetime,
) -> Written | Wrong | Refused:
    """Change what the clerk changed; whoever is signed up hears of a new time or place."""
    one = await _session_of(session, scope, session_id)
    if one is None:
        return Refused("unknown")
    if one.status != "open":
        return Refused("called_off" if one.status == "called_off" else "past")
    said = {name: value for name, value in after.items() if value != before.get(name)}
    moved = now if {"starts_at"} & set(said) else None
    fields = read_session_answers(session_answers(one) | said, areas, now=moved, with_places=False)
    if isinstance(fields, Wrong):
        return fields
    changes = {name: value for name, value in fields.items() if not same(getattr(one, name), value)}
    event = await event_of(session, scope, one.event_id)
    if not changes:
        return Written(event) if event else Refused("unknown")
    return await change_session(session, session_id, changes, key=key, by=by, now=now)


async def remove_session(session: AsyncSession, scope: Scope, session_id: str) -> Gone | Refused:
    """Take a session out of a draft; not the last. What members can see already is called off instead."""
    one = await _session_of(session, scope, session_id)
    event = None if one is None else await event_of(session, scope, one.event_id)
    if one is None or event is None:
        return Refused("unknown")
    if event.status != "draft":
        return Refused("has_bookings")
    count = select(func.count()).select_from(EventSession).where(EventSession.event_id == event.id)
    if (await session.scalar(count) or 0) < 2:
        return Refused("too_few")
    await session.execute(delete(EventSession).where(EventSession.id == session_id))
    return Gone()


async def resize(
    session: AsyncSession, queue: NoticeQueue, scope: Scope, session_id: str, who: str, capacity: int, *, now: datetime
) -> QuotaSet | Wrong | Refused:
    """Make a group of places larger or smaller, also while members sign up; never below what is taken."""
    one = await _session_of(session, scope, session_id)
    if one is None:
        return Refused("unknown")
    quotas = await _quotas(session, session_id)
    if who.startswith(("allotted:", "returned:")) or who not in quotas or one.status != "open":
        return Refused("unknown")
    if not 0 <= capacity <= MOST:
        return Wrong({"capacity": f"请填 0 到 {MOST} 的整数。"})
    if wrong := wrong_sums(quotas | {who: capacity}):
        return Wrong({"capacity": wrong})
    return await set_quota(session, queue, session_id, who, capacity, now=now)


async def add_group(
    session: AsyncSession, scope: Scope, session_id: str, who: str, capacity: int
) -> Places | Wrong | Refused:
    """Keep a part of the places for some people. Only in a draft: bookings that stand would not count in it."""
    one = await _session_of(session, scope, session_id)
    event = None if one is None else await event_of(session, scope, one.event_id)
    if one is None or event is None:
        return Refused("unknown")
    if event.status != "draft":
        return Refused("has_bookings")
    quotas = await _quotas(session, session_id)
    if not WHO.fullmatch(who):
        return Wrong({"who": "请写清楚给谁。"})
    if who in quotas:
        return Wrong({"who": "这一类已经有了，可以直接改人数。"})
    if not 0 <= capacity <= MOST:
        return Wrong({"capacity": f"请填 0 到 {MOST} 的整数。"})
    if capacity > quotas.get("total", MOST):
        return Wrong({"capacity": f"每一类的名额都不能多于总名额（{quotas['total']}）。"})
    session.add(Quota(session_id=session_id, name=who, who=who, capacity=capacity, taken=0))
    await session.flush()
    return Places(who, capacity)


async def remove_group(session: AsyncSession, scope: Scope, session_id: str, who: str) -> Gone | Refused:
    """Take a part back, in a draft; the whole stays."""
    one = await _session_of(session, scope, session_id)
    event = None if one is None else await event_of(session, scope, one.event_id)
    if one is None or event is None or who == "total":
        return Refused("unknown")
    if event.status != "draft":
        return Refused("has_bookings")
    await session.execute(delete(Quota).where(Quota.session_id == session_id, Quota.who == who))
    return Gone()


async def _session_of(session: AsyncSession, scope: Scope, session_id: str) -> EventSession | None:
    mine = select(EventSession).join(Event, Event.id == EventSession.event_id)
    query = mine.where(EventSession.id == session_id, events_within(scope))
    return await session.scalar(query.execution_options(populate_existing=True))


async def _quotas(session: AsyncSession, session_id: str) -> dict[str, int]:
    rows = await session.execute(select(Quota.who, Quota.capacity).where(Quota.session_id == session_id))
    return dict(rows.tuples().all())
