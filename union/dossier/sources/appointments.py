"""Appointments with lawyers, counsellors and mediators: that there is one, and nothing of what it is about."""

from datetime import datetime

from sqlalchemy import select, true
from sqlalchemy.ext.asyncio import AsyncSession

from union.dossier.entry import Entry
from union.legal_aid.models import Appointment, Lawyer, LegalWindow
from union.legal_aid.services import NAMES
from union.wording import day_and_time

STATES = {
    "booked": "已预约",
    "displaced": "待改期",
    "over": "已结束",
    "done": "已结束",
    "no_show": "未到",
    "cancelled": "已取消",
    "passed_on": "未接受",
}


async def read(session: AsyncSession, member_id: str, before: datetime | None, most: int) -> list[Entry]:
    """Without slots that are only kept for the member. `ref`: the code."""
    query = (
        select(Appointment.created_at, Appointment.status, Appointment.code, Appointment.starts_at, LegalWindow.service)
        .join(Lawyer, Lawyer.id == Appointment.lawyer_id)
        .join(LegalWindow, LegalWindow.id == Lawyer.window_id)
        .where(Appointment.member_id == member_id, Appointment.status.in_(STATES))
        .where(Appointment.created_at < before if before else true())
        .order_by(Appointment.created_at.desc(), Appointment.id)
        .limit(most)
    )
    return [
        Entry("appointment", at, f"{NAMES[service]}（{day_and_time(starts)}）", STATES[status], code)
        for at, status, code, starts, service in await session.execute(query)
    ]
