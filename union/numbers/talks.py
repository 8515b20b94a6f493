"""What members asked the bot, and what it made of it: from the counts by day."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from union.numbers import counting
from union.numbers.models import DailyCount
from union.numbers.period import Period
from union.roster.models import Union
from union.staff.scope import Scope

QUESTIONS = ("answered", "ambiguous", "not_found")  # outcomes of a question about facts
MOST_ASKED = 10


@dataclass(frozen=True)
class Talks:
    """Numbers of a period.

    `by_step`: of each day or month the questions by outcome. `intents`, `answered`: the most frequent ones, counted.
    """

    messages: int
    visits: int
    outcomes: dict[str, int]
    by_step: dict[str, dict[str, int]]
    intents: Sequence[tuple[str, int]]
    answered: Sequence[tuple[str, int]]

    @property
    def questions(self) -> int:
        return sum(self.outcomes.get(outcome, 0) for outcome in QUESTIONS)


async def talks(session: AsyncSession, period: Period, scope: Scope) -> Talks:
    """Counted up to some minutes ago (counting.BEHIND)."""
    query = (
        select(DailyCount.day, DailyCount.measure, DailyCount.label, func.sum(DailyCount.count))
        .where(DailyCount.day.between(period.first, period.last), counts_within(scope))
        .group_by(DailyCount.day, DailyCount.measure, DailyCount.label)
    )
    sums: dict[str, Counter[str]] = {measure: Counter() for measure in counting.MEASURES}
    by_step: dict[str, dict[str, int]] = {step: dict.fromkeys(QUESTIONS, 0) for step in period.steps()}
    for day, measure, label, count in (await session.execute(query)).tuples():
        sums.setdefault(measure, Counter())[label] += int(count)
        if measure == counting.REPLIES and label in QUESTIONS:
            by_step[period.step(day)][label] += int(count)
    return Talks(
        messages=sums[counting.MESSAGES].total(),
        visits=sums[counting.VISITS].total(),
        outcomes=dict(sums[counting.REPLIES]),
        by_step=by_step,
        intents=sums[counting.INTENTS].most_common(MOST_ASKED),
        answered=sums[counting.ANSWERED].most_common(MOST_ASKED),
    )


def counts_within(scope: Scope) -> ColumnElement[bool]:
    """The counts of a scope's unions, and of who is bound to none and writes to an account of it."""
    if scope.is_everything:
        return true()
    inside = select(Union.id).where(Union.path.startswith(scope.path, autoescape=True))
    unbound = and_(DailyCount.union_id == "", DailyCount.account.in_(scope.accounts))
    return or_(DailyCount.union_id.in_(inside), unbound)
