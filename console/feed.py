"""What all open pages want at the same moment is read once for them."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from base.database import Database
from union.handoff.desk import DeskCase, desk_cases

T = TypeVar("T")


class Shared(Generic[T]):
    """A change wakes every open page at once: they share one read, which begins after the change."""

    def __init__(self, database: Database, read: Callable[[AsyncSession], Awaitable[T]]) -> None:
        self._database, self._of = database, read
        self._coming: asyncio.Task[T] | None = None

    async def now(self) -> T:
        """As it is now; a read that has begun already is never reused."""
        if self._coming is None:
            self._coming = asyncio.create_task(self._read())
        return await asyncio.shield(self._coming)  # a page that closes does not take the others' read along

    async def _read(self) -> T:
        await asyncio.sleep(0)  # the other pages' turn to join
        self._coming = None
        async with self._database.read() as session:
            return await self._of(session)


class Feed(Shared[list[DeskCase]]):
    """The open cases."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, desk_cases)

    async def cases(self) -> list[DeskCase]:
        """The cases as they are now."""
        return await self.now()
