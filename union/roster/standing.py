"""What the rosters say of a member: the facts of the entries they are bound to, and the unions these stand in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from union.roster.models import Alliance, RosterBinding, RosterEntry, Union
from union.roster.record import Gender, Record


@dataclass(frozen=True)
class Standing:
    """A bound member. Facts are None where no roster says so.

    `unions` (ids) and `union_names`: from the top (city) down to the union of the entry bound last; `all_unions`: the
    ids of all unions above all of the member's entries. `city`, `district`: where that union is, empty if unknown.
    """

    entry_id: str
    name: str
    phone: str
    gender: Gender | None
    birth_year: int | None
    joined: date | None
    unions: tuple[str, ...]
    union_names: tuple[str, ...]
    all_unions: frozenset[str]
    all_names: frozenset[str]
    city: str = ""
    district: str = ""
    frontline: bool | None = None
    model_worker: bool | None = None
    injured_at_work: bool | None = None
    retiring: bool | None = None


@dataclass(frozen=True)
class Membership:
    """One entry a member is bound to, with its unions from the top down."""

    binding: RosterBinding
    record: Record
    unions: tuple[Union, ...]

    @property
    def path(self) -> str:
        """杭州市总工会 › 上城区总工会 › 湖滨街道总工会"""
        return " › ".join(union.name for union in self.unions)


async def standing(session: AsyncSession, member_id: str) -> Standing | None:
    """What the rosters say of the member; None: not bound, or no longer on any roster."""
    return standing_of(await memberships(session, member_id))


async def memberships(session: AsyncSession, member_id: str) -> list[Membership]:
    """The entries the member is bound to, the one bound last first; those who left a roster are left out."""
    query = (
        select(RosterBinding, RosterEntry, Union.path)
        .join(RosterEntry, RosterEntry.id == RosterBinding.entry_id)
        .join(Union, Union.id == RosterEntry.union_id)
        .where(RosterBinding.member_id == member_id, RosterBinding.ended_at.is_(None), RosterEntry.left_at.is_(None))
        .order_by(RosterBinding.id.desc())
    )
    found = (await session.execute(query)).all()
    paths = [path.rstrip("/").split("/") for _, _, path in found]
    above = await _by_id(session, {union_id for path in paths for union_id in path})
    return [
        Membership(binding, Record.from_json(entry.person), tuple(above[union_id] for union_id in path))
        for (binding, entry, _), path in zip(found, paths, strict=True)
    ]


async def allies(session: AsyncSession) -> dict[str, set[str]]:
    """Union id -> ids of the unions whose members count as its own."""
    found: dict[str, set[str]] = {}
    for union_id, ally_id in await session.execute(select(Alliance.union_id, Alliance.ally_id)):
        found.setdefault(union_id, set()).add(ally_id)
    return found


def standing_of(mine: Sequence[Membership]) -> Standing | None:
    """The memberships as one: the first one's unions, and of each fact the first that is known."""
    if not mine:
        return None
    first = mine[0]
    everywhere = [union for one in mine for union in one.unions]
    return Standing(
        entry_id=first.binding.entry_id,
        name=first.record.name,
        phone=first.record.phone,
        gender=_first(mine, "gender"),
        birth_year=_first(mine, "birth_year"),
        joined=_first(mine, "joined"),
        unions=tuple(union.id for union in first.unions),
        union_names=tuple(union.name for union in first.unions),
        all_unions=frozenset(union.id for union in everywhere),
        all_names=frozenset(union.name for union in everywhere),
        city=_lowest(first.unions, "city"),
        district=_lowest(first.unions, "district"),
        **{fact: _any(mine, fact) for fact in ("frontline", "model_worker", "injured_at_work", "retiring")},
    )


async def _by_id(session: AsyncSession, ids: set[str]) -> dict[str, Union]:
    if not ids:
        return {}
    return {union.id: union for union in await session.scalars(select(Union).where(Union.id.in_(ids)))}


def _first(mine: Sequence[Membership], fact: str) -> Any:
    return next((value for one in mine if (value := getattr(one.record, fact)) is not None), None)


def _any(mine: Sequence[Membership], fact: str) -> bool | None:
    """True where one roster says so; False where one says no and none says yes."""
    said = [value for one in mine if (value := getattr(one.record, fact)) is not None]
    return any(said) if said else None


def _lowest(unions: Sequence[Union], area: str) -> str:
    return next((value for union in reversed(unions) if (value := getattr(union, area))), "")
