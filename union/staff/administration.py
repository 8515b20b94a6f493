"""Verbs of administrators on accounts. Who administers a union has the accounts of it and of those below, no others."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from union.staff import second_factor, service
from union.staff.accounts import accounts_within, unions_within
from union.staff.models import ROLES, Staff
from union.staff.scope import EVERYTHING, Scope
from union.staff.service import Added, Refused
from union.staff.sessions import end_all


@dataclass(frozen=True)
class By:
    """Who does it: the account (0: the command line), and what it may see."""

    staff_id: int
    scope: Scope = EVERYTHING


@dataclass(frozen=True)
class Changed:
    """The account is as it was wanted."""

    name: str


async def add_account(
    session: AsyncSession, by: By, name: str, role: str, union_id: str | None, password: str, now: datetime
) -> Added | Refused:
    """Add an account whose owner chooses another password at the first log-in."""
    if (refused := await _outside(session, by, union_id)) is not None:
        return refused
    return await service.add(session, name, password, role, now, union_id=union_id, must_change=True)


async def change_account(
    session: AsyncSession, by: By, staff_id: int, role: str, union_id: str | None, now: datetime
) -> Changed | Refused:
    """Another role or union; what is open of the account is closed, so that no page shows what it may not."""
    staff = await _others(session, by, staff_id)
    if isinstance(staff, Refused):
        return staff
    if role not in ROLES:
        return Refused("unknown_role")
    if (refused := await _outside(session, by, union_id)) is not None:
        return refused
    if (role, union_id) != ("admin", None) and await _is_last_admin(session, staff):
        return Refused("last_admin")
    if (staff.role, staff.union_id) != (role, union_id):
        staff.role, staff.union_id = role, union_id
        await session.flush()
        await end_all(session, staff.id, now, "changed")
    return Changed(staff.name)


async def disable(session: AsyncSession, by: By, staff_id: int, now: datetime) -> Changed | Refused:
    """Close an account: nobody logs in with it, and its sessions end."""
    staff = await _others(session, by, staff_id)
    if isinstance(staff, Refused):
        return staff
    if await _is_last_admin(session, staff):
        return Refused("last_admin")
    staff.disabled_at = staff.disabled_at or now
    await session.flush()
    await end_all(session, staff.id, now, "disabled")
    return Changed(staff.name)


async def enable(session: AsyncSession, by: By, staff_id: int) -> Changed | Refused:
    """Open it again, with the password it had."""
    staff = await _others(session, by, staff_id)
    if isinstance(staff, Refused):
        return staff
    staff.disabled_at = None
    await session.flush()
    return Changed(staff.name)


async def reset_password(
    session: AsyncSession, by: By, staff_id: int, password: str, now: datetime
) -> Changed | Refused:
    """A password for the next log-in, at which its owner chooses another."""
    staff = await _others(session, by, staff_id)
    if isinstance(staff, Refused):
        return staff
    done = await service.set_password(session, staff.name, password, now, must_change=True)
    return done if isinstance(done, Refused) else Changed(staff.name)


async def reset_second_factor(session: AsyncSession, by: By, staff_id: int, now: datetime) -> Changed | Refused:
    """For who lost the phone and the recovery codes."""
    staff = await _others(session, by, staff_id)
    if isinstance(staff, Refused):
        return staff
    await second_factor.turn_off(session, staff.id)
    await end_all(session, staff.id, now, "second_factor")
    return Changed(staff.name)


async def id_of(session: AsyncSession, name: str) -> int | None:
    """The account of this name."""
    found: int | None = await session.scalar(select(Staff.id).where(Staff.name == name.strip()))
    return found


async def _others(session: AsyncSession, by: By, staff_id: int) -> Staff | Refused:
    """The account, as it is now, if it is theirs to change: not their own, which nobody locks themselves out of."""
    if staff_id == by.staff_id:
        return Refused("own_account")
    query = select(Staff).where(Staff.id == staff_id, accounts_within(by.scope))
    found = (await session.scalars(query, execution_options={"populate_existing": True})).first()
    return found or Refused("unknown")


async def _outside(session: AsyncSession, by: By, union_id: str | None) -> Refused | None:
    """Nobody gives more than they have."""
    if union_id is None:
        return None if by.scope.is_everything else Refused("wide_scope")
    if union_id in await unions_within(session, by.scope):
        return None
    return Refused("no_such_union" if by.scope.is_everything else "wide_scope")


async def _is_last_admin(session: AsyncSession, staff: Staff) -> bool:
    """Whether nobody else could let everybody in again. Locks those who could: of two at once one comes second."""
    can = (Staff.role == "admin", Staff.union_id.is_(None), Staff.disabled_at.is_(None))
    query = select(Staff.id).where(*can).order_by(Staff.id).with_for_update()
    able = set(await session.scalars(query))
    return able == {staff.id}
