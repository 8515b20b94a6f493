"""What members need a lawyer for: topics by district and month. Counselling and mediation are left out."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from union.legal_aid.models import Appointment, Lawyer, LegalWindow
from union.numbers.period import Period
from union.staff.scope import Scope, area_within, members_within

_COUNTED = ("booked", "displaced", "over", "done", "no_show")
NOWHERE = "未注明"


@dataclass(frozen=True)
class Legal:
    """Appointments of the legal service that were not cancelled: (step, district, topic) -> how many."""

    cells: Counter[tuple[str, str, str]]

    def by(self, *parts: int) -> Counter[tuple[str, ...]]:
        """Added up over the parts that are not named (0: step, 1: district, 2: topic)."""
        found: Counter[tuple[str, ...]] = Counter()
        for cell, count in self.cells.items():
            found[tuple(cell[part] for part in parts)] += count
        return found


async def legal(session: AsyncSession, period: Period, scope: Scope) -> Legal:
    """By when they take place. A query a month: counting by a calendar's month is no SQL of both databases."""
    cells: Counter[tuple[str, str, str]] = Counter()
    for month in period.months():
        query = (
            select(Appointment.district, LegalWindow.district, Appointment.topic, func.count())
            .join(Lawyer, Lawyer.id == Appointment.lawyer_id)
            .join(LegalWindow, LegalWindow.id == Lawyer.window_id)
            .where(
                LegalWindow.service == "legal",
                Appointment.status.in_(_COUNTED),
                Appointment.starts_at >= month.since,
                Appointment.starts_at < month.until,
                or_(
                    members_within(scope, Appointment.member_id),
                    area_within(scope, LegalWindow.city, LegalWindow.district),
                ),
            )
            .group_by(Appointment.district, LegalWindow.district, Appointment.topic)
        )
        step = f"{month.first:%Y-%m}"
        for own, of_window, topic, count in (await session.execute(query)).tuples():
            cells[step, own or of_window or NOWHERE, topic] += count
    return Legal(cells)
