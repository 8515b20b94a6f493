"""What this feature keeps about a member: their suggestions with the answers."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from union.attachments.service import detach
from union.notices.service import NoticeQueue, cancel_notices
from union.privacy.holding import Holding, Record
from union.voices.models import Suggestion
from union.voices.service import subject_of
from union.wording import day_and_time

STATE_WORDS = {"open": "待处理", "forwarded": "处理中", "answered": "已答复", "closed": "已办结"}


async def records(session: AsyncSession, member_id: str) -> list[Record]:
    query = select(Suggestion).where(Suggestion.member_id == member_id).order_by(Suggestion.created_at.desc())
    return [_record(one) for one in await session.scalars(query)]


async def erase(session: AsyncSession, queue: NoticeQueue, member_id: str, now: datetime) -> list[str]:
    """With pictures and waiting answers; what staff have done about it stands elsewhere, without the member."""
    for id_ in (await session.scalars(select(Suggestion.id).where(Suggestion.member_id == member_id))).all():
        await detach(session, subject_of(id_))
        await cancel_notices(session, subject_of(id_), now)
    await session.execute(delete(Suggestion).where(Suggestion.member_id == member_id))
    return []


def _record(one: Suggestion) -> Record:
    told = {"编号": one.number, "提交时间": day_and_time(one.created_at), "类别": one.topic, "内容": one.text}
    contact = {"姓名": one.name or "", "手机号": one.phone or "", "答复": one.answer or ""}
    return told | {"状态": STATE_WORDS[one.state]} | {label: value for label, value in contact.items() if value}


HOLDING = Holding("意见建议", records, erase, purpose="voices")
