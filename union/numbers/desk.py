"""How the desk works: how many members came to staff, how long they waited, and what they thought of it."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from base.clock import to_shanghai
from union.handoff.models import HandoffCase
from union.numbers.period import Period
from union.staff.scope import Scope, members_within


@dataclass(frozen=True)
class Desk:
    """Cases that were asked for in the period.

    `half`, `most`: half of those taken waited no longer than this, nine in ten no longer than that; messages left for
    staff who were not there are not among them. `visits`: members
    on a day, those who came twice on one day once.
    """

    cases: int
    taken: int
    visits: int
    half: timedelta | None
    most: timedelta | None
    by_step: dict[str, int]
    topics: list[tuple[str, int]]
    marks: Counter[int]

    @property
    def mean_mark(self) -> float | None:
        number = self.marks.total()
        return sum(mark * count for mark, count in self.marks.items()) / number if number else None


async def desk(session: AsyncSession, period: Period, scope: Scope) -> Desk:
    """Read from the cases themselves: whoever was erased is not among them."""
    columns = (HandoffCase.member_id, HandoffCase.asked_at, HandoffCase.taken_at, HandoffCase.topic)
    query = select(*columns, HandoffCase.number, HandoffCase.rating).where(
        HandoffCase.asked_at >= period.since,
        HandoffCase.asked_at < period.until,
        members_within(scope, HandoffCase.member_id),
    )
    rows = (await session.execute(query)).all()
    waits = sorted(row.taken_at - row.asked_at for row in rows if row.taken_at is not None and not row.number)
    by_step = dict.fromkeys(period.steps(), 0)
    for row in rows:
        by_step[period.step(to_shanghai(row.asked_at).date())] += 1
    return Desk(
        cases=len(rows),
        taken=sum(row.taken_at is not None for row in rows),
        visits=len({(row.member_id, to_shanghai(row.asked_at).date()) for row in rows}),
        half=_quantile(waits, 0.5),
        most=_quantile(waits, 0.9),
        by_step=by_step,
        topics=Counter(row.topic or "未注明" for row in rows).most_common(8),
        marks=Counter(row.rating for row in rows if row.rating is not None),
    )


def _quantile(waits: list[timedelta], part: float) -> timedelta | None:
    """The wait that this part of all does not exceed."""
    return waits[min(len(waits) - 1, int(len(waits) * part))] if waits else None
