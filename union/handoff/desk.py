"""What the desk shows: open cases, each with who it is, how long it waits and the last line."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Row, Select, and_, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from union.conversations.models import Conversation, Message
from union.handoff.models import HandoffCase
from union.handoff.rules import wants_staff
from union.members.models import Member
from union.members.rules import masked_name
from union.notices.models import Notice
from union.staff.scope import EVERYTHING, Scope, members_within

LOOKED_BACK = 4  # member's lines searched for the question behind "转人工"


@dataclass(frozen=True)
class DeskCase:
    """One case as staff see it. `last_author` and `last_text`: the newest line, events and "转人工" left out."""

    id: int
    member_id: str
    member: str
    topic: str
    urgent: bool
    state: str
    staff: str | None
    asked_at: datetime
    taken_at: datetime | None
    ended_at: datetime | None
    last_message_at: datetime | None
    last_author: str
    last_text: str

    @property
    def awaits_answer(self) -> bool:
        """Whether the member had the last word."""
        return self.last_author == "member"


async def desk_cases(session: AsyncSession, *, scope: Scope = EVERYTHING, most: int = 500) -> list[DeskCase]:
    """Waiting cases, then taken ones: urgent first, then whoever waits longest."""
    query = (
        _cases()
        .where(HandoffCase.state != "ended", members_within(scope, HandoffCase.member_id))
        .order_by(
            case((HandoffCase.state == "waiting", 0), else_=1),
            HandoffCase.urgent.desc(),
            HandoffCase.asked_at,
            HandoffCase.id,
        )
        .limit(most)
    )
    cases = [_shown(row) for row in (await session.execute(query)).all()]
    asking = [one.member_id for one in cases if one.awaits_answer and wants_staff(one.last_text)]
    questions = await _questions(session, asking)
    return [replace(one, last_text=questions.get(one.member_id, one.last_text)) for one in cases]


async def desk_case(session: AsyncSession, case_id: int, *, scope: Scope = EVERYTHING) -> DeskCase | None:
    """One case, also when it has ended; None where there is none within the scope."""
    query = _cases().where(HandoffCase.id == case_id, members_within(scope, HandoffCase.member_id))
    row = (await session.execute(query)).first()
    return None if row is None else _shown(row)


@dataclass(frozen=True)
class Delivery:
    """What became of an answer: the notice's state and reason, and the transcript line it belongs to."""

    at: datetime
    text: str
    state: str
    reason: str

    @property
    def is_settled(self) -> bool:
        return self.state not in ("waiting", "queued", "sending")


async def deliveries(session: AsyncSession, member_id: str, since: datetime) -> list[Delivery]:
    """The deliveries of staff's answers, oldest first. An answer and its line carry the same moment and text."""
    query = (
        select(Notice)
        .where(Notice.member_id == member_id, Notice.kind == "handoff.answer", Notice.created_at >= since)
        .order_by(Notice.created_at)
    )
    return [Delivery(row.created_at, row.text, row.state, row.reason) for row in await session.scalars(query)]


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


def _cases() -> Select[HandoffCase, str | None, datetime | None, str | None, str | None]:
    line = aliased(Message)
    newest = (
        select(func.max(line.id))
        .where(line.member_id == HandoffCase.member_id, line.author.not_in(("event", "notice")))
        .correlate(HandoffCase)
        .scalar_subquery()
    )
    return (
        select(HandoffCase, Member.name, Conversation.last_message_at, Message.author, Message.text)
        .join(Member, Member.id == HandoffCase.member_id)
        .outerjoin(Conversation, Conversation.member_id == HandoffCase.member_id)
        .outerjoin(Message, and_(Message.member_id == HandoffCase.member_id, Message.id == newest))
    )


def _shown(row: Row[HandoffCase, str | None, datetime | None, str | None, str | None]) -> DeskCase:
    found, name, last_message_at, last_author, last_text = row._tuple()
    return DeskCase(
        id=found.id,
        member_id=found.member_id,
        member=masked_name(name, found.member_id),
        topic=found.topic,
        urgent=found.urgent,
        state=found.state,
        staff=found.staff,
        asked_at=found.asked_at,
        taken_at=found.taken_at,
        ended_at=found.ended_at,
        last_message_at=last_message_at,
        last_author=last_author or "",
        last_text=last_text or "",
    )
