"""What is kept about a member's appointments: told, and erased. Slots are given back to others first."""

from datetime import datetime
from functools import partial

from sqlalchemy import Select, delete, or_
from sqlalchemy.ext.asyncio import AsyncSession

from union.coded.service import close_codes
from union.legal_aid.change import cancel
from union.legal_aid.codes import OFFER_KIND, RATING_KIND
from union.legal_aid.intake import read_intake
from union.legal_aid.listing import SHOWN, with_lawyer
from union.legal_aid.models import Appointment, LegalWindow
from union.legal_aid.offers import release
from union.legal_aid.records import AppointmentRating
from union.legal_aid.services import NAMES, WAY_NAMES
from union.legal_aid.telling import take_back
from union.legal_aid.waitlist import fill
from union.legal_aid.wishes import wish_of
from union.notices.service import NoticeQueue
from union.privacy.holding import Holding, Record
from union.wording import day_and_time, period

Services = tuple[str, ...]
LAWYERS: Services = ("legal",)
OTHERS: Services = ("counselling", "mediation")
_STATUS = {
    "offered": "为您保留，等您答复",
    "booked": "已预约",
    "displaced": "待改期",
    "over": "已结束",
    "done": "已结束",
    "no_show": "未到",
    "cancelled": "已取消",
    "passed_on": "未接受",
}
_FACTS = {"since": "从什么时候开始", "sum_yuan": "金额（元）", "people": "人数", "employer": "单位", "papers": "材料"}


def _of(member_id: str, services: Services) -> Select[Appointment]:
    return with_lawyer(Appointment.member_id == member_id, LegalWindow.service.in_(services))


async def records(session: AsyncSession, member_id: str, *, services: Services) -> list[Record]:
    """One record an appointment, newest first."""
    mine = _of(member_id, services).order_by(Appointment.created_at.desc(), Appointment.id)
    return [await _record(session, one) for one in (await session.scalars(mine)).all()]


async def running(session: AsyncSession, member_id: str, now: datetime, *, services: Services) -> list[str]:
    """Appointments to come."""
    to_come = _of(member_id, services).where(Appointment.status.in_(SHOWN), Appointment.ends_at > now)
    found = (await session.scalars(to_come.order_by(Appointment.starts_at))).all()
    return [f"{NAMES[one.lawyer.window.service]}（{period(one.starts_at, one.ends_at)}）" for one in found]


async def erase(
    session: AsyncSession, queue: NoticeQueue, member_id: str, now: datetime, *, services: Services
) -> list[str]:
    """All appointments go, with intake, outcome, rating and wishes; approved examples stay, they lead to nobody."""
    query = _of(member_id, services)
    for one in (await session.scalars(query.where(Appointment.status == "offered"))).all():
        if await release(session, one, now):
            await fill(session, queue, one.lawyer_id, one.starts_at, now)
    to_come = query.where(Appointment.status.in_(SHOWN), Appointment.starts_at > now)
    for one in (await session.scalars(to_come)).all():
        await cancel(session, member_id, one.id, key=f"erase:{one.id}", now=now, queue=queue)
    rest = (await session.scalars(query)).all()
    for one in rest:
        await take_back(session, one, now)
        for kind in (OFFER_KIND, RATING_KIND):
            await close_codes(session, kind, one.id)
    ids = [one.id for one in rest]
    gone = delete(Appointment).where(or_(Appointment.id.in_(ids), Appointment.instead_of.in_(ids)))
    await session.execute(gone, execution_options={"synchronize_session": False})
    return []


async def _record(session: AsyncSession, one: Appointment) -> Record:
    window = one.lawyer.window
    record = {
        "项目": NAMES[window.service],
        "时间": period(one.starts_at, one.ends_at),
        "方式": WAY_NAMES[one.way],
        "地点": one.where,
        "接待人": one.lawyer.name,
        "状态": _STATUS[one.status],
        "预约码": one.code,
        "姓名": one.name,
        "手机": one.phone,
        "类型": one.topic,
        "情况": one.description,
        "来自": f"{one.district}{one.town}",
        "提交时间": day_and_time(one.created_at),
    }
    told = read_intake(one.intake).model_dump(exclude_defaults=True, exclude={"more"})
    record |= {label: str(told[name]) for name, label in _FACTS.items() if name in told} | read_intake(one.intake).more
    if wish := await wish_of(session, one.id):
        record["等更早的时间"] = f"{day_and_time(wish.before)}以前"
    rating = await session.get(AppointmentRating, one.id)
    if rating is not None and rating.stars is not None:
        record["您的评价"] = f"{rating.stars}分 {rating.words or ''}".strip()
    return {label: value for label, value in record.items() if value}


# What is told to a lawyer, and what to a counsellor or mediator, stands under consents of its own.
HOLDINGS = (
    Holding(
        "律师预约",
        partial(records, services=LAWYERS),
        partial(erase, services=LAWYERS),
        partial(running, services=LAWYERS),
        purpose="legal",
    ),
    Holding(
        "心理咨询和调解预约",
        partial(records, services=OTHERS),
        partial(erase, services=OTHERS),
        partial(running, services=OTHERS),
        purpose="counsel",
    ),
)
