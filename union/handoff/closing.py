"""Nobody is at the desk any more, and members still wait: their cases become messages, and the bot speaks again."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from base.limits import Limits
from union.conversations.models import Message
from union.conversations.service import change_owner, record
from union.handoff import texts
from union.handoff.asking import MOST_LEFT, new_number
from union.handoff.attendance import absence
from union.handoff.cases import move
from union.handoff.models import HandoffCase
from union.handoff.presence import present
from union.handoff.rules import wants_staff
from union.handoff.telling import about
from union.notices.service import NoticeQueue, queue_notice

LINES = 5  # of the member, kept with the message


async def close_queue(session: AsyncSession, queue: NoticeQueue, now: datetime, most: int, limits: Limits) -> int:
    """Turn waiting cases into messages while nobody is there; how many. Urgent ones stay in the queue at any hour.

    Whoever stays on after hours with a page open is there.
    """
    waiting = select(HandoffCase).where(HandoffCase.state == "waiting", HandoffCase.urgent.is_(False))
    cases = (await session.scalars(waiting.order_by(HandoffCase.asked_at).limit(most))).all()
    if not cases:
        return 0
    away = await absence(session, now, limits=limits)
    if away is None or any(one.state != "away" for one in await present(session, now, limits=limits)):
        return 0
    done = 0
    for case in cases:
        done += await _become_message(session, queue, case, away.back, now)
    return done


async def _become_message(
    session: AsyncSession, queue: NoticeQueue, case: HandoffCase, back: datetime | None, now: datetime
) -> bool:
    number = case.number or await new_number(session, now)
    text = case.left_text or await _said(session, case)
    if not await move(session, case.id, ["waiting"], state="left", number=number, left_text=text):
        return False
    await change_owner(session, case.member_id, ["queue"], "bot")
    await record(session, case.member_id, "event", texts.night(number), now)
    said, key = texts.became_message(number, back), f"handoff.left:{case.id}:{now.timestamp()}"
    await queue_notice(session, queue, case.member_id, "handoff.left", said, now, key, about=about(case.id))
    return True


async def _said(session: AsyncSession, case: HandoffCase) -> str | None:
    """What the member wrote while they waited."""
    lines = select(Message.text).where(Message.member_id == case.member_id, Message.author == "member")
    recent = lines.where(Message.at >= case.asked_at).order_by(Message.id.desc()).limit(LINES)
    told = [text for text in (await session.scalars(recent)).all() if not wants_staff(text)]
    return "\n".join(reversed(told))[:MOST_LEFT] or None
