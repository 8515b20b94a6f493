"""What a step would do, found out by doing it and taking it back in the same transaction."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from base.database import Database

T = TypeVar("T")


class _TakenBackError(Exception):
    """Ends the transaction without a change."""


async def rehearse(database: Database, verb: Callable[[AsyncSession], Awaitable[T]]) -> T:
    """The answer of `verb`; nothing of it stays. To be given a `NoQueue`: nothing is sent either."""
    found: list[T] = []

    async def work(session: AsyncSession) -> None:
        found[:] = [await verb(session)]
        raise _TakenBackError

    try:
        await database.transact(work)
    except _TakenBackError:
        return found[0]
    raise AssertionError("work always raises")
