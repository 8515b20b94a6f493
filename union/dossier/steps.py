"""What staff do for one member at the desk. Each looks again whether the member is within what they may see."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from union.members.models import Member
from union.notices.service import NoticeQueue, queue_notice
from union.privacy.erasure import Outlook, ask_erasure, outlook
from union.privacy.holding import Holding
from union.roster.phones import PhoneRefused, PhoneTold, change_phone
from union.staff.scope import Scope, sees_member

COPY = "您请工作人员帮您查看我们存了您的哪些信息。请在这里回复“导出我的数据”，就能拿到一份完整的副本。"


async def offer_copy(
    session: AsyncSession, queue: NoticeQueue, member_id: str, *, scope: Scope, key: str, now: datetime
) -> bool:
    """Tell the member how to get everything: the link and its code are shown to nobody else. False: no such member."""
    if not await sees_member(session, scope, member_id):
        return False
    await queue_notice(session, queue, member_id, "privacy.copy", COPY, now, f"copy:{key}")
    return True


async def foresee(
    session: AsyncSession, holdings: Sequence[Holding], member_id: str, *, scope: Scope, now: datetime
) -> Outlook | None:
    """What an erasure would end and what the law keeps; None: no such member within the scope."""
    return await outlook(session, holdings, member_id, now) if await sees_member(session, scope, member_id) else None


async def erase(session: AsyncSession, member_id: str, *, scope: Scope, now: datetime) -> bool:
    """Have everything about the member erased: by the worker, within seconds, once nothing is being answered."""
    if not await sees_member(session, scope, member_id):
        return False
    await ask_erasure(session, member_id, "asked", now)
    return True


async def tell_phone(
    session: AsyncSession, member_id: str, phone: str, *, scope: Scope, key: str, now: datetime
) -> PhoneTold | PhoneRefused:
    """Note a new phone for the member, as they would in the chat: it waits to be taken over into the rosters."""
    if not await sees_member(session, scope, member_id):
        return PhoneRefused("unknown")
    return await change_phone(session, member_id, phone, key=f"desk:{key}", now=now)


async def contact_of(session: AsyncSession, member_id: str, field: str, *, scope: Scope) -> str:
    """The whole name or phone the member told; empty where there is none, or no such member."""
    if not await sees_member(session, scope, member_id):
        return ""
    member = await session.get_one(Member, member_id)
    return (member.name if field == "name" else member.phone) or ""
