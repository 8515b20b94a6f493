"""Members who go: by their own word, once the last reply is on its way, or by leaving the account."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from base.limits import Limits
from union.notices.service import NoticeQueue
from union.privacy.erasure import ask_erasure, erase_member, keep_follower
from webhook.holding import ALL_HOLDINGS
from webhook.inbox import ROW, TABLE, Held


async def erase_answered(session: AsyncSession, queue: NoticeQueue, done: Held, now: datetime) -> None:
    """Erase the member whose last message was answered just now, in its response.

    Only its claim is kept, without its member: a repeat of the message gets the answer again, and is not done again.
    A late answer is another matter: the member's openid is still needed, so the worker erases when it is out.
    """
    await session.execute(update(TABLE).where(ROW.key == done.key).values(member_id=None, request=None))
    await erase_member(session, queue, ALL_HOLDINGS, done.member_id, now)


async def came_or_left(session: AsyncSession, member_id: str, follows: bool, limits: Limits, now: datetime) -> None:
    """Who leaves is erased by the worker, after a grace if there is one; who is back in time is not."""
    if follows:
        await keep_follower(session, member_id)
    else:
        await ask_erasure(session, member_id, "unfollowed", now + limits.unfollowed_grace)
