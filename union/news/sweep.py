"""Telling subscribers of new events: found by looking, gathered, and at most one notice a day for a member.

New events are looked for rather than reported: whoever opens one, and however, it is seen within a minute.
"""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, delete, exists, func, insert, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from base.clock import to_shanghai
from base.database import UtcDateTime, insert_into
from union.events.models import Event, EventSession
from union.news import texts
from union.news.models import NewsDue, NewsItem, NewsReader, Subscription
from union.news.service import KIND
from union.notices.broadcasts import queue_broadcast
from union.notices.service import NoticeQueue

GATHERED = timedelta(minutes=10)  # so that three events opened one after another are one notice
EVENTS_AT_ONCE = 20
MEMBERS_AT_ONCE = 1_000
_NO_SYNC = {"synchronize_session": False}


@dataclass(frozen=True)
class New:
    """An event as the notice tells of it. `starts_at`: of its first session."""

    id: str
    title: str
    kind: str
    city: str
    district: str
    sign_up_opens: datetime
    starts_at: datetime


async def sweep(session: AsyncSession, queue: NoticeQueue, now: datetime) -> int:
    """Do a part of what is due; call it again, in a new transaction, until it returns 0. Safe to run twice at once."""
    return await find_new(session, now) + await tell_some(session, queue, now)


async def find_new(session: AsyncSession, now: datetime) -> int:
    """Note events that are open for the first time, and who is to hear of them; returns how many events."""
    unseen = ~exists().where(NewsItem.event_id == Event.id)
    query = select(Event.id).where(Event.status == "open", Event.sign_up_closes > now, unseen)
    found = (await session.scalars(query.order_by(Event.id).limit(EVENTS_AT_ONCE))).all()
    for event_id in found:
        noted = insert_into(session, NewsItem).values(event_id=event_id, seen_at=now).on_conflict_do_nothing()
        if await session.scalar(noted.returning(NewsItem.event_id)) is None:
            continue  # another worker was quicker
        fitting = and_(
            or_(Subscription.kind == "", Subscription.kind == Event.kind),
            or_(Subscription.city == "", Subscription.city == Event.city),
            or_(Subscription.district == "", Subscription.district == Event.district, Event.district == ""),
        )
        since = literal(now, UtcDateTime)
        readers = select(Subscription.member_id, Event.id, since).distinct().join(Event, fitting)
        due = insert(NewsDue).from_select(["member_id", "event_id", "since"], readers.where(Event.id == event_id))
        await session.execute(due)
    return len(found)


async def tell_some(session: AsyncSession, queue: NoticeQueue, now: datetime) -> int:
    """Write the notices of some members whose news have been gathered; returns how many members."""
    await _drop_stale(session, now)
    members = await _whose_turn(session, now)
    if not members:
        return 0
    events = await _events(session)
    groups: dict[tuple[str, ...], list[str]] = defaultdict(list)
    rows = select(NewsDue.member_id, NewsDue.event_id).where(NewsDue.member_id.in_(members))
    wanted: dict[str, list[str]] = defaultdict(list)
    for member_id, event_id in await session.execute(rows.order_by(NewsDue.event_id)):
        wanted[member_id].append(event_id)
    for member_id, due in wanted.items():
        groups[tuple(due)].append(member_id)
    for event_ids, readers in groups.items():
        told = sorted((events[id_] for id_ in event_ids), key=lambda event: event.starts_at)
        key = f"news:{_digest([_today(now), *event_ids, *sorted(readers)])}"
        facts = {"title": told[0].title, "when": texts.when(told[0].starts_at)}
        await queue_broadcast(session, queue, readers, KIND, texts.news(told, now), now, key, facts=facts)
    await session.execute(delete(NewsDue).where(NewsDue.member_id.in_(members)), execution_options=_NO_SYNC)
    return len(members)


async def _whose_turn(session: AsyncSession, now: datetime) -> Sequence[str]:
    """Members with gathered news who were told nothing today; that they are told today is written here, once."""
    today = _today(now)
    told = exists().where(NewsReader.member_id == NewsDue.member_id, NewsReader.told_on == today)
    query = select(NewsDue.member_id).where(NewsDue.since <= now - GATHERED, ~told).distinct()
    waiting = (await session.scalars(query.order_by(NewsDue.member_id).limit(MEMBERS_AT_ONCE))).all()
    if not waiting:
        return ()
    rows = [{"member_id": member_id, "told_on": today} for member_id in waiting]
    claim = insert_into(session, NewsReader).values(rows)
    mark = claim.on_conflict_do_update(
        index_elements=["member_id"], set_={"told_on": today}, where=NewsReader.told_on != today
    )
    return (await session.scalars(mark.returning(NewsReader.member_id))).all()


async def _drop_stale(session: AsyncSession, now: datetime) -> None:
    """What was called off or closed before anybody was told of it."""
    over = select(Event.id).where(or_(Event.status != "open", Event.sign_up_closes <= now))
    await session.execute(delete(NewsDue).where(NewsDue.event_id.in_(over)), execution_options=_NO_SYNC)


async def _events(session: AsyncSession) -> dict[str, New]:
    """Everything that anybody is still to be told of."""
    columns = (Event.id, Event.title, Event.kind, Event.city, Event.district, Event.sign_up_opens)
    first = func.min(EventSession.starts_at, type_=UtcDateTime)
    query = select(*columns, first).join(EventSession, EventSession.event_id == Event.id)
    due = query.where(Event.id.in_(select(NewsDue.event_id))).group_by(*columns)
    return {row[0]: New(*row) for row in await session.execute(due)}


def _today(now: datetime) -> str:
    return to_shanghai(now).date().isoformat()


def _digest(parts: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:40]
