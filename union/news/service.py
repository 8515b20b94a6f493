"""What members do with subscriptions: begin, list and end them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CursorResult, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import insert_into
from union.events.models import Event
from union.news.models import NewsDue, Subscription
from union.notices.models import PENDING, Notice

__all__ = ["ALL", "KIND", "MOST", "Subscribed", "TooMany", "Topic", "mine", "subscribe", "unsubscribe"]

ALL = ""  # as a kind: events of all kinds
KIND = "news.events"  # of the notices
MOST = 20  # subscriptions of a member
_NO_SYNC = {"synchronize_session": False}


@dataclass(frozen=True, order=True)
class Topic:
    """What is subscribed to: a kind of event (ALL: any) in a city or district (empty: anywhere)."""

    kind: str = ALL
    city: str = ""
    district: str = ""


@dataclass(frozen=True)
class Subscribed:
    """The member will hear of it; `new` is False where they had it before."""

    topic: Topic
    new: bool


@dataclass(frozen=True)
class TooMany:
    """The member has as many subscriptions as one may have."""


async def subscribe(session: AsyncSession, member_id: str, topic: Topic, now: datetime) -> Subscribed | TooMany:
    """From now on the member hears of new events like this. The same again changes nothing."""
    count = select(func.count()).select_from(Subscription).where(Subscription.member_id == member_id)
    has = (await session.scalar(count)) or 0
    if has >= MOST and topic not in await mine(session, member_id):
        return TooMany()
    values = {"member_id": member_id, "kind": topic.kind, "city": topic.city, "district": topic.district}
    statement = insert_into(session, Subscription).values(**values, created_at=now).on_conflict_do_nothing()
    result = await session.execute(statement)
    assert isinstance(result, CursorResult)
    return Subscribed(topic, new=result.rowcount == 1)


async def mine(session: AsyncSession, member_id: str) -> Sequence[Topic]:
    """All of the member's, the oldest first."""
    columns = (Subscription.kind, Subscription.city, Subscription.district)
    query = select(*columns).where(Subscription.member_id == member_id)
    rows = await session.execute(query.order_by(Subscription.created_at, *columns))
    return [Topic(*row) for row in rows]


async def unsubscribe(
    session: AsyncSession, member_id: str, now: datetime, *, kind: str | None = None, city: str = "", district: str = ""
) -> Sequence[Topic]:
    """End all subscriptions, or those of a kind or area; what is on its way and no longer wanted is not sent.

    Returns what was ended.
    """
    wanted = [
        topic
        for topic in await mine(session, member_id)
        if kind in (None, topic.kind) and city in ("", topic.city) and district in ("", topic.district)
    ]
    for topic in wanted:
        area = (Subscription.city == topic.city, Subscription.district == topic.district)
        this = delete(Subscription).where(Subscription.member_id == member_id, Subscription.kind == topic.kind, *area)
        await session.execute(this, execution_options=_NO_SYNC)
    left = await mine(session, member_id)
    await _forget_due(session, member_id, left)
    if wanted and not left:
        waiting = update(Notice).where(Notice.member_id == member_id, Notice.kind == KIND, Notice.state.in_(PENDING))
        await session.execute(waiting.values(state="cancelled", done_at=now), execution_options=_NO_SYNC)
    return wanted


def fits(topic: Topic, kind: str, city: str, district: str) -> bool:
    """Whether an event is what the topic asks for; one for a whole city is for all its districts."""
    return (
        topic.kind in (ALL, kind)
        and topic.city in ("", city)
        and (topic.district in ("", district) or (not district and topic.city == city))
    )


async def _forget_due(session: AsyncSession, member_id: str, left: Sequence[Topic]) -> None:
    """What the member was to be told, and no subscription left asks for."""
    query = select(Event.id, Event.kind, Event.city, Event.district).join(NewsDue, NewsDue.event_id == Event.id)
    due = (await session.execute(query.where(NewsDue.member_id == member_id))).all()
    gone = [row.id for row in due if not any(fits(topic, row.kind, row.city, row.district) for topic in left)]
    if gone:
        mine_gone = delete(NewsDue).where(NewsDue.member_id == member_id, NewsDue.event_id.in_(gone))
        await session.execute(mine_gone, execution_options=_NO_SYNC)
