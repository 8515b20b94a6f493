"""What this feature itself keeps: consents, a wish to be erased, links to a copy of the data."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from union.notices.service import NoticeQueue
from union.privacy.consents import consents_of
from union.privacy.holding import Holding, Record
from union.privacy.models import Consent, Erasure, ExportLink
from union.privacy.purposes import PURPOSES
from union.wording import day_and_time

HOW = {"continued": "看过说明后继续填写", "said_yes": "回复同意"}
_NO_SYNC = {"synchronize_session": False}


async def _records(session: AsyncSession, member_id: str) -> list[Record]:
    links = select(ExportLink).where(ExportLink.member_id == member_id).order_by(ExportLink.expires_at.desc())
    exports = [{"下载链接": f"有效到 {day_and_time(link.expires_at)}"} for link in await session.scalars(links)]
    return [*map(_consent, await consents_of(session, member_id)), *exports]


async def _erase(session: AsyncSession, queue: NoticeQueue, member_id: str, now: datetime) -> list[str]:
    for mine in (
        delete(Consent).where(Consent.member_id == member_id),
        delete(Erasure).where(Erasure.member_id == member_id),
        delete(ExportLink).where(ExportLink.member_id == member_id),
    ):
        await session.execute(mine, execution_options=_NO_SYNC)
    return []


def _consent(consent: Consent) -> Record:
    purpose = PURPOSES.get(consent.purpose)
    record = {
        "同意": purpose.task if purpose else consent.purpose,
        "说明版本": consent.version,
        "方式": HOW[consent.how],
        "时间": day_and_time(consent.at),
        "撤回时间": day_and_time(consent.withdrawn_at) if consent.withdrawn_at else "",
    }
    return {label: value for label, value in record.items() if value}


HOLDING = Holding("同意记录", _records, _erase, handed_out=True)
