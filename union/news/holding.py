"""What this feature keeps about a member: subscriptions, and what is still to be told."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from union.news.models import NewsDue, NewsReader, Subscription
from union.news.service import unsubscribe
from union.notices.service import NoticeQueue
from union.privacy.holding import Holding, Record
from union.wording import day_and_time


async def records(session: AsyncSession, member_id: str) -> list[Record]:
    query = select(Subscription).where(Subscription.member_id == member_id).order_by(Subscription.created_at.desc())
    return [
        {
            "订阅": one.kind or "全部活动",
            "地区": f"{one.city}{one.district}" or "不限",
            "订阅时间": day_and_time(one.created_at),
        }
        for one in await session.scalars(query)
    ]


async def erase(session: AsyncSession, queue: NoticeQueue, member_id: str, now: datetime) -> list[str]:
    await unsubscribe(session, member_id, now)
    for table in (NewsDue, NewsReader):
        await session.execute(delete(table).where(table.member_id == member_id))
    return []


HOLDING = Holding("活动订阅", records, erase, handed_out=True)
