"""What a step would do is found out without doing it."""

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import Database
from console.parts.fields import whole_number
from console.parts.rehearsing import rehearse
from tests.conftest import WEDNESDAY
from union.staff.models import Staff
from union.staff.service import Added, add


async def test_the_answer_comes_and_nothing_stays(database: Database) -> None:
    async def work(session: AsyncSession) -> object:
        return await add(session, "wang", "long-enough", "agent", WEDNESDAY)

    assert await rehearse(database, work) == Added("wang", "agent")
    async with database.read() as session:
        assert await session.scalar(select(Staff.id)) is None


async def test_a_failure_is_a_failure(database: Database) -> None:
    async def work(session: AsyncSession) -> None:
        raise RuntimeError("broken")

    with pytest.raises(RuntimeError):
        await rehearse(database, work)


@pytest.mark.parametrize(
    ("text", "number"), [("1500", 1500), ("", None), ("一千", None), ("１５", None), ("1.5", None), ("9" * 10, None)]
)
def test_an_amount_is_digits_and_nothing_else(text: str, number: int | None) -> None:
    assert whole_number(text) == number
