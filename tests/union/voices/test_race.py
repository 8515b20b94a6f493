"""Numbers when many send at once: none is given twice. The control counts first, as one must not."""

import asyncio

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import Database
from tests.conftest import WEDNESDAY
from tests.union.conftest import add_rows, member
from union.voices.models import Suggestion
from union.voices.service import Draft, Submitted, submit

MANY = 24


async def test_no_number_is_given_twice(database: Database) -> None:
    await add_rows(database, *(member(n) for n in range(MANY)))

    async def one(n: int) -> str:
        outcome = await database.transact(
            lambda s: submit(s, f"m{n}", Draft("其他", "大家一起提意见"), key=f"k{n}", now=WEDNESDAY)
        )
        assert isinstance(outcome, Submitted)
        return outcome.suggestion.number

    numbers = await asyncio.gather(*(one(n) for n in range(MANY)))
    assert sorted(numbers) == [f"JY-20261118-{n:04d}" for n in range(1, MANY + 1)]


async def test_control_counting_rows_gives_numbers_twice(database: Database) -> None:
    """Everybody counts before anybody writes: what the guard keeps from happening."""
    everybody_counted = asyncio.Barrier(2)

    async def counted(session: AsyncSession) -> int:
        return (await session.scalar(select(func.count()).select_from(Suggestion))) or 0

    async def one() -> int:
        async with database.read() as session:
            number = await counted(session) + 1
        await everybody_counted.wait()
        return number

    assert len(set(await asyncio.gather(one(), one()))) == 1
