"""Who of staff is at the desk: a page of theirs was open within minutes, and what they say of themselves."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, get_args

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import insert_into
from base.limits import Limits
from union.handoff.desk_models import StaffPresence
from union.handoff.models import HandoffCase
from union.staff.models import ROLES, Staff
from union.staff.rules import may

State = Literal["here", "busy", "away"]
STATES: tuple[State, ...] = get_args(State)
MOST = 50  # cases that anybody may want to have at once
_DEFAULT = Limits()
_TALK = tuple(role for role in ROLES if may(role, "talks"))


@dataclass(frozen=True)
class Present:
    """Somebody of staff who is there. busy: they want no new cases just now; away: a page is open, and nobody there."""

    staff: str
    state: State
    open_cases: int
    capacity: int

    @property
    def has_room(self) -> bool:
        """Whether a new case may be given to them."""
        return self.state == "here" and self.open_cases < self.capacity


async def seen(session: AsyncSession, staff: str, now: datetime, *, limits: Limits = _DEFAULT) -> None:
    """A page of theirs is open, or they did something."""
    values = {"staff": staff, "state": "here", "seen_at": now, "capacity": limits.desk_capacity}
    mine = insert_into(session, StaffPresence).values(**values)
    await session.execute(mine.on_conflict_do_update(index_elements=["staff"], set_={"seen_at": now}))


async def set_state(session: AsyncSession, staff: str, state: State, now: datetime) -> None:
    """What they say of themselves; it stays until they say something else."""
    await seen(session, staff, now)
    await session.execute(update(StaffPresence).where(StaffPresence.staff == staff).values(state=state))


async def set_capacity(session: AsyncSession, staff: str, capacity: int, now: datetime) -> int:
    """How many cases they take at once; returns it, brought between 1 and MOST."""
    capacity = min(max(capacity, 1), MOST)
    await seen(session, staff, now)
    await session.execute(update(StaffPresence).where(StaffPresence.staff == staff).values(capacity=capacity))
    return capacity


async def own_presence(session: AsyncSession, staff: str, *, limits: Limits = _DEFAULT) -> Present:
    """How one of staff stands, whether they are there or gone."""
    row = await session.get(StaffPresence, staff, populate_existing=True)
    cases = await _open_cases(session, staff)
    if row is None:
        return Present(staff, "here", cases, limits.desk_capacity)
    return Present(staff, row.state, cases, row.capacity)  # type: ignore[arg-type]  # the table's check


async def present(session: AsyncSession, now: datetime, *, limits: Limits = _DEFAULT) -> list[Present]:
    """Who is not gone, of those whose role talks with members; by name."""
    count = (
        select(func.count())
        .where(HandoffCase.staff == StaffPresence.staff, HandoffCase.state == "taken")
        .correlate(StaffPresence)
        .scalar_subquery()
    )
    query = (
        select(StaffPresence.staff, StaffPresence.state, count, StaffPresence.capacity)
        .join(Staff, Staff.name == StaffPresence.staff)
        .where(Staff.role.in_(_TALK), StaffPresence.seen_at > gone_before(now, limits))
        .order_by(StaffPresence.staff)
    )
    return [Present(*row) for row in (await session.execute(query)).tuples()]


def gone_before(now: datetime, limits: Limits) -> datetime:
    """Who was seen last before this moment is gone."""
    return now - timedelta(minutes=limits.desk_gone_minutes)


async def anybody(session: AsyncSession, now: datetime, *, limits: Limits = _DEFAULT) -> bool:
    """Whether somebody is there for a member who asks.

    True also while nobody was ever seen: a union that has never opened the console is not known to be away.
    """
    if any(one.state != "away" for one in await present(session, now, limits=limits)):
        return True
    ever = select(StaffPresence.staff).join(Staff, Staff.name == StaffPresence.staff).where(Staff.role.in_(_TALK))
    return await session.scalar(ever.limit(1)) is None


async def has_room(session: AsyncSession, staff: str, *, limits: Limits = _DEFAULT) -> bool:
    """Whether they may have one more. Holds their row until the end of the transaction: two takes count each other."""
    held = update(StaffPresence).where(StaffPresence.staff == staff).values(capacity=StaffPresence.capacity)
    capacity: int | None = await session.scalar(held.returning(StaffPresence.capacity))
    return await _open_cases(session, staff) < (limits.desk_capacity if capacity is None else capacity)


async def _open_cases(session: AsyncSession, staff: str) -> int:
    taken = select(func.count()).where(HandoffCase.staff == staff, HandoffCase.state == "taken")
    return await session.scalar(taken) or 0
