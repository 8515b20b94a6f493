"""What a group of the desk can be made of."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from union.roster.models import Union
from union.staff.models import Staff
from union.staff.rules import may


@dataclass(frozen=True)
class Choices:
    """`unions`: id -> name, from the top down; `staff`: names of those whose role talks with members."""

    unions: dict[str, str]
    staff: tuple[str, ...]


async def group_choices(session: AsyncSession) -> Choices:
    """All there are."""
    unions = (await session.execute(select(Union.id, Union.name).order_by(Union.path))).tuples().all()
    people = (await session.execute(select(Staff.name, Staff.role).order_by(Staff.name))).tuples().all()
    return Choices(dict(unions), tuple(name for name, role in people if may(role, "talks")))
