"""Taking places and giving them back, so that no quota is ever oversold.

One guarded UPDATE a quota: it changes no row when the places are not there, whatever was read before.
Quotas that couple are taken in ascending id, so that two sign-ups cannot wait for each other.
"""

from collections.abc import Sequence

from sqlalchemy import BindParameter, Connection, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from union.events.meeting import Places
from union.events.models import Quota
from union.events.person import Person
from union.excursions.places import ALLOTTED, RETURNED, own_places

_quota: BindParameter[int] = bindparam("quota")
_places: BindParameter[int] = bindparam("places")
# Built once: on the way of every sign-up, building a statement costs more than sending it.
_TAKE = (
    update(Quota)
    .where(Quota.id == _quota, Quota.taken + _places <= Quota.capacity, Quota.closed.is_(False))
    .values(taken=Quota.taken + _places)
)
_GIVE = update(Quota).where(Quota.id == _quota).values(taken=Quota.taken - _places)


def counting(quotas: Sequence[Places], person: Person) -> list[int]:
    """The ids, ascending, of the quotas that a booking of this person counts in."""
    return sorted(quota.id for quota in own_places([q for q in quotas if counts(q.who, person)]))


def counts(who: str, person: Person) -> bool:
    """Whether a quota for `who` counts this person."""
    group, _, which = who.partition(":")
    if group == "union":
        return person.union == which or which in person.unions
    if group in ("district", "branch"):
        return bool(getattr(person, group) == which)
    if group in (ALLOTTED, RETURNED):
        return group == ALLOTTED and person.branch == which
    return {
        "total": True,
        "men": person.gender == "male",
        "women": person.gender == "female",
        "first_timers": person.first_time is True,
        "returning": person.first_time is not True,
    }[group]


async def take_places(session: AsyncSession, quota_ids: Sequence[int], places: int) -> bool:
    """Take `places` in all of the quotas, or in none. False: one of them has not enough left, or is closed."""
    return await (await session.connection()).run_sync(take, quota_ids, places)


async def give_places_back(session: AsyncSession, quota_ids: Sequence[int], places: int) -> None:
    """Free `places` in each of the quotas. The caller makes sure that it happens once (compare and set)."""
    await (await session.connection()).run_sync(give_back, quota_ids, places)


def take(connection: Connection, quota_ids: Sequence[int], places: int) -> bool:
    """As `take_places`."""
    taken: list[int] = []
    for quota_id in sorted(quota_ids):
        if connection.execute(_TAKE, {"quota": quota_id, "places": places}).rowcount != 1:
            give_back(connection, taken, places)
            return False
        taken.append(quota_id)
    return bool(taken)


def give_back(connection: Connection, quota_ids: Sequence[int], places: int) -> None:
    """As `give_places_back`."""
    for quota_id in sorted(quota_ids):
        connection.execute(_GIVE, {"quota": quota_id, "places": places})


async def lock(session: AsyncSession, quota_ids: Sequence[int]) -> None:
    """Wait until nobody else is changing these quotas, and keep it so until the transaction ends.

    On SQLite the one writer is alone anyway (in a late transaction: after its first change). What is read afterwards
    is what the others left.
    """
    await session.execute(select(Quota.id).where(Quota.id.in_(quota_ids)).order_by(Quota.id).with_for_update())
