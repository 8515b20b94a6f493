"""What the binding keeps about a member: shown, and erased. The roster itself is the union's own record."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from union.notices.service import NoticeQueue
from union.privacy.holding import Holding, Record
from union.roster.models import PhoneChange, RosterBinding
from union.roster.standing import Membership, memberships
from union.roster.tries import forget_tries, tries_of
from union.wording import day_and_time

KEPT = "工会会员名册里的登记（姓名、手机号、会员卡号等）由所属工会依法保存，已与您的微信解除绑定。"
_NO_SYNC = {"synchronize_session": False}
_GENDERS = {"male": "男", "female": "女"}


async def _records(session: AsyncSession, member_id: str) -> list[Record]:
    mine = [_of_membership(one) for one in await memberships(session, member_id)]
    query = select(PhoneChange).where(PhoneChange.member_id == member_id).order_by(PhoneChange.id.desc())
    changes = [{"新手机号": one.phone, "告知工会": day_and_time(one.at)} for one in await session.scalars(query)]
    tries = [{"核对身份": f"{one.day}，{one.tries} 次"} for one in await tries_of(session, member_id)]
    return [*mine, *changes, *tries]


def _of_membership(one: Membership) -> Record:
    record = one.record
    told = {
        "所属工会": one.path,
        "姓名": record.name,
        "手机号": record.phone,
        "会员卡号": record.card,
        "身份证后四位": record.id_last4,
        "性别": _GENDERS.get(record.gender or "", ""),
        "出生年份": str(record.birth_year or ""),
        "入会时间": record.joined.isoformat() if record.joined else "",
        "绑定时间": day_and_time(one.binding.bound_at),
    }
    return {label: value for label, value in told.items() if value}


async def _erase(session: AsyncSession, queue: NoticeQueue, member_id: str, now: datetime) -> list[str]:
    was_bound = await session.scalar(select(RosterBinding.id).where(RosterBinding.member_id == member_id).limit(1))
    for table in (RosterBinding, PhoneChange):
        await session.execute(delete(table).where(table.member_id == member_id), execution_options=_NO_SYNC)
    await forget_tries(session, member_id)
    return [KEPT] if was_bound is not None else []


HOLDING = Holding("会员绑定", _records, _erase, purpose="membership", handed_out=True)
