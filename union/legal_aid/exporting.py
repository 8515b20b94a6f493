"""Appointments as a table for reports: what about and what came of it, nobody's name, no word of any talk."""

from datetime import date, datetime, time

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from base.clock import SHANGHAI, to_shanghai
from union.legal_aid.listing import with_lawyer
from union.legal_aid.models import Appointment
from union.legal_aid.privacy import Reader, may_read
from union.legal_aid.records import AppointmentOutcome
from union.legal_aid.services import NAMES, WAY_NAMES
from union.legal_aid.setting import windows_within
from union.staff.scope import EVERYTHING, Scope, members_within

HEAD = ("日期", "时间", "服务", "窗口", "接待", "方式", "区县", "街道", "主题", "状态", "结果")
STATUSES = {
    "booked": "已预约",
    "displaced": "待改期",
    "over": "待记录",
    "done": "已到",
    "no_show": "未到",
    "cancelled": "已取消",
}
OUTCOMES = {
    "advised": "已解答",
    "referred": "已转介",
    "agreed": "调解成功",
    "failed": "没有调成",
    "refused": "对方不同意",
}


async def appointments_table(
    session: AsyncSession, reader: Reader, month: date, *, district: str = "", scope: Scope = EVERYTHING
) -> list[list[object]]:
    """Headings, and the appointments of a month (any day of it) and of a district (empty: all), the oldest first.

    Of a private talk (counselling) stands that it was one, and no more.
    """
    since, until = _month(month)
    within = or_(windows_within(scope), members_within(scope, Appointment.member_id))
    query = with_lawyer(
        Appointment.starts_at >= since,
        Appointment.starts_at < until,
        Appointment.status.in_(STATUSES),
        within,
        *([Appointment.district == district] if district else []),
    ).order_by(Appointment.starts_at, Appointment.lawyer_id)
    found = (await session.scalars(query)).all()
    known = select(AppointmentOutcome.appointment_id, AppointmentOutcome.outcome).where(
        AppointmentOutcome.appointment_id.in_([one.id for one in found])
    )
    outcomes = dict((await session.execute(known)).tuples().all())
    return [list(HEAD), *(_row(one, outcomes.get(one.id, ""), reader) for one in found)]


def _row(one: Appointment, outcome: str, reader: Reader) -> list[object]:
    window, starts = one.lawyer.window, to_shanghai(one.starts_at)
    readable = may_read(reader, window.privacy, one.lawyer.staff) and window.privacy == "ordinary"
    return [
        starts.date().isoformat(),
        f"{starts:%H:%M}",
        NAMES[window.service],
        window.name,
        one.lawyer.name,
        WAY_NAMES[one.way],
        one.district,
        one.town,
        one.topic if readable else "",
        STATUSES[one.status],
        OUTCOMES.get(outcome, "") if readable else "",
    ]


def _month(day: date) -> tuple[datetime, datetime]:
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    first = datetime.combine(day.replace(day=1), time(), SHANGHAI)
    return first, datetime.combine(following, time(), SHANGHAI)
