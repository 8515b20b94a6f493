"""Accounts, a small tree of unions, and members who belong there."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import Database
from tests.conftest import WEDNESDAY
from union.roster.tree import Place, put_unions
from union.staff.models import Staff
from union.staff.scope import Scope, scope_of
from union.staff.service import Added, add

PASSWORD = "long-enough"
UNIONS = [
    Place("hangzhou", "杭州市总工会", "city", city="杭州市"),
    Place("shangcheng", "上城区总工会", "district", parent="hangzhou", district="上城区"),
    Place("hubin", "湖滨街道总工会", "street", parent="shangcheng"),
    Place("xihu", "西湖区总工会", "district", parent="hangzhou", district="西湖区"),
]


async def unions(database: Database) -> None:
    assert await database.transact(lambda s: put_unions(s, UNIONS)) == len(UNIONS)


async def account(
    database: Database, name: str, role: str = "agent", union_id: str | None = None, *, must_change: bool = False
) -> int:
    """Add one; its id."""

    async def work(session: AsyncSession) -> int:
        added = await add(session, name, PASSWORD, role, WEDNESDAY, union_id=union_id, must_change=must_change)
        assert isinstance(added, Added), added
        return (await session.scalars(select(Staff.id).where(Staff.name == name))).one()

    return await database.transact(work)


async def scope(database: Database, union_id: str | None) -> Scope:
    async with database.read() as session:
        return await scope_of(session, union_id, [])


async def staff(database: Database, staff_id: int) -> Staff:
    async with database.read() as session:
        return await session.get_one(Staff, staff_id)
