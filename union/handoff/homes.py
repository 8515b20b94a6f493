"""Where members are at home: the union a roster has them in, and its area."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from union.roster.models import RosterBinding, RosterEntry, Union


@dataclass(frozen=True)
class Home:
    """A union's name and its area: 上城区, or 杭州市 where it is one of the whole city."""

    union: str
    area: str


async def homes_of(session: AsyncSession, member_ids: Collection[str]) -> dict[str, Home]:
    """By member, where they are bound to an entry; of several the first by the tree."""
    if not member_ids:
        return {}
    query = (
        select(RosterBinding.member_id, Union.name, Union.path)
        .join(RosterEntry, RosterEntry.id == RosterBinding.entry_id)
        .join(Union, Union.id == RosterEntry.union_id)
        .where(RosterBinding.member_id.in_(member_ids), RosterBinding.ended_at.is_(None), RosterEntry.left_at.is_(None))
        .order_by(Union.path.desc())
    )
    rows = (await session.execute(query)).tuples().all()
    ids = {one for _, _, path in rows for one in _up(path)}
    areas = await _areas(session, ids)
    return {member_id: Home(name, _area(path, areas)) for member_id, name, path in rows}


async def _areas(session: AsyncSession, ids: Collection[str]) -> dict[str, tuple[str, str]]:
    if not ids:
        return {}
    query = select(Union.id, Union.city, Union.district).where(Union.id.in_(ids))
    return {one: (city, district) for one, city, district in (await session.execute(query)).tuples()}


def _area(path: str, areas: dict[str, tuple[str, str]]) -> str:
    """Empty means the parent's: the nearest district above, else the nearest city."""
    up = [areas.get(one, ("", "")) for one in _up(path)]
    districts, cities = [district for _, district in up if district], [city for city, _ in up if city]
    return next(iter([*districts, *cities]), "")


def _up(path: str) -> list[str]:
    """From the union itself to the top."""
    return list(reversed(path.rstrip("/").split("/")))
