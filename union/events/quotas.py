"""Taking places and giving them back, so that no quota is ever oversold.

One guarded UPDATE a quota: it changes no row when the places are not there, whatever was read before.
Quotas that couple are taken in ascending id, so that two sign-ups cannot wait for each other.
"""

from collections.abc import Sequence

from sqlalchemy import CursorResult, update
from sqlalchemy.ext.asyncio import AsyncSession

from union.events.models import Quota

# The database counts; rows read earlier in the session keep the numbers they were read with.
_NO_SYNC = {"synchronize_session": False}


async def take_places(session: AsyncSession, quota_ids: Sequence[int], places: int) -> bool:
    """Take `places` in all of the quotas, or in none. False: one of them has not enough left."""
    taken: list[int] = []
    for quota_id in sorted(quota_ids):
        if not await _take(session, quota_id, places):
            await give_places_back(session, taken, places)
            return False
        taken.append(quota_id)
    return bool(taken)


async def give_places_back(session: AsyncSession, quota_ids: Sequence[int], places: int) -> None:
    """Free `places` in each of the quotas. The caller makes sure that it happens once (compare and set)."""
    for quota_id in sorted(quota_ids):
        await session.execute(
            update(Quota).where(Quota.id == quota_id).values(taken=Quota.taken - places),
            execution_options=_NO_SYNC,
        )


async def _take(session: AsyncSession, quota_id: int, places: int) -> bool:
    enough = Quota.taken + places <= Quota.capacity
    statement = update(Quota).where(Quota.id == quota_id, enough).values(taken=Quota.taken + places)
    result = await session.execute(statement, execution_options=_NO_SYNC)
    assert isinstance(result, CursorResult)
    return result.rowcount == 1
