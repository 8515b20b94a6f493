"""Groups of staff: kept as a whole each, and found for a case."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from base.limits import Limits
from union.handoff.desk_models import HandoffGroup, HandoffGroupStaff
from union.handoff.models import HandoffCase
from union.handoff.routing import Group, route
from union.roster.models import RosterBinding, RosterEntry, Union
from union.staff.models import Staff
from union.staff.rules import may

__all__ = ["Group", "GroupShown", "Refused", "Wanted", "group_for", "groups", "put_group", "remove_group"]

_DEFAULT = Limits()
LONGEST_NAME, MOST_TOPICS, MOST_MINUTES = 32, 50, 24 * 60


@dataclass(frozen=True)
class Refused:
    """Why a group was not kept. `detail`: the name of whom or what it is about."""

    reason: Literal["unknown", "no_name", "name_taken", "no_union", "no_next", "circle", "no_staff", "bad_minutes"]
    detail: str = ""


@dataclass(frozen=True)
class GroupShown:
    """A group with its people, the names of what it refers to, and how many cases wait for it."""

    group: Group
    staff: tuple[str, ...]
    union: str
    next: str
    waiting: int


@dataclass(frozen=True)
class Wanted:
    """A group as it is to be; `id` None: a new one."""

    name: str
    topics: tuple[str, ...] = ()
    union_id: str | None = None
    next_id: int | None = None
    remind_minutes: int = _DEFAULT.desk_remind_minutes
    escalate_minutes: int = _DEFAULT.desk_escalate_minutes
    is_fallback: bool = False
    staff: tuple[str, ...] = ()
    id: int | None = None


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
    if wrong := await _wrong(session, wanted, others):
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


async def _wrong(session: AsyncSession, wanted: Wanted, others: Sequence[Group]) -> Refused | None:
    name = wanted.name.strip()
    if not 0 < len(name) <= LONGEST_NAME:
        return Refused("no_name")
    if any(one.name == name for one in others):
        return Refused("name_taken", name)
    if not 0 < wanted.remind_minutes <= wanted.escalate_minutes <= MOST_MINUTES:
        return Refused("bad_minutes")
    if wanted.union_id is not None and await session.get(Union, wanted.union_id) is None:
        return Refused("no_union")
    if wanted.next_id is not None and (wrong := _wrong_next(wanted, others)):
        return wrong
    roles = dict((await session.execute(select(Staff.name, Staff.role))).tuples().all())
    strange = next((one for one in wanted.staff if one not in roles or not may(roles[one], "talks")), None)
    return Refused("no_staff", strange) if strange is not None else None


def _wrong_next(wanted: Wanted, others: Sequence[Group]) -> Refused | None:
    """The way from group to group must have an end: a case would go round for ever."""
    known = {one.id: one for one in others}
    at = wanted.next_id
    if at == wanted.id:
        return Refused("circle", wanted.name)
    if at not in known:
        return Refused("no_next")
    while at is not None and at in known:
        following = known[at].next_id
        if following is not None and following == wanted.id:
            return Refused("circle", known[at].name)
        at = following
    return None
