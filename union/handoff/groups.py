"""Groups of staff: kept as a whole each, and found for a case."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from union.handoff.desk_models import HandoffGroup, HandoffGroupStaff
from union.handoff.group_checks import Refused, Wanted, wrong_group
from union.handoff.models import HandoffCase
from union.handoff.routing import Group, route
from union.roster.models import RosterBinding, RosterEntry, Union

__all__ = ["Group", "GroupShown", "Refused", "Wanted", "group_for", "groups", "put_group", "remove_group"]

MOST_TOPICS = 50


@dataclass(frozen=True)
class GroupShown:
    """A group with its people, the names of what it refers to, and how many cases wait for it."""

    group: Group
    staff: tuple[str, ...]
    union: str
    next: str
    waiting: int


async def groups(session: AsyncSession) -> list[GroupShown]:
    """All of them, by name."""
    found = await _all(session)
    people = (await session.execute(select(HandoffGroupStaff.group_id, HandoffGroupStaff.staff))).tuples().all()
    counts = select(HandoffCase.group_id, func.count()).where(HandoffCase.state == "waiting")
    waiting = dict((await session.execute(counts.group_by(HandoffCase.group_id))).tuples().all())
    unions = select(Union.id, Union.name).where(Union.id.in_([one.union_id for one in found if one.union_id]))
    named = dict((await session.execute(unions)).tuples().all())
    names = {one.id: one.name for one in found}
    return [
        GroupShown(
            one,
            tuple(sorted(staff for group_id, staff in people if group_id == one.id)),
            named.get(one.union_id or "", ""),
            names.get(one.next_id or 0, ""),
            waiting.get(one.id, 0),
        )
        for one in found
    ]


async def put_group(session: AsyncSession, wanted: Wanted) -> Group | Refused:
    """Add a group, or change one, with its people."""
    others = [one for one in await _all(session) if one.id != wanted.id]
    if wrong := await wrong_group(session, wanted, others):
        return wrong
    row = await session.get(HandoffGroup, wanted.id) if wanted.id is not None else HandoffGroup()
    if row is None:
        return Refused("unknown")
    row.name, row.topics = wanted.name.strip(), "\n".join(_words(wanted.topics))
    row.union_id, row.next_id, row.is_fallback = wanted.union_id, wanted.next_id, wanted.is_fallback
    row.remind_minutes, row.escalate_minutes = wanted.remind_minutes, wanted.escalate_minutes
    session.add(row)
    await session.flush()
    await session.execute(delete(HandoffGroupStaff).where(HandoffGroupStaff.group_id == row.id))
    session.add_all(HandoffGroupStaff(group_id=row.id, staff=name) for name in dict.fromkeys(wanted.staff))
    await session.flush()
    return _group(row)


async def remove_group(session: AsyncSession, group_id: int) -> bool:
    """Its cases are everybody's then. False: there was none."""
    row = await session.get(HandoffGroup, group_id)
    if row is None:
        return False
    await session.delete(row)
    await session.flush()
    return True


async def group_for(session: AsyncSession, member_id: str, topic: str) -> int | None:
    """The group of a new case; None: everybody's."""
    found = await _all(session)
    return route(topic, await unions_of(session, member_id) if found else [], found)


async def unions_of(session: AsyncSession, member_id: str) -> list[str]:
    """Ids of the unions the member is bound to, each after those above it."""
    query = (
        select(Union.path)
        .join(RosterEntry, RosterEntry.union_id == Union.id)
        .join(RosterBinding, RosterBinding.entry_id == RosterEntry.id)
        .where(RosterBinding.member_id == member_id, RosterBinding.ended_at.is_(None), RosterEntry.left_at.is_(None))
        .order_by(Union.path)
    )
    paths = (await session.scalars(query)).all()
    return list(dict.fromkeys(one for path in paths for one in path.rstrip("/").split("/")))


async def _all(session: AsyncSession) -> list[Group]:
    rows = await session.scalars(select(HandoffGroup).order_by(HandoffGroup.name))
    return [_group(row) for row in rows]


def _group(row: HandoffGroup) -> Group:
    return Group(
        row.id,
        row.name,
        tuple(row.topics.split("\n")) if row.topics else (),
        row.union_id,
        row.next_id,
        row.remind_minutes,
        row.escalate_minutes,
        row.is_fallback,
    )


def _words(topics: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(" ".join(word.split()) for word in topics if word.strip()))[:MOST_TOPICS]
