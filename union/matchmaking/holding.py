"""What matchmaking keeps about a member: the profile, the introductions, and that two have met."""

from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from base.encryption import Keyring
from union.conversations.models import Message
from union.conversations.reply import PRIVATE
from union.matchmaking.fields import FIELDS
from union.matchmaking.met import forget_meeting
from union.matchmaking.models import Introduction, Profile
from union.matchmaking.profiles import draft_of, find_profile
from union.matchmaking.withdrawal import withdraw
from union.notices.service import NoticeQueue
from union.privacy.holding import Holding, Record
from union.wording import day_and_time

STATES = {"open": "等待双方回复", "exchanged": "双方同意", "declined": "未成", "expired": "过期"}
_ANSWERS = {"yes": "愿意", "no": "不愿意", None: "没有回复"}


async def _records(session: AsyncSession, member_id: str) -> list[Record]:
    profile = await find_profile(session, member_id)
    mine = await _introductions(session, member_id)
    return [*([_profile(profile)] if profile else []), *(_introduction(one, member_id) for one in mine)]


async def _running(session: AsyncSession, member_id: str, now: datetime) -> list[str]:
    return ["相亲推荐（等待回复）" for one in await _introductions(session, member_id) if one.state == "open"]


async def _erase(session: AsyncSession, queue: NoticeQueue, member_id: str, now: datetime) -> list[str]:
    """Leaves as a member does who withdraws; the other hears that somebody left, and nothing of whom."""
    keyring: Keyring = session.get_bind().dialect.keyring  # type: ignore[attr-defined]  # base/database.py puts it there
    profile = await find_profile(session, member_id)
    for one in await _introductions(session, member_id):
        await forget_meeting(session, keyring, one.first_id, one.second_id)
        if one.state == "exchanged" and profile is not None:
            other = one.second_id if one.first_id == member_id else one.first_id
            await _hide_contact(session, other, profile.phone)
    await withdraw(session, queue, member_id, now)
    return []


async def _hide_contact(session: AsyncSession, other_id: str, phone: str) -> None:
    """The other was told the phone number; it stands in their transcript, which staff read."""
    told = select(Message).where(Message.member_id == other_id, Message.author == "notice")
    for line in await session.scalars(told):
        if phone in line.text:
            line.text = PRIVATE
    await session.flush()


async def _introductions(session: AsyncSession, member_id: str) -> list[Introduction]:
    mine = or_(Introduction.first_id == member_id, Introduction.second_id == member_id)
    newest = select(Introduction).where(mine).order_by(Introduction.created_at.desc())
    return list(await session.scalars(newest))


def _profile(profile: Profile) -> Record:
    draft = draft_of(profile)
    told: dict[str, Any] = {**draft.values, **draft.texts}
    record = {FIELDS[name].label if name in FIELDS else name: str(value) for name, value in told.items()}
    record |= {
        "必须符合": "、".join(FIELDS[name].label for name in sorted(draft.musts) if name in FIELDS),
        "姓名": draft.name,
        "手机": draft.phone,
        "同意说明": f"版本 {profile.consent_version}，{day_and_time(profile.consented_at)}",
    }
    return {"内容": "相亲资料"} | {label: value for label, value in record.items() if value}


def _introduction(one: Introduction, member_id: str) -> Record:
    """Nothing of the other: that is theirs."""
    answer = one.first_answer if one.first_id == member_id else one.second_answer
    state = {"内容": "相亲推荐", "状态": STATES[one.state], "您的回复": _ANSWERS[answer]}
    return state | {"时间": day_and_time(one.created_at)}


HOLDING = Holding("相亲交友", _records, _erase, _running)
