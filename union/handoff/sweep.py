"""What is due at the desk is done: reminders, the next group, colleagues who are gone, silence, the end of the day.

Each step is compared and set on its row, so two workers at once do nothing twice, and one beside an answer of staff
does not undo it.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime

from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from base.limits import Limits
from union.conversations.models import Message
from union.conversations.service import record
from union.handoff import texts
from union.handoff.cases import move
from union.handoff.closing import close_queue
from union.handoff.desk_models import HandoffGroup, StaffPresence
from union.handoff.ending import end_silent
from union.handoff.handing import give_back
from union.handoff.models import HandoffCase
from union.handoff.outcomes import Done
from union.handoff.presence import gone_before
from union.handoff.timing import Talk, Waiting, due_of_talk, due_of_waiting
from union.notices.service import NoticeQueue

_DEFAULT = Limits()
AT_ONCE = 50  # steps in one transaction: a writer of SQLite must not wait long


async def sweep(session: AsyncSession, queue: NoticeQueue, now: datetime, *, limits: Limits = _DEFAULT) -> int:
    """Do some of what is due; how much. The caller wakes the desk by the bus when that is something."""
    steps = [*await _of_waiting(session, now, limits), *await _of_talks(session, queue, now, limits)]
    done = 0
    for step in steps[:AT_ONCE]:
        done += await step()
    return done + await close_queue(session, queue, now, AT_ONCE, limits)


Step = Callable[[], Awaitable[bool]]


async def _of_waiting(session: AsyncSession, now: datetime, limits: Limits) -> list[Step]:
    following = aliased(HandoffGroup)
    query = (
        select(HandoffCase, HandoffGroup, following.id, following.name)
        .outerjoin(HandoffGroup, HandoffGroup.id == HandoffCase.group_id)
        .outerjoin(following, following.id == HandoffGroup.next_id)
        .where(HandoffCase.state == "waiting")
        .order_by(HandoffCase.asked_at)
    )
    steps: list[Step] = []
    for case, group, next_id, next_name in (await session.execute(query)).tuples():
        remind = group.remind_minutes if group else limits.desk_remind_minutes
        escalate = group.escalate_minutes if group else limits.desk_escalate_minutes
        since = case.waits_since or case.asked_at
        due = due_of_waiting(Waiting(since, case.reminded_at is not None, remind, escalate, next_id), now)
        if due == "remind":
            steps.append(_remind(session, case, now))
        elif due == "escalate":
            steps.append(_escalate(session, case, next_id, next_name, now))
    return steps


def _remind(session: AsyncSession, case: HandoffCase, now: datetime) -> Step:
    async def step() -> bool:
        return await move(session, case.id, ["waiting"], HandoffCase.reminded_at.is_(None), reminded_at=now)

    return step


def _escalate(session: AsyncSession, case: HandoffCase, group_id: int | None, name: str, now: datetime) -> Step:
    async def step() -> bool:
        same = HandoffCase.group_id == case.group_id
        values = {"group_id": group_id, "waits_since": now, "reminded_at": None, "escalated_at": now}
        if not await move(session, case.id, ["waiting"], same, **values):
            return False
        await record(session, case.member_id, "event", texts.escalated(name), now)
        return True

    return step


async def _of_talks(session: AsyncSession, queue: NoticeQueue, now: datetime, limits: Limits) -> list[Step]:
    line = aliased(Message)
    unanswered = (
        select(func.min(line.at))
        .where(line.member_id == HandoffCase.member_id, line.author == "member", line.at > HandoffCase.answered_at)
        .correlate(HandoffCase)
        .scalar_subquery()
    )
    gone = and_(StaffPresence.staff == HandoffCase.staff, StaffPresence.seen_at <= gone_before(now, limits))
    query = (
        select(HandoffCase, HandoffGroup.remind_minutes, StaffPresence.staff, unanswered)
        .outerjoin(HandoffGroup, HandoffGroup.id == HandoffCase.group_id)
        .outerjoin(StaffPresence, gone)
        .where(HandoffCase.state == "taken")
        .order_by(HandoffCase.id)
    )
    steps: list[Step] = []
    for case, remind, gone_staff, since in (await session.execute(query)).tuples():
        talk = Talk(
            unanswered_since=since if case.answered_at else case.taken_at,
            answered_at=case.answered_at,
            is_flagged=case.silent_at is not None,
            is_gone=gone_staff is not None,
            remind_minutes=remind or limits.desk_remind_minutes,
            silent_minutes=limits.desk_silent_minutes,
        )
        due = due_of_talk(talk, now)
        if due is not None:
            steps.append(_talk_step(session, queue, case, due, now, limits))
    return steps


def _talk_step(
    session: AsyncSession, queue: NoticeQueue, case: HandoffCase, due: str, now: datetime, limits: Limits
) -> Step:
    async def step() -> bool:
        if due == "give_back":
            line = texts.gone(case.staff or "")
            return isinstance(await give_back(session, case, line, now, limits), Done)
        if due == "end":
            return await end_silent(session, queue, case, now)
        unchanged = HandoffCase.answered_at.is_not_distinct_from(case.answered_at)
        return await move(session, case.id, ["taken"], unchanged, HandoffCase.silent_at.is_(None), silent_at=now)

    return step
