"""Verbs of the handoff: from the bot to the queue, to staff, and back.

The case and the conversation's owner change together, each by compare-and-set. While the owner is not `bot`,
the bot is silent. After a commit the caller says so on the bus (topic "conversations").
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy.ext.asyncio import AsyncSession

from base.database import insert_into
from union.conversations.service import change_owner, ensure_conversation, record
from union.handoff import texts
from union.handoff.cases import Open, ahead, find, live_case, move, open_cases
from union.handoff.models import HandoffCase
from union.notices.service import NoticeQueue, queue_notice

__all__ = [
    "Done",
    "Open",
    "Queued",
    "Refused",
    "answer",
    "end",
    "leave_handoff",
    "live_case",
    "open_cases",
    "request_handoff",
    "take",
]


@dataclass(frozen=True)
class Queued:
    """The member waits, or staff have taken the case already. `ahead`: how many are served before."""

    ahead: int
    case_id: int
    taken: bool = False


@dataclass(frozen=True)
class Done:
    """The step was made, by this call or by the same call before."""

    case: HandoffCase


@dataclass(frozen=True)
class Refused:
    """The case is not in the state for it. `staff`: who has it, when somebody else was quicker."""

    reason: Literal["unknown", "taken", "ended", "empty"]
    staff: str = ""


async def request_handoff(
    session: AsyncSession, member_id: str, topic: str, now: datetime, urgent: bool = False
) -> Queued:
    """Queue the conversation for staff. While a case is live, it stays the same one; it can become urgent."""
    await ensure_conversation(session, member_id, now)
    wanted = insert_into(session, HandoffCase).values(
        member_id=member_id, topic=topic[:40], urgent=urgent, state="waiting", asked_at=now
    )
    added = await session.scalar(wanted.on_conflict_do_nothing().returning(HandoffCase.id))
    if added is not None:
        await change_owner(session, member_id, ["bot"], "queue")
        await record(session, member_id, "event", texts.ASKED, now)
    case = await live_case(session, member_id)
    if case is None:  # the one that stood in our way ended just now
        return await request_handoff(session, member_id, topic, now, urgent)
    if urgent and not case.urgent:
        await move(session, case.id, ["waiting", "taken"], urgent=True)
        await session.refresh(case)
    return Queued(await ahead(session, case), case.id, case.state == "taken")


async def leave_handoff(session: AsyncSession, member_id: str, now: datetime) -> bool:
    """The member wants the bot back, waiting or talking. False: there was nothing to leave."""
    case = await live_case(session, member_id)
    if case is None or not await _end(session, case, "member", now):
        return False
    await record(session, member_id, "event", texts.LEFT, now)
    return True


async def take(session: AsyncSession, case_id: int, staff: str, now: datetime) -> Done | Refused:
    """A member of staff takes a waiting case. Taking one's own again is fine; the second of two is refused."""
    if await move(session, case_id, ["waiting"], state="taken", staff=staff, taken_at=now):
        case = await find(session, case_id)
        assert case is not None
        await change_owner(session, case.member_id, ["queue", "bot"], "staff")
        await record(session, case.member_id, "event", texts.taken(staff), now)
        return Done(case)
    return _whose(await find(session, case_id), staff)


async def answer(
    session: AsyncSession, queue: NoticeQueue, case_id: int, staff: str, text: str, now: datetime, key: str
) -> Done | Refused:
    """Write to the member: into the transcript, and queued as a notice. The same key again does nothing.

    Whoever answers a waiting case takes it.
    """
    if not text.strip():
        return Refused("empty")
    taken = await take(session, case_id, staff, now)
    if isinstance(taken, Refused):
        return taken
    member_id = taken.case.member_id
    if await queue_notice(session, queue, member_id, "handoff.answer", text, now, f"handoff.answer:{key}"):
        await record(session, member_id, "staff", text, now)
    return taken


async def end(session: AsyncSession, queue: NoticeQueue, case_id: int, staff: str, now: datetime) -> Done | Refused:
    """Give the conversation back to the bot; the member is told. Any member of staff may; once."""
    case = await find(session, case_id)
    if case is None:
        return Refused("unknown")
    if not await _end(session, case, staff, now):
        return Refused("ended")
    await record(session, case.member_id, "event", texts.ENDED, now)
    await queue_notice(
        session, queue, case.member_id, "handoff.ended", texts.BOT_AGAIN, now, f"handoff.ended:{case_id}"
    )
    return Done(case)


async def _end(session: AsyncSession, case: HandoffCase, by: str, now: datetime) -> bool:
    if not await move(session, case.id, ["waiting", "taken"], state="ended", ended_at=now, ended_by=by):
        return False
    await change_owner(session, case.member_id, ["queue", "staff"], "bot")
    await session.refresh(case)
    return True


def _whose(case: HandoffCase | None, staff: str) -> Done | Refused:
    if case is None:
        return Refused("unknown")
    if case.state == "ended":
        return Refused("ended", case.staff or "")
    return Done(case) if case.staff == staff else Refused("taken", case.staff or "")
