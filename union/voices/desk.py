"""What staff do with suggestions: read, forward, answer, close. They see no member, only what the member gave."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CursorResult, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from union.notices.service import NoticeQueue, queue_notice
from union.staff.scope import EVERYTHING, Scope, members_within
from union.voices import texts
from union.voices.models import Suggestion
from union.voices.rules import MOST, Refused

OPEN = ("open", "forwarded")
OFFICE = 64  # characters


@dataclass(frozen=True)
class Filed:
    """A suggestion as staff read it. `id` leads to its pictures (service.subject_of)."""

    id: str
    number: str
    topic: str
    text: str
    name: str | None
    phone: str | None
    urgent: bool
    state: str
    forwarded_to: str
    answer: str | None
    handled_by: str
    handled_at: datetime | None
    created_at: datetime


@dataclass(frozen=True)
class Handled:
    """The step was done."""

    filed: Filed


_COLUMNS = [getattr(Suggestion, name) for name in Filed.__dataclass_fields__]


async def open_suggestions(
    session: AsyncSession, *, topic: str | None = None, most: int = 200, scope: Scope = EVERYTHING
) -> Sequence[Filed]:
    """What nobody has answered: urgent ones first, then the oldest."""
    query = select(*_COLUMNS).where(Suggestion.state.in_(OPEN), members_within(scope, Suggestion.member_id))
    if topic is not None:
        query = query.where(Suggestion.topic == topic)
    oldest = query.order_by(Suggestion.urgent.desc(), Suggestion.created_at, Suggestion.id).limit(most)
    return [Filed(*row) for row in await session.execute(oldest)]


async def find(session: AsyncSession, number: str, scope: Scope = EVERYTHING) -> Filed | None:
    """By its number, as members quote it."""
    query = select(*_COLUMNS).where(Suggestion.number == number.strip().upper())
    row = (await session.execute(query.where(members_within(scope, Suggestion.member_id)))).first()
    return Filed(*row) if row else None


async def forward(session: AsyncSession, number: str, office: str, *, staff: str, now: datetime) -> Handled | Refused:
    """Note which office looks after it; it stays unanswered until somebody answers."""
    if not office.strip():
        return Refused("empty")
    return await _step(session, number, staff, now, state="forwarded", forwarded_to=office.strip()[:OFFICE])


async def answer(
    session: AsyncSession, queue: NoticeQueue, number: str, text: str, *, staff: str, now: datetime
) -> Handled | Refused:
    """Answer once; the member gets a notice."""
    return await _end(session, queue, number, text, "answered", staff, now)


async def close(
    session: AsyncSession, queue: NoticeQueue, number: str, reason: str, *, staff: str, now: datetime
) -> Handled | Refused:
    """End it without an answer to the matter (sent twice, not the union's); the member hears the reason."""
    return await _end(session, queue, number, reason, "closed", staff, now)


async def _end(
    session: AsyncSession, queue: NoticeQueue, number: str, text: str, state: str, staff: str, now: datetime
) -> Handled | Refused:
    text = text.strip()
    if not text:
        return Refused("empty")
    if len(text) > MOST:
        return Refused("too_long", str(len(text)))
    done = await _step(session, number, staff, now, state=state, answer=text)
    if isinstance(done, Refused):
        return done
    filed = done.filed
    member_id = await session.scalar(select(Suggestion.member_id).where(Suggestion.id == filed.id))
    assert member_id is not None  # updated just now
    said = texts.answered(filed.number, text) if state == "answered" else texts.closed(filed.number, text)
    facts = {"title": "意见建议", "number": filed.number, "status": "已答复" if state == "answered" else "已办结"}
    key, about = f"voices.answered:{filed.id}", f"suggestion:{filed.id}"
    await queue_notice(session, queue, member_id, "voices.answered", said, now, key, facts=facts, about=about)
    return done


async def _step(session: AsyncSession, number: str, staff: str, now: datetime, **values: str) -> Handled | Refused:
    """Compare and set: what somebody has ended meanwhile stays as it is."""
    number = number.strip().upper()
    step = update(Suggestion).where(Suggestion.number == number, Suggestion.state.in_(OPEN))
    done = step.values(handled_by=staff[:32], handled_at=now, **values)
    result = await session.execute(done, execution_options={"synchronize_session": False})
    assert isinstance(result, CursorResult)
    filed = await find(session, number)
    if filed is None:
        return Refused("unknown")
    return Handled(filed) if result.rowcount == 1 else Refused("handled", filed.state)
