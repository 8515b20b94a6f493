"""What the member hears of the case itself, without using up what answers need (docs/adr/0020)."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from base.limits import Limits
from union.allowances.service import allowance_of
from union.handoff.models import HandoffCase
from union.notices.models import Notice
from union.notices.service import NoQueue, cancel_notices, queue_notice

TAKEN, MOVED = "handoff.taken", "handoff.moved"
_KINDS = (TAKEN, MOVED)


def about(case_id: int) -> str:
    """What notices of a case belong to."""
    return f"handoff:{case_id}"


async def tell_soon(
    session: AsyncSession, case: HandoffCase, kind: str, text: str, now: datetime, limits: Limits
) -> None:
    """Say it in some seconds, unless an answer or another turn comes before; not from the last messages allowed."""
    await cancel_notices(session, about(case.id), now, _KINDS)
    allowance = await allowance_of(session, case.member_id)
    if allowance.left(now) <= limits.desk_kept_replies:
        return
    due = now + timedelta(seconds=limits.desk_taken_seconds)
    key = f"{kind}:{case.id}:{now.timestamp()}"
    # It waits for its time, and the worker's sweep finds it: no queue is needed.
    await queue_notice(session, NoQueue(), case.member_id, kind, text, now, key, due=due, about=about(case.id))


async def still_to_say(session: AsyncSession, case: HandoffCase, now: datetime) -> bool:
    """Take back what has not been said; whether the member has yet to hear that staff are there."""
    await cancel_notices(session, about(case.id), now, _KINDS)
    said = select(Notice.id).where(
        Notice.about == about(case.id),
        Notice.kind == TAKEN,
        Notice.state.in_(("sending", "sent", "unknown")),
        Notice.created_at >= (case.taken_at or now),
    )
    return case.answered_at is None and await session.scalar(said.limit(1)) is None
