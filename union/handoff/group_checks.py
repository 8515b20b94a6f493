"""What a group is to be, and what may be wrong with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from base.limits import Limits
from union.handoff.routing import Group
from union.roster.models import Union
from union.staff.models import Staff
from union.staff.rules import may

_DEFAULT = Limits()
LONGEST_NAME, MOST_MINUTES = 32, 24 * 60


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


@dataclass(frozen=True)
class Refused:
    """Why a group was not kept. `detail`: the name of whom or what it is about."""

    reason: Literal["unknown", "no_name", "name_taken", "no_union", "no_next", "circle", "no_staff", "bad_minutes"]
    detail: str = ""


async def wrong_group(session: AsyncSession, wanted: Wanted, others: Sequence[Group]) -> Refused | None:
    """Why the group cannot be kept beside the others, if so."""
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
