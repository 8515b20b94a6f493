"""Several writers in one transaction of SQLite: beginning and committing cost a third of a short transaction.

For a rush only: alone, a writer would wait a turn of the event loop for nothing.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, TypeVar

from sqlalchemy import Connection

AT_ONCE = 16  # the event loop stands still for so many

T = TypeVar("T")
Work = Callable[[Connection], Any]
Write = Callable[[Work], Awaitable[Any]]


class Together:
    """`write`: runs work in a transaction of its own; the work may be run again."""

    def __init__(self, write: Write) -> None:
        self._write = write
        self._waiting: list[tuple[Work, asyncio.Future[Any]]] = []
        self._writer: asyncio.Task[None] | None = None

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Run `work` beside that of others, committed when this returns. One that fails, fails alone."""
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append((work, done))
        if self._writer is None:
            self._writer = asyncio.create_task(self._write_all())
        return await done

    async def _write_all(self) -> None:
        try:
            while self._waiting:
                group, self._waiting = self._waiting[:AT_ONCE], self._waiting[AT_ONCE:]
                await self._write_group([(work, done) for work, done in group if not done.done()])
                await asyncio.sleep(0)  # those who were served go on before the next group
        finally:
            self._writer = None

    async def _write_group(self, group: list[tuple[Work, asyncio.Future[Any]]]) -> None:
        try:
            results = await self._write(lambda c: [work(c) for work, _ in group])
        except Exception:  # all of it was rolled back
            for work, done in group:
                await self._write_alone(work, done)
            return
        for (_, done), result in zip(group, results, strict=True):
            with suppress(asyncio.InvalidStateError):  # its caller is gone
                done.set_result(result)

    async def _write_alone(self, work: Work, done: asyncio.Future[Any]) -> None:
        try:
            result = await self._write(work)
        except Exception as error:  # it is its caller's
            with suppress(asyncio.InvalidStateError):
                done.set_exception(error)
        else:
            with suppress(asyncio.InvalidStateError):
                done.set_result(result)
