"""Reading accounts of staff."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from union.staff.models import Staff


async def role_of(session: AsyncSession, staff_id: int) -> str | None:
    """The role as it is now; None: the account is gone."""
    role: str | None = await session.scalar(select(Staff.role).where(Staff.id == staff_id))
    return role


async def names_of(session: AsyncSession, role: str) -> Sequence[str]:
    """Names of the accounts with this role."""
    return (await session.scalars(select(Staff.name).where(Staff.role == role).order_by(Staff.name))).all()
