"""The questions of an event, one at a time: put, move, drop. Answers given before stay with their bookings."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from union.events.desk import Written, change_event
from union.events.entering.question_form import MOST, free_id, read_question
from union.events.entering.reader import Answers, Wrong
from union.events.managing import event_of
from union.events.refusal import Refused
from union.events.terms import EventQuestion
from union.staff.scope import Scope


async def put_question(
    session: AsyncSession, scope: Scope, event_id: str, question_id: str, answers: Answers, *, now: datetime
) -> Written | Wrong | Refused:
    """Change a question, or add one at the end (an empty id)."""
    event = await event_of(session, scope, event_id)
    if event is None:
        return Refused("unknown")
    asked = list(event.questions)
    if not question_id and len(asked) >= MOST:
        return Wrong({"label": f"最多 {MOST} 个问题，问多了会员会放弃报名。"})
    ids = [one.id for one in asked]
    if question_id and question_id not in ids:
        return Refused("unknown")
    read = read_question(answers, question_id or free_id(ids))
    if isinstance(read, Wrong):
        return read
    asked = [read if one.id == read.id else one for one in asked] if question_id else [*asked, read]
    return await _keep(session, event_id, asked, now)


async def drop_question(
    session: AsyncSession, scope: Scope, event_id: str, question_id: str, *, now: datetime
) -> Written | Refused:
    """Ask it no more."""
    event = await event_of(session, scope, event_id)
    if event is None or question_id not in [one.id for one in event.questions]:
        return Refused("unknown")
    return await _keep(session, event_id, [one for one in event.questions if one.id != question_id], now)


async def question_up(
    session: AsyncSession, scope: Scope, event_id: str, question_id: str, *, now: datetime
) -> Written | Refused:
    """Ask it before the one above it."""
    event = await event_of(session, scope, event_id)
    ids = [one.id for one in event.questions] if event else []
    if event is None or question_id not in ids:
        return Refused("unknown")
    at, asked = ids.index(question_id), list(event.questions)
    if at:
        asked[at - 1], asked[at] = asked[at], asked[at - 1]
    return await _keep(session, event_id, asked, now)


async def _keep(session: AsyncSession, event_id: str, asked: list[EventQuestion], now: datetime) -> Written | Refused:
    changes = {"questions": tuple(asked)}
    return await change_event(session, event_id, changes, key="", by="", now=now)  # nobody is told of questions
