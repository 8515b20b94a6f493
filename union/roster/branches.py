"""The tree of unions as staff look after it: with numbers, one union at a time, within what they may see."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import delete, exists, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import insert_into
from union.ids import new_id
from union.roster.models import Alliance, RosterBinding, RosterEntry, Union
from union.roster.tree import Misplaced, Place, put_unions
from union.staff.scope import EVERYTHING, Scope, unions_within

_NO_SYNC = {"synchronize_session": False}
OUTSIDE = Misplaced("这家工会不在您负责的范围内。")


@dataclass(frozen=True)
class Branch:
    """A union. `people` on its own roster, `bound` of them to a WeChat; `all_people`, `all_bound` with those below."""

    id: str
    name: str
    level: str
    parent_id: str | None
    depth: int
    city: str
    district: str
    people: int
    bound: int
    all_people: int
    all_bound: int
    allies: tuple[str, ...]


async def branches(session: AsyncSession, *, scope: Scope = EVERYTHING) -> list[Branch]:
    """Parents before children; `depth` from 0 at the top of what may be seen."""
    unions = list(await session.scalars(select(Union).where(unions_within(scope))))
    unions.sort(key=lambda union: union.path.split("/"))
    counts = await _counts(session)
    allies = await _allies(session)
    top = min((union.path.count("/") for union in unions), default=0)
    shown = [
        Branch(
            id=union.id,
            name=union.name,
            level=union.level,
            parent_id=union.parent_id,
            depth=union.path.count("/") - top,
            city=union.city,
            district=union.district,
            people=counts.get(union.id, (0, 0))[0],
            bound=counts.get(union.id, (0, 0))[1],
            all_people=0,
            all_bound=0,
            allies=allies.get(union.id, ()),
        )
        for union in unions
    ]
    return [_with_below(one, shown[at:]) for at, one in enumerate(shown)]


async def save_union(session: AsyncSession, wanted: Place, *, scope: Scope = EVERYTHING) -> Misplaced | str:
    """Add a union (`wanted.id` empty) or change or move one, with those below it; returns its id.

    The top of what one may see stays where it is, and nothing is put above or beside it.
    """
    await session.execute(select(Union.id).order_by(Union.id).with_for_update())  # two moves at once make no circle
    if wanted.id and not await _is_within(session, wanted.id, scope):
        return OUTSIDE
    if wanted.parent is not None and not await _may_stand_below(session, wanted, scope):
        return Misplaced("上级工会不在您负责的范围内。")
    if (moved := await _wrongly_moved(session, wanted, scope)) is not None:
        return moved
    if not wanted.name.strip():
        return Misplaced("请填写工会名称。")
    beside = (Union.name == wanted.name.strip(), Union.parent_id == wanted.parent, Union.id != wanted.id)
    if await session.scalar(select(exists().where(*beside))):
        return Misplaced("同一个上级下面已经有这个名称的工会。")
    place = replace(wanted, id=wanted.id or f"u-{new_id()[:12]}", name=wanted.name.strip())
    written = await put_unions(session, [place])
    return written if isinstance(written, Misplaced) else place.id


async def remove_union(session: AsyncSession, union_id: str, *, scope: Scope = EVERYTHING) -> Misplaced | None:
    """Take an empty union out: with nobody on its roster, nothing below it, and nothing else that names it."""
    union = await session.get(Union, union_id)
    if union is None or not await _is_within(session, union_id, scope) or union.path == scope.path:
        return OUTSIDE
    if await session.scalar(select(exists().where(Union.parent_id == union_id))):
        return Misplaced("下面还有工会，不能删除。")
    if await session.scalar(select(exists().where(RosterEntry.union_id == union_id))):
        return Misplaced("名册里还有人（包括已离会的），不能删除。")
    try:
        async with session.begin_nested():
            await session.execute(delete(Union).where(Union.id == union_id), execution_options=_NO_SYNC)
    except IntegrityError:
        return Misplaced("还有账号或别的资料属于这家工会，不能删除。")
    return None


async def ally(
    session: AsyncSession, union_id: str, other_id: str, *, on: bool, scope: Scope = EVERYTHING
) -> Misplaced | None:
    """Have members of each of two unions count as own at the other, or no longer."""
    if not await _is_within(session, union_id, scope):
        return OUTSIDE
    if union_id == other_id or await session.get(Union, other_id) is None:
        return Misplaced("请选择另一家工会。")
    for one, other in ((union_id, other_id), (other_id, union_id)):
        if on:
            row = insert_into(session, Alliance).values(union_id=one, ally_id=other)
            await session.execute(row.on_conflict_do_nothing())
        else:
            pair = (Alliance.union_id == one, Alliance.ally_id == other)
            await session.execute(delete(Alliance).where(*pair), execution_options=_NO_SYNC)
    return None


async def _is_within(session: AsyncSession, union_id: str, scope: Scope) -> bool:
    return await session.scalar(select(Union.id).where(Union.id == union_id, unions_within(scope))) is not None


async def _may_stand_below(session: AsyncSession, wanted: Place, scope: Scope) -> bool:
    """Below a union that may be seen; the top of these stands below one that may not, and stays there."""
    own = await session.get(Union, wanted.id) if wanted.id else None
    if own is not None and own.parent_id == wanted.parent:
        return True
    return await _is_within(session, wanted.parent or "", scope)


async def _wrongly_moved(session: AsyncSession, wanted: Place, scope: Scope) -> Misplaced | None:
    """The top of what one may see stays; nothing leaves it."""
    own = await session.get(Union, wanted.id) if wanted.id else None
    if scope.is_everything or (own is not None and own.parent_id == wanted.parent):
        return None
    if own is not None and own.path == scope.path:
        return Misplaced("您所在的工会不能自己移动。")
    return Misplaced("请选择上级工会。") if wanted.parent is None else None


def _with_below(one: Branch, after: Sequence[Branch]) -> Branch:
    people, bound = one.people, one.bound
    for other in after[1:]:
        if other.depth <= one.depth:
            break
        people, bound = people + other.people, bound + other.bound
    return replace(one, all_people=people, all_bound=bound)


async def _counts(session: AsyncSession) -> dict[str, tuple[int, int]]:
    """Union id -> people on its roster, and how many of them are bound."""
    bound = exists().where(RosterBinding.entry_id == RosterEntry.id, RosterBinding.ended_at.is_(None))
    there = select(RosterEntry.union_id, func.count()).where(RosterEntry.left_at.is_(None))
    people = dict((await session.execute(there.group_by(RosterEntry.union_id))).tuples().all())
    tied = dict((await session.execute(there.where(bound).group_by(RosterEntry.union_id))).tuples().all())
    return {union_id: (count, tied.get(union_id, 0)) for union_id, count in people.items()}


async def _allies(session: AsyncSession) -> dict[str, tuple[str, ...]]:
    """Union id -> names of its allies."""
    found: dict[str, list[str]] = {}
    query = select(Alliance.union_id, Union.name).join(Union, Union.id == Alliance.ally_id).order_by(Union.name)
    for union_id, name in await session.execute(query):
        found.setdefault(union_id, []).append(name)
    return {union_id: tuple(names) for union_id, names in found.items()}
