"""What all open pages want at the same moment is read once for them."""

import asyncio
import time
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

    def __init__(
        self, database: Database, read: Callable[[AsyncSession], Awaitable[T]], *, fresh_seconds: float = 0
    ) -> None:
        self._database, self._of, self._fresh_seconds = database, read, fresh_seconds
        self._coming: asyncio.Task[T] | None = None
        self._kept: tuple[float, T] | None = None
        self._changes = 0

    def forget(self) -> None:
        """Something changed: what was read before is old."""
        self._changes += 1
        self._kept = None

    async def now(self) -> T:
        """As it is now, or was read less than `fresh_seconds` ago and nobody said since that it changed.

        A read that has begun already when it changes is never reused.
        """
        if self._kept is not None and time.monotonic() - self._kept[0] < self._fresh_seconds:
            return self._kept[1]
        if self._coming is None:
            self._coming = asyncio.create_task(self._read())
        return await asyncio.shield(self._coming)  # a page that closes does not take the others' read along

    async def _read(self) -> T:
        await asyncio.sleep(0)  # the other pages' turn to join
        self._coming, changes, began = None, self._changes, time.monotonic()
        async with self._database.read() as session:
            found = await self._of(session)
        if changes == self._changes:
            self._kept = began, found
        return found


class ByScope(Generic[T]):
    """The same for pages that see different unions: those of one scope share their read."""

    def __init__(
        self, database: Database, read: Callable[[AsyncSession, Scope], Awaitable[T]], *, fresh_seconds: float = 0
    ) -> None:
        self._database, self._of, self._fresh_seconds = database, read, fresh_seconds
        self._shared: dict[Scope, Shared[T]] = {}

    def forget(self) -> None:
        """Something changed, for whichever scope."""
        for shared in self._shared.values():
            shared.forget()

    async def now(self, scope: Scope) -> T:
        """What is within the scope now."""
        if scope not in self._shared:
            self._shared[scope] = Shared(
                self._database, lambda session: self._of(session, scope), fresh_seconds=self._fresh_seconds
            )
        return await self._shared[scope].now()


class Feed(ByScope[Cases]):
    """The open cases with their labels."""

    def __init__(self, database: Database, *, fresh_seconds: float = 0) -> None:
        super().__init__(database, _read, fresh_seconds=fresh_seconds)

    async def cases(self, scope: Scope) -> Cases:
        """The cases of the scope's members as they are now, and the labels of those that have any."""
        return await self.now(scope)


async def _read(session: AsyncSession, scope: Scope) -> Cases:
    cases = await desk_cases(session, scope=scope)
    return cases, await labels_of(session, [one.id for one in cases])
