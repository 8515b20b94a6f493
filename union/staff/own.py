"""What everybody does with their own account."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from union.staff import second_factor, service
from union.staff.models import Staff
from union.staff.service import PasswordSet, Refused
from union.staff.steps import needs_second_factor


async def change_password(
    session: AsyncSession, staff_id: int, old: str, new: str, now: datetime, *, but: str = ""
) -> PasswordSet | Refused:
    """A new password for who knows the old one; their other sessions end (all but the one with the id `but`)."""
    if not await service.has_password(session, staff_id, old):
        return Refused("wrong_password")
    if old == new:
        return Refused("same_password")
    name = await session.scalar(select(Staff.name).where(Staff.id == staff_id))
    return await service.set_password(session, name or "", new, now, but=but)


async def turn_off_second_factor(
    session: AsyncSession, staff_id: int, password: str, *, admins_need_it: bool
) -> Refused | None:
    """For who knows the password, unless the account may not be without one. None: done."""
    staff = await session.get_one(Staff, staff_id, populate_existing=True)
    if needs_second_factor(staff, admins_need_it=admins_need_it):
        return Refused("needed")
    if not await service.has_password(session, staff_id, password):
        return Refused("wrong_password")
    await second_factor.turn_off(session, staff_id)
    return None
