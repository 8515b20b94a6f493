"""What entitlements keep about a member: an account a cycle, with its lines."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from union.excursions.accounts import entries_of
from union.excursions.models import Entitlement, EntitlementEntry
from union.notices.service import NoticeQueue
from union.privacy.holding import Holding, Record
from union.privacy.models import KeptRecord
from union.wording import day_and_time

WORDS = {
    "granted": "发放",
    "reserved": "占用",
    "given_back": "退回",
    "used": "使用",
    "carried": "结转",
    "expired": "过期",
}
KEPT = "疗休养经费的使用记录（年度、天数和金额，不含您的身份）：按会计法规作为账目留存"
_NO_SYNC = {"synchronize_session": False}


async def _records(session: AsyncSession, member_id: str) -> list[Record]:
    return [
        {
            "类别": account.kind,
            "年度": str(account.cycle),
            "剩余": f"{account.days_left} 天，{account.yuan_left} 元，{account.segments_left} 次",
            "明细": "；".join(map(_line, await entries_of(session, account.id))),
        }
        for account in await _accounts(session, member_id)
    ]


async def _erase(session: AsyncSession, queue: NoticeQueue, member_id: str, now: datetime) -> list[str]:
    """Reservations are closed by now: the bookings went first. What was used is money spent, and its sum is kept."""
    kept = []
    for account in await _accounts(session, member_id):
        if (used := _used(await entries_of(session, account.id))) is not None:
            record = f"{account.kind} {account.cycle} 年度：{used[0]} 天，{used[1]} 元"
            kept.append(KeptRecord(what="excursions", record=record, kept_at=now))
    session.add_all(kept)
    await session.flush()
    await session.execute(delete(Entitlement).where(Entitlement.member_id == member_id), execution_options=_NO_SYNC)
    return [KEPT] if kept else []


async def _accounts(session: AsyncSession, member_id: str) -> Sequence[Entitlement]:
    query = select(Entitlement).where(Entitlement.member_id == member_id).order_by(Entitlement.id.desc())
    return (await session.scalars(query)).all()


def _used(entries: Sequence[EntitlementEntry]) -> tuple[int, int] | None:
    """Days and yuan of trips that took place; a line `used` closes what was reserved, and is of nothing itself."""
    closed = {entry.closes for entry in entries if entry.what == "used"}
    spent = [entry for entry in entries if entry.id in closed]
    return (-sum(entry.days for entry in spent), -sum(entry.yuan for entry in spent)) if spent else None


def _line(entry: EntitlementEntry) -> str:
    return f"{day_and_time(entry.at)} {WORDS[entry.what]} {entry.days} 天 {entry.yuan} 元 {entry.segments} 次"


HOLDING = Holding("疗休养额度", _records, _erase, purpose="events", handed_out=True)
