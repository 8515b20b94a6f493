"""Accounts that see one union alone."""

from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from tests.console.conftest import PASSWORD, Stage
from union.roster.models import Union
from union.staff.models import Staff
from union.staff.service import add


async def staff_of_zhenhai(stage: Stage, name: str, role: str = "agent") -> str:
    """Of a district that has nothing of what the tests put elsewhere."""

    async def work(session: AsyncSession) -> None:
        if await session.get(Union, "zh") is None:
            values = {"level": "district", "path": "zh/", "city": "宁波市", "district": "镇海区"}
            session.add(Union(id="zh", name="镇海区总工会", **values))
            await session.flush()
        await add(session, name, PASSWORD, role, datetime.now(UTC))
        staff = await session.scalar(select(Staff).where(Staff.name == name))
        assert staff is not None
        staff.union_id = "zh"

    await stage.deps.database.transact(work)
    return name
