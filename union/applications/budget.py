"""Taking from a round's quota and budget, so that neither is ever overdrawn: one guarded UPDATE."""

from sqlalchemy import ColumnElement, CursorResult, or_, update
from sqlalchemy.ext.asyncio import AsyncSession

from union.applications.models import ApplicationRound as Round

_NO_SYNC = {"synchronize_session": False}


def enough(yuan: int) -> list[ColumnElement[bool]]:
    """What must hold for one more of `yuan`; read again by the database when the row is locked."""
    return [
        or_(Round.quota.is_(None), Round.granted < Round.quota),
        or_(Round.budget_yuan.is_(None), Round.spent_yuan + yuan <= Round.budget_yuan),
    ]


async def take(session: AsyncSession, round_id: str, yuan: int) -> bool:
    """Grant one, of `yuan` (0 where no money is given). False: the quota or the budget does not have it."""
    statement = update(Round).where(Round.id == round_id, *enough(yuan))
    values = {"granted": Round.granted + 1, "spent_yuan": Round.spent_yuan + yuan}
    result = await session.execute(statement.values(values), execution_options=_NO_SYNC)
    assert isinstance(result, CursorResult)
    return result.rowcount == 1


async def give_back(session: AsyncSession, round_id: str, yuan: int) -> None:
    """What was granted and is not wanted. The caller makes sure that it happens once (compare and set)."""
    values = {"granted": Round.granted - 1, "spent_yuan": Round.spent_yuan - yuan}
    statement = update(Round).where(Round.id == round_id).values(values)
    await session.execute(statement, execution_options=_NO_SYNC)
