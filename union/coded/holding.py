"""What coded replies keep about a member: the codes they were sent, and what they were told in return."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from union.coded.models import ReplyCode
from union.notices.service import NoticeQueue
from union.privacy.holding import Holding, Record
from union.wording import day_and_time


async def _records(session: AsyncSession, member_id: str) -> list[Record]:
    mine = select(ReplyCode).where(ReplyCode.member_id == member_id).order_by(ReplyCode.created_at.desc())
    return [_code(code) for code in await session.scalars(mine)]


async def _erase(session: AsyncSession, queue: NoticeQueue, member_id: str, now: datetime) -> list[str]:
    mine = delete(ReplyCode).where(ReplyCode.member_id == member_id)
    await session.execute(mine, execution_options={"synchronize_session": False})
    return []


def _code(code: ReplyCode) -> Record:
    record = {"编号": code.code, "发出时间": day_and_time(code.created_at), "回复后收到": code.reply or ""}
    return {label: value for label, value in record.items() if value}


HOLDING = Holding("编号回复", _records, _erase)
