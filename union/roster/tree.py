"""The tree of unions: written as a whole, found by id or name."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from union.roster.models import Alliance, RosterEntry, Union

_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
MOST_LEVELS = 7


@dataclass(frozen=True)
class Place:
    """A union as a file names it. `city`, `district`: empty means the parent's."""

    id: str
    name: str
    level: Literal["city", "district", "street", "company", "trade"]
    parent: str | None = None
    city: str = ""
    district: str = ""


@dataclass(frozen=True)
class Misplaced:
    """Why the tree cannot be written, in Chinese; nothing was."""

    why: str


async def put_unions(
    session: AsyncSession, places: Sequence[Place], alliances: Iterable[tuple[str, str]] = (), *, demo: bool = False
) -> int | Misplaced:
    """Add unions, or change them by their id; alliances hold both ways. Returns how many there were.

    Unions that are not named stay. One that moves takes along those below it.
    """
    known = {union.id: union for union in await session.scalars(select(Union))}
    parents = {union.id: union.parent_id for union in known.values()} | {place.id: place.parent for place in places}
    if (wrong := _wrong(places, parents)) is not None:
        return wrong
    paths = {union_id: _path(union_id, parents) for union_id in parents}
    pairs = [pair for one, other in alliances for pair in ((one, other), (other, one))]
    if strange := next((one for pair in pairs for one in pair if one not in parents), None):
        return Misplaced(f"结对的工会“{strange}”不存在。")
    for place in sorted(places, key=lambda place: paths[place.id].count("/")):
        union = known.get(place.id) or Union(id=place.id, demo=demo)
        union.name, union.level, union.parent_id = place.name, place.level, place.parent
        union.city, union.district, union.path = place.city, place.district, paths[place.id]
        session.add(union)
        await session.flush()
    for union in known.values():
        union.path = paths[union.id]
    await session.flush()
    there = {tuple(pair) for pair in await session.execute(select(Alliance.union_id, Alliance.ally_id))}
    session.add_all(
        Alliance(union_id=one, ally_id=other) for one, other in dict.fromkeys(pairs) if (one, other) not in there
    )
    await session.flush()
    return len(places)


async def find_union(session: AsyncSession, said: str) -> Union | None:
    """The union of this id, or the only one of this name."""
    if (by_id := await session.get(Union, said)) is not None:
        return by_id
    named = list(await session.scalars(select(Union).where(Union.name == said).limit(2)))
    return named[0] if len(named) == 1 else None


async def below(session: AsyncSession, union: Union) -> list[Union]:
    """The union and all below it."""
    return list(await session.scalars(select(Union).where(Union.path.startswith(union.path, autoescape=True))))


async def all_unions(session: AsyncSession) -> list[Union]:
    """The whole tree, parents before children."""
    return list(await session.scalars(select(Union).order_by(Union.path)))


async def remove_demo_unions(session: AsyncSession, kept: Collection[str] = ()) -> None:
    """Those marked as demo ones which nothing stands below and nobody's entry is at, from the bottom up.

    `kept`: ids of those that something else belongs to.
    """
    used = select(RosterEntry.union_id)
    parents = select(Union.parent_id).where(Union.parent_id.is_not(None))
    for _ in range(MOST_LEVELS):
        leaves = delete(Union).where(Union.demo, Union.id.not_in(used), Union.id.not_in(parents))
        leaves = leaves.where(Union.id.not_in(kept))
        await session.execute(leaves, execution_options={"synchronize_session": False})


def _wrong(places: Sequence[Place], parents: Mapping[str, str | None]) -> Misplaced | None:
    for place in places:
        if not _ID.fullmatch(place.id):
            return Misplaced(f"工会编号“{place.id}”不对：只能用小写字母、数字和短横线。")
        if not place.name.strip():
            return Misplaced(f"工会“{place.id}”没有名称。")
        if place.parent is not None and place.parent not in parents:
            return Misplaced(f"工会“{place.id}”的上级“{place.parent}”不存在。")
    looped = next((union_id for union_id in parents if not _path(union_id, parents)), None)
    return Misplaced(f"工会“{looped}”绕回了自己，或者层级超过 {MOST_LEVELS} 层。") if looped else None


def _path(union_id: str, parents: Mapping[str, str | None]) -> str:
    """From the top down; empty where it leads in a circle or is too deep."""
    path: list[str] = []
    above: str | None = union_id
    while above is not None:
        if len(path) == MOST_LEVELS:
            return ""
        path.insert(0, above)
        above = parents[above]
    return "/".join(path) + "/"
