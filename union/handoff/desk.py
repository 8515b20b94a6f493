"""What the desk shows: open cases, each with who it is, how long it waits and the last line."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Row, Select, and_, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from union.conversations.models import Conversation, Message
from union.handoff.deliveries import Delivery, deliveries
from union.handoff.desk_models import HandoffGroup
from union.handoff.homes import homes_of
from union.handoff.models import HandoffCase
from union.handoff.past import past_cases
from union.handoff.rules import wants_staff
from union.handoff.shown import DeskCase, desk_case_of
from union.members.models import Member
from union.staff.scope import EVERYTHING, Scope, members_within

__all__ = ["Delivery", "DeskCase", "deliveries", "desk_case", "desk_cases", "past_cases"]

LOOKED_BACK = 4  # member's lines searched for the question behind "转人工"


async def desk_cases(session: AsyncSession, *, scope: Scope = EVERYTHING, most: int = 500) -> list[DeskCase]:
    """Waiting cases and messages left, then taken ones: urgent first, then whoever waits longest."""
    query = (
        _cases()
        .where(HandoffCase.state != "ended", members_within(scope, HandoffCase.member_id))
        .order_by(
            case((HandoffCase.state == "taken", 1), else_=0),
            HandoffCase.urgent.desc(),
            HandoffCase.asked_at,
            HandoffCase.id,
        )
        .limit(most)
    )
    cases = await _shown_all(session, (await session.execute(query)).all())
    asking = [one.member_id for one in cases if one.awaits_answer and wants_staff(one.last_text)]
    questions = await _questions(session, asking)
    return [replace(one, last_text=questions.get(one.member_id, one.last_text)) for one in cases]


async def desk_case(session: AsyncSession, case_id: int, *, scope: Scope = EVERYTHING) -> DeskCase | None:
    """One case, also when it has ended; None where there is none within the scope."""
    query = _cases().where(HandoffCase.id == case_id, members_within(scope, HandoffCase.member_id))
    rows = (await session.execute(query)).all()
    return (await _shown_all(session, rows))[0] if rows else None


async def _questions(session: AsyncSession, member_ids: list[str]) -> dict[str, str]:
    """What members said before they asked for staff: "转人工" alone tells nobody anything."""
    back = func.row_number().over(partition_by=Message.member_id, order_by=Message.id.desc())
    recent = select(Message.id, back.label("back"))
    recent = recent.where(Message.member_id.in_(member_ids), Message.author == "member")
    lines = recent.subquery()
    query = select(Message.member_id, Message.text).join(lines, lines.c.id == Message.id)
    query = query.where(lines.c.back <= LOOKED_BACK).order_by(Message.id)
    if not member_ids:
        return {}
    rows = (await session.execute(query)).tuples()
    return {member_id: text for member_id, text in rows if not wants_staff(text)}


def _cases() -> Select[HandoffCase, str | None, str | None, datetime | None, str | None, str | None]:
    line = aliased(Message)
    newest = (
        select(func.max(line.id))
        .where(line.member_id == HandoffCase.member_id, line.author.not_in(("event", "notice")))
        .correlate(HandoffCase)
        .scalar_subquery()
    )
    return (
        select(
            HandoffCase,
            Member.name,
            HandoffGroup.name,
            Conversation.last_message_at,
            Message.author,
            Message.text,
        )
        .join(Member, Member.id == HandoffCase.member_id)
        .outerjoin(HandoffGroup, HandoffGroup.id == HandoffCase.group_id)
        .outerjoin(Conversation, Conversation.member_id == HandoffCase.member_id)
        .outerjoin(Message, and_(Message.member_id == HandoffCase.member_id, Message.id == newest))
    )


async def _shown_all(
    session: AsyncSession,
    rows: Sequence[Row[HandoffCase, str | None, str | None, datetime | None, str | None, str | None]],
) -> list[DeskCase]:
    found = [row._tuple() for row in rows]
    homes = await homes_of(session, [row[0].member_id for row in found])
    return [
        _with_last(desk_case_of(kept, name, group, homes.get(kept.member_id)), kept, said_at, author, said)
        for kept, name, group, said_at, author, said in found
    ]


def _with_last(
    shown: DeskCase, kept: HandoffCase, said_at: datetime | None, author: str | None, said: str | None
) -> DeskCase:
    """The bot goes on talking below a message that was left: the message itself is what counts."""
    if kept.state == "left" and kept.left_text:
        author, said = "member", kept.left_text
    return replace(shown, last_message_at=said_at, last_author=author or "", last_text=said or "")
