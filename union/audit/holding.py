"""What the log keeps about a member: who of staff did what with their data. It stays, without the member."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from union.audit.models import AuditEntry
from union.notices.service import NoticeQueue
from union.privacy.holding import Holding, Record
from union.wording import day_and_time


async def records(session: AsyncSession, member_id: str) -> list[Record]:
    query = select(AuditEntry).where(AuditEntry.member_id == member_id).order_by(AuditEntry.id.desc())
    return [{"时间": day_and_time(one.at), "工作人员操作": one.what} for one in await session.scalars(query)]


async def erase(session: AsyncSession, queue: NoticeQueue, member_id: str, now: datetime) -> list[str]:
    """Steps of staff stay to be answered for; whom they were about is gone."""
    mine = update(AuditEntry).where(AuditEntry.member_id == member_id).values(member_id=None)
    await session.execute(mine, execution_options={"synchronize_session": False})
    return []


HOLDING = Holding("工作人员操作记录", records, erase)
