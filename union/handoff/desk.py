"""What the desk shows: open cases, each with who it is, how long it waits and the last line; and earlier ones."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Row, Select, and_, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from union.conversations.models import Conversation, Message
from union.handoff.desk_models import HandoffGroup
from union.handoff.homes import Home, homes_of
from union.handoff.models import HandoffCase
from union.handoff.rules import wants_staff
from union.members.models import Member
from union.members.rules import masked_name
from union.notices.models import Notice
from union.staff.scope import EVERYTHING, Scope, members_within

LOOKED_BACK = 4  # member's lines searched for the question behind "转人工"
SEARCHED = 2_000  # earlier cases looked through by words: names are encrypted, and cannot be searched by the database


@dataclass(frozen=True)
class DeskCase:
    """One case as staff see it. `last_author` and `last_text`: the newest line, events and "转人工" left out.

    `number`: of a message that was left. `reminded`, `escalated`: nobody took it in time; `silent`: whoever has it
    lets the member wait. `union`, `area`: of the member, where a roster has them. `ended_why`: a key of END_REASONS.
    """

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
    number: str = ""
    group: str = ""
    reminded: bool = False
    escalated: bool = False
    silent: bool = False
    union: str = ""
    area: str = ""
    note: str = ""
    ended_by: str = ""
    ended_why: str = ""
    rating: int | None = None

    @property
    def awaits_answer(self) -> bool:
        """Whether the member had the last word, or left one."""
        return self.last_author == "member"


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


async def desk_case(session: AsyncSession, case_id: int, scope: Scope = EVERYTHING) -> DeskCase | None:
    """One case, also when it has ended; None where there is none within the scope."""
    query = _cases().where(HandoffCase.id == case_id, members_within(scope, HandoffCase.member_id))
    rows = (await session.execute(query)).all()
    return (await _shown_all(session, rows))[0] if rows else None


async def past_cases(
    session: AsyncSession,
    scope: Scope = EVERYTHING,
    text: str = "",
    since: datetime | None = None,
    before: datetime | None = None,
    most: int = 100,
) -> list[DeskCase]:
    """Ended cases, newest first, that were asked from `since` until `before`.

    `text` stands in the member's label, the number, the topic or the name of staff; it is looked for in the newest
    SEARCHED of them. Without the last line: what was said last was said in a later talk.
    """
    query = (
        select(HandoffCase, Member.name, HandoffGroup.name)
        .join(Member, Member.id == HandoffCase.member_id)
        .outerjoin(HandoffGroup, HandoffGroup.id == HandoffCase.group_id)
        .where(HandoffCase.state == "ended", members_within(scope, HandoffCase.member_id))
        .order_by(HandoffCase.asked_at.desc(), HandoffCase.id.desc())
        .limit(SEARCHED if text.strip() else most)
    )
    query = query.where(HandoffCase.asked_at >= since) if since else query
    query = query.where(HandoffCase.asked_at < before) if before else query
    rows = (await session.execute(query)).tuples().all()
    wanted = text.strip().upper()
    found = [row for row in rows if not wanted or _has(row[0], row[1], wanted)][:most]
    homes = await homes_of(session, [row[0].member_id for row in found])
    return [_desk_case(kept, name, group, homes.get(kept.member_id)) for kept, name, group in found]


def _has(kept: HandoffCase, name: str | None, wanted: str) -> bool:
    shown = (masked_name(name, kept.member_id), kept.number, kept.topic, kept.staff or "")
    return any(wanted in one.upper() for one in shown)


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
    kinds = ("handoff.answer", "handoff.picture")
    query = (
        select(Notice)
        .where(Notice.member_id == member_id, Notice.kind.in_(kinds), Notice.created_at >= since)
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
        _with_last(_desk_case(kept, name, group, homes.get(kept.member_id)), kept, said_at, author, said)
        for kept, name, group, said_at, author, said in found
    ]


def _with_last(
    shown: DeskCase, kept: HandoffCase, said_at: datetime | None, author: str | None, said: str | None
) -> DeskCase:
    """The bot goes on talking below a message that was left: the message itself is what counts."""
    if kept.state == "left" and kept.left_text:
        author, said = "member", kept.left_text
    return replace(shown, last_message_at=said_at, last_author=author or "", last_text=said or "")


def _desk_case(found: HandoffCase, name: str | None, group: str | None, home: Home | None) -> DeskCase:
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
        last_message_at=None,
        last_author="",
        last_text="",
        number=found.number,
        group=group or "",
        reminded=found.state == "waiting" and found.reminded_at is not None,
        escalated=found.state == "waiting" and found.escalated_at is not None,
        silent=found.state == "taken" and found.silent_at is not None,
        union=home.union if home else "",
        area=home.area if home else "",
        note=found.handover_note or "",
        ended_by=found.ended_by or "",
        ended_why=found.ended_why,
        rating=found.rating,
    )
