"""What members do with suggestions: send one, and see what became of theirs."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import insert_into
from union.attachments.service import attach
from union.handoff import topics as handoff_topics
from union.handoff.service import request_handoff
from union.ids import new_ordered_id
from union.voices.models import Suggestion, SuggestionDay
from union.voices.rules import MOST_A_DAY, Refused, day_of, is_urgent, number, topics, wrong_text

__all__ = ["Draft", "Refused", "Submitted", "mine", "subject_of", "submit"]

SHOWN = 5  # of the member's own


@dataclass(frozen=True)
class Draft:
    """A suggestion as told. Name and phone are empty where the member wants to stay unnamed."""

    topic: str
    text: str
    name: str = ""
    phone: str = ""
    pictures: Collection[str] = ()


@dataclass(frozen=True)
class Submitted:
    """It is kept; where it cannot wait, staff have been called."""

    suggestion: Suggestion


async def submit(
    session: AsyncSession, member_id: str, draft: Draft, *, key: str, now: datetime
) -> Submitted | Refused:
    """Keep it under a new number. The same key again returns the one that was kept."""
    kept = await session.scalar(select(Suggestion).where(Suggestion.key == key))
    if kept is not None:
        return Submitted(kept)
    text = draft.text.strip()
    if wrong := wrong_text(text):
        return wrong
    if draft.topic not in topics():
        return Refused("unknown_topic")
    if await _of_last_day(session, member_id, now) >= MOST_A_DAY:
        return Refused("too_many", str(MOST_A_DAY))
    day, urgent = day_of(now), is_urgent(text)
    added = Suggestion(id=new_ordered_id(), number=number(day, await _next(session, day)), member_id=member_id)
    added.topic, added.text, added.urgent, added.state = draft.topic, text, urgent, "open"
    added.name, added.phone = draft.name or None, draft.phone or None
    added.key, added.created_at, added.forwarded_to, added.handled_by = key, now, "", ""
    session.add(added)
    await session.flush()
    if draft.pictures:
        await attach(session, member_id, draft.pictures, subject_of(added.id))
    if urgent:
        await request_handoff(session, member_id, handoff_topics.URGENT, now, urgent=True)
    return Submitted(added)


async def mine(session: AsyncSession, member_id: str) -> Sequence[Suggestion]:
    """The member's latest, newest first."""
    query = select(Suggestion).where(Suggestion.member_id == member_id)
    newest = query.order_by(Suggestion.created_at.desc(), Suggestion.id.desc()).limit(SHOWN)
    return (await session.scalars(newest)).all()


def subject_of(suggestion_id: str) -> str:
    """What its pictures belong to (union/attachments)."""
    return f"suggestion:{suggestion_id}"


async def _of_last_day(session: AsyncSession, member_id: str, now: datetime) -> int:
    since = (Suggestion.member_id == member_id, Suggestion.created_at > now - timedelta(days=1))
    return await session.scalar(select(func.count()).select_from(Suggestion).where(*since)) or 0


async def _next(session: AsyncSession, day: str) -> int:
    """The day's next number; two at once get two."""
    first = insert_into(session, SuggestionDay).values(day=day, last=1)
    following = first.on_conflict_do_update(index_elements=["day"], set_={"last": SuggestionDay.last + 1})
    count: int | None = await session.scalar(following.returning(SuggestionDay.last))
    assert count is not None  # inserted or updated
    return count
