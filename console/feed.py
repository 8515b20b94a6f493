"""What all open pages want at the same moment is read once for them."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from base.database import Database
from union.desk.labels import labels_of
from union.desk.models import DeskLabel
from union.handoff.desk import DeskCase, desk_cases
from union.staff.scope import Scope

T = TypeVar("T")
Cases = tuple[list[DeskCase], dict[int, tuple[DeskLabel, ...]]]


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


class ByScope(Generic[T]):
    """The same for pages that see different unions: those of one scope share their read."""

    def __init__(self, database: Database, read: Callable[[AsyncSession, Scope], Awaitable[T]]) -> None:
        self._database, self._of = database, read
        self._shared: dict[Scope, Shared[T]] = {}

    async def now(self, scope: Scope) -> T:
        """What is within the scope now."""
        if scope not in self._shared:
            self._shared[scope] = Shared(self._database, lambda session: self._of(session, scope))
        return await self._shared[scope].now()


class Feed(ByScope[Cases]):
    """The open cases with their labels."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, _read)

    async def cases(self, scope: Scope) -> Cases:
        """The cases of the scope's members as they are now, and the labels of those that have any."""
        return await self.now(scope)


async def _read(session: AsyncSession, scope: Scope) -> Cases:
    cases = await desk_cases(session, scope=scope)
    return cases, await labels_of(session, [one.id for one in cases])
