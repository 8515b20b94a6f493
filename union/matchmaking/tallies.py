"""How many began and how many left in a month: counted as it happens, because a profile that is gone leaves no row."""

from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from base.clock import to_shanghai
from base.database import insert_into
from union.matchmaking.models import Tally

What = Literal["begun", "withdrawn"]


async def count(session: AsyncSession, what: What, now: datetime) -> None:
    """One more in this month, in the transaction that brings it about."""
    one = insert_into(session, Tally).values(month=_month(now), what=what, number=1)
    more = {"number": Tally.number + 1}
    await session.execute(one.on_conflict_do_update(index_elements=["month", "what"], set_=more))


async def of_month(session: AsyncSession, now: datetime) -> dict[str, int]:
    """The numbers of this month so far."""
    query = select(Tally.what, Tally.number).where(Tally.month == _month(now))
    return dict((await session.execute(query)).tuples().all())


def _month(now: datetime) -> str:
    return f"{to_shanghai(now):%Y-%m}"
