"""What the channel keeps about a member: claims on their messages, with requests and answers (union/privacy)."""

from datetime import datetime, timedelta

from sqlalchemy import and_, delete, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from union.notices.service import NoticeQueue
from union.privacy.holding import Holding, Record
from union.privacy.holdings import HOLDINGS
from union.wording import day_and_time
from webhook.inbox import ROW
from webhook.models import Claim

FETCHED_WITHIN = timedelta(minutes=10)  # for so long an erasure waits until the member has fetched the last reply
_ROUTES = {"fetch": "等您回复“继续”", "fetched": "已查看", "pushed": "已发送"}


async def _records(session: AsyncSession, member_id: str) -> list[Record]:
    mine = select(Claim).where(Claim.member_id == member_id).order_by(Claim.created.desc())
    return [_claim(claim) for claim in await session.scalars(mine)]


async def _erase(session: AsyncSession, queue: NoticeQueue, member_id: str, now: datetime) -> list[str]:
    """Whoever is working on one of them finds it gone, and does nothing more."""
    mine = delete(Claim).where(Claim.member_id == member_id)
    await session.execute(mine, execution_options={"synchronize_session": False})
    return []


async def is_answering(session: AsyncSession, member_id: str, now: datetime) -> bool:
    """Whether an answer to the member is being made, is on its way, or waits to be fetched."""
    under_way = and_(or_(ROW.state == "running", ROW.route == "pushing"), ROW.lease_until > now)
    fetched_later = and_(ROW.route == "fetch", ROW.created > now - FETCHED_WITHIN)
    query = select(exists().where(ROW.member_id == member_id, or_(under_way, fetched_later)))
    return bool(await session.scalar(query))


def _claim(claim: Claim) -> Record:
    record = {
        "消息处理": day_and_time(claim.created),
        "您的消息": claim.request or "",
        "回复": claim.answer or "",
        "送达": _ROUTES.get(claim.route, ""),
    }
    return {label: value for label, value in record.items() if value}


CLAIMS = Holding("消息处理记录", _records, _erase)
# Claims after all that may write about the member, and before the member to whom they refer.
ALL_HOLDINGS: tuple[Holding, ...] = (*HOLDINGS[:-1], CLAIMS, HOLDINGS[-1])
