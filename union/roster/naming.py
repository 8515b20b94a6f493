"""Finding the union that staff name in their own words."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from union.roster.models import Union
from union.staff.scope import EVERYTHING, Scope, unions_within

MOST = 5


@dataclass(frozen=True)
class Unclear:
    """Not one union: `names` of those that may be meant (none: there is none of that name)."""

    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Area:
    """Where a union is: empty where neither it nor one above says so."""

    city: str
    district: str


async def union_named(session: AsyncSession, said: str, *, scope: Scope = EVERYTHING) -> Union | Unclear:
    """The union within with this name, or the only one whose name holds it."""
    said = said.strip()
    if not said:
        return Unclear()
    within = unions_within(scope)
    exact = list(await session.scalars(select(Union).where(Union.name == said, within).limit(MOST)))
    if len(exact) == 1:
        return exact[0]
    query = select(Union).where(Union.name.contains(said, autoescape=True), within)
    found = exact or list(await session.scalars(query.order_by(Union.path).limit(MOST)))
    return found[0] if len(found) == 1 else Unclear(tuple(one.name for one in found))


async def area_of(session: AsyncSession, union: Union) -> Area:
    """Its own, or that of the nearest above."""
    above = await session.scalars(select(Union).where(Union.id.in_(union.path.rstrip("/").split("/"))))
    chain: Sequence[Union] = sorted(above, key=lambda one: len(one.path), reverse=True)
    return Area(*(next((value for one in chain if (value := getattr(one, name))), "") for name in ("city", "district")))
