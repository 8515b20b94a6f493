"""What is known of a member as such. Erased last: everything else refers to it."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from union.members.models import Member
from union.members.service import forget_member
from union.notices.service import NoticeQueue
from union.privacy.holding import Holding, Record
from union.wording import day_and_time


async def _records(session: AsyncSession, member_id: str) -> list[Record]:
    member = await session.get(Member, member_id, populate_existing=True)
    if member is None:
        return []
    record = {
        "姓名": member.name or "",
        "手机": member.phone or "",
        "微信编号": member.openid,
        "第一次来访": day_and_time(member.created_at),
    }
    return [{label: value for label, value in record.items() if value}]


async def _erase(session: AsyncSession, queue: NoticeQueue, member_id: str, now: datetime) -> list[str]:
    await forget_member(session, member_id)
    return []


HOLDING = Holding("个人资料", _records, _erase, handed_out=True)
