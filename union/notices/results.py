"""What the platform says later about a message it had accepted (template messages, subscribe notices)."""

from datetime import datetime

from sqlalchemy import CursorResult, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from union.members.models import Member
from union.notices.models import Notice
from union.notices.rules import Ended
from union.notices.steps import end_all


async def settle_result(
    session: AsyncSession, message_id: str, ok: bool, reason: str, now: datetime, *, account: str = ""
) -> bool:
    """Mark the sent notice with this id as delivered, or as failed with the platform's reason.

    `account`: the appid the event came from; another account's message may have the same id. False: there is no
    such notice in `sent`, or not yet (the event may be quicker than our own note of the id: ask once more after a
    second), or its result came before.
    """
    if not message_id:
        return False
    which = update(Notice).where(Notice.message_id == message_id, Notice.state == "sent", Notice.delivered_at.is_(None))
    if account:
        which = which.where(Notice.member_id.in_(select(Member.id).where(Member.account == account)))
    if not ok:
        return bool(await end_all(session, which, Ended("failed", reason[:200]), now))
    result = await session.execute(which.values(delivered_at=now), execution_options={"synchronize_session": False})
    assert isinstance(result, CursorResult)
    return result.rowcount > 0
