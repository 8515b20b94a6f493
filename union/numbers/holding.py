"""What the counting keeps about a member: that they were counted on a day, for some days."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from union.notices.service import NoticeQueue
from union.numbers.models import CountedVisit
from union.privacy.holding import Holding, Record


async def records(session: AsyncSession, member_id: str) -> list[Record]:
    query = select(CountedVisit.day).where(CountedVisit.member_id == member_id).order_by(CountedVisit.day.desc())
    return [{"计入来访人数的日子（几天后删除）": str(day)} for day in await session.scalars(query)]


async def erase(session: AsyncSession, queue: NoticeQueue, member_id: str, now: datetime) -> list[str]:
    """The counts themselves name nobody, and stay."""
    await session.execute(delete(CountedVisit).where(CountedVisit.member_id == member_id))
    return []


HOLDING = Holding("来访统计", records, erase)
