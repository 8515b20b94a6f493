"""Reading accounts of staff."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from union.roster.models import Union
from union.staff.models import Staff, StaffSession
from union.staff.scope import EVERYTHING, Scope


@dataclass(frozen=True)
class AccountShown:
    """An account as administrators see it. `union`: its name, empty for all unions; `seen_at`: of any session."""

    id: int
    name: str
    role: str
    union_id: str | None
    union: str
    disabled: bool
    second_factor: bool
    must_change: bool
    seen_at: datetime | None
    created_at: datetime


async def role_of(session: AsyncSession, staff_id: int) -> str | None:
    """The role as it is now; None: the account is gone, or closed."""
    query = select(Staff.role).where(Staff.id == staff_id, Staff.disabled_at.is_(None))
    role: str | None = await session.scalar(query)
    return role


async def names_of(session: AsyncSession, role: str, scope: Scope = EVERYTHING) -> Sequence[str]:
    """Names of the open accounts with this role, of a union and of those below it."""
    these = (Staff.role == role, Staff.disabled_at.is_(None), accounts_within(scope))
    return (await session.scalars(select(Staff.name).where(*these).order_by(Staff.name))).all()


async def accounts(session: AsyncSession, scope: Scope = EVERYTHING) -> list[AccountShown]:
    """The accounts of a union and of those below it: open ones first, by name."""
    seen = select(func.max(StaffSession.seen_at)).where(StaffSession.staff_id == Staff.id).scalar_subquery()
    query = select(Staff, Union.name, seen).outerjoin(Union, Union.id == Staff.union_id).where(accounts_within(scope))
    found = await session.execute(query.order_by(Staff.disabled_at.is_not(None), Staff.name))
    return [
        AccountShown(
            one.id,
            one.name,
            one.role,
            one.union_id,
            union or "",
            one.disabled_at is not None,
            one.totp_secret is not None,
            one.must_change,
            seen_at,
            one.created_at,
        )
        for one, union, seen_at in found.tuples()
    ]


async def unions_within(session: AsyncSession, scope: Scope = EVERYTHING) -> dict[str, str]:
    """Id and name of the unions that an account may be given, parents before children."""
    query = select(Union.id, Union.name).order_by(Union.path)
    if scope.path is not None:
        query = query.where(Union.path.startswith(scope.path, autoescape=True))
    return dict((await session.execute(query)).tuples().all())


def accounts_within(scope: Scope) -> ColumnElement[bool]:
    """A condition on `Staff`: accounts of this union and of those below. Who sees everything belongs to none."""
    if scope.path is None:
        return true()
    return Staff.union_id.in_(select(Union.id).where(Union.path.startswith(scope.path, autoescape=True)))
