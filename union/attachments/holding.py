"""The pictures kept about a member: told by day and size, erased whole."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from base.clock import to_shanghai
from union.attachments.models import Attachment
from union.attachments.service import content
from union.notices.service import NoticeQueue
from union.privacy.holding import Holding, Record
from union.wording import day_and_time


async def records(session: AsyncSession, member_id: str) -> list[Record]:
    """One record a picture that is kept."""
    query = (
        select(Attachment)
        .where(Attachment.member_id == member_id, Attachment.state == "kept")
        .order_by(Attachment.created_at.desc(), Attachment.id)
    )
    return [
        {
            "发送时间": day_and_time(one.created_at),
            "大小": f"{one.width}×{one.height}",
            "保存": "随所办的事一起保存" if one.subject else "24 小时后删除",
        }
        for one in await session.scalars(query)
    ]


async def erase(session: AsyncSession, queue: NoticeQueue, member_id: str, now: datetime) -> list[str]:
    """All pictures of the member go, also those that are papers of something."""
    await session.execute(delete(Attachment).where(Attachment.member_id == member_id))
    return []


async def files(session: AsyncSession, member_id: str) -> dict[str, bytes]:
    """The pictures themselves, by the day they were sent and a number."""
    query = select(Attachment).where(Attachment.member_id == member_id, Attachment.state == "kept")
    found = list(await session.scalars(query.order_by(Attachment.created_at, Attachment.id)))
    return {
        f"{to_shanghai(one.created_at):%Y%m%d}-{number}.jpg": await content(session, one.id)
        for number, one in enumerate(found, 1)
    }


HOLDING = Holding("图片", records, erase, files=files)
