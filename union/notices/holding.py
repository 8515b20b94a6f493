"""What notices keep about a member: each that was written, and which ones they allowed."""

import json
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from union.notices.grants_models import NoticeGrant
from union.notices.kinds import manners
from union.notices.models import Notice
from union.notices.service import NoticeQueue
from union.privacy.holding import Holding, Record
from union.wording import day_and_time

STATES = {
    "waiting": "等待发送",
    "queued": "等待发送",
    "sending": "正在发送",
    "sent": "已发送",
    "failed": "没有发出",
    "unknown": "是否送达未知",
    "cancelled": "已取消",
    "expired": "已过期",
}
_NO_SYNC = {"synchronize_session": False}


async def _records(session: AsyncSession, member_id: str) -> list[Record]:
    mine = select(Notice).where(Notice.member_id == member_id).order_by(Notice.id.desc())
    grants = select(NoticeGrant).where(NoticeGrant.member_id == member_id).order_by(NoticeGrant.updated.desc())
    return [*map(_notice, await session.scalars(mine)), *map(_grant, await session.scalars(grants))]


async def _erase(session: AsyncSession, queue: NoticeQueue, member_id: str, now: datetime) -> list[str]:
    """After the features: what they cancelled has written notices about it."""
    await queue.forget(session, member_id)
    await session.execute(delete(Notice).where(Notice.member_id == member_id), execution_options=_NO_SYNC)
    await session.execute(delete(NoticeGrant).where(NoticeGrant.member_id == member_id), execution_options=_NO_SYNC)
    return []


def _notice(notice: Notice) -> Record:
    facts: dict[str, str] = json.loads(notice.facts) if notice.facts else {}
    return {
        "通知": manners(notice.kind).name,
        "内容": notice.text,
        "状态": STATES[notice.state],
        "时间": day_and_time(notice.due),
        **({"要素": "；".join(facts.values())} if facts else {}),
    }


def _grant(grant: NoticeGrant) -> Record:
    allowed = "长期" if grant.long_term else f"还可发 {grant.left} 条"
    return {"订阅通知": allowed, "更新时间": day_and_time(grant.updated)}


HOLDING = Holding("通知", _records, _erase)
