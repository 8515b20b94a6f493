"""What legal aid keeps about a member: appointments with what was told for them."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from union.legal_aid.listing import my_appointments
from union.legal_aid.models import Appointment
from union.notices.service import NoticeQueue
from union.privacy.holding import Holding, Record
from union.wording import day_and_time, period

STATUS_WORDS = {"booked": "已预约", "cancelled": "已取消"}


async def _records(session: AsyncSession, member_id: str) -> list[Record]:
    mine = select(Appointment).where(Appointment.member_id == member_id).order_by(Appointment.starts_at.desc())
    return [_appointment(appointment) for appointment in await session.scalars(mine)]


async def _running(session: AsyncSession, member_id: str, now: datetime) -> list[str]:
    mine = await my_appointments(session, member_id, now)
    return [f"律师咨询（{one.topic}，{period(one.starts_at, one.ends_at)}）" for one in mine]


async def _erase(session: AsyncSession, queue: NoticeQueue, member_id: str, now: datetime) -> list[str]:
    """A slot is free again as soon as its row is gone."""
    mine = delete(Appointment).where(Appointment.member_id == member_id)
    await session.execute(mine, execution_options={"synchronize_session": False})
    return []


def _appointment(appointment: Appointment) -> Record:
    return {
        "时间": period(appointment.starts_at, appointment.ends_at),
        "类型": appointment.topic,
        "情况": appointment.description,
        "姓名": appointment.name,
        "手机": appointment.phone,
        "状态": STATUS_WORDS[appointment.status],
        "预约码": appointment.code,
        "预约时间": day_and_time(appointment.created_at),
    }


HOLDING = Holding("律师预约", _records, _erase, _running, purpose="legal")
