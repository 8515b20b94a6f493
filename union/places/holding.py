"""What this feature keeps about a member: locations they sent, for a day."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from union.notices.service import NoticeQueue
from union.places.models import SentLocation
from union.privacy.holding import Holding, Record
from union.wording import day_and_time


async def records(session: AsyncSession, member_id: str) -> list[Record]:
    mine = select(SentLocation).where(SentLocation.member_id == member_id).order_by(SentLocation.at.desc())
    return [{"发送时间": day_and_time(one.at), "纬度,经度": one.point} for one in await session.scalars(mine)]


async def erase(session: AsyncSession, queue: NoticeQueue, member_id: str, now: datetime) -> list[str]:
    await session.execute(delete(SentLocation).where(SentLocation.member_id == member_id))
    return []


HOLDING = Holding("发送过的位置", records, erase)
