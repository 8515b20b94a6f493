"""Starting many at the same moment: threads, each with an event loop and a database of its own."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from base.database import Database
from base.encryption import Keyring

T = TypeVar("T")
Job = Callable[[Database], Awaitable[T]]


def in_threads(url: str, jobs: Sequence[Job[T]]) -> list[T]:
    """Run each job in a thread of its own, all begun together; results in the order of the jobs."""
    start = Barrier(len(jobs), timeout=60)

    async def run(job: Job[T]) -> T:
        database = Database(url, Keyring(["test-secret"]), pool_size=1)
        await database.check()
        start.wait()
        try:
            return await job(database)
        finally:
            await database.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(lambda job: asyncio.run(run(job)), jobs))


class Meeting:
    """All come to the same point before any goes on: sleeping there would only make that likely.

    Of SQLite's writers one comes at a time, so nobody waits for the others there.
    """

    def __init__(self, parties: int, database: Database) -> None:
        self._barrier = None if database.is_sqlite else Barrier(parties, timeout=30)

    async def all_here(self) -> None:
        if self._barrier is not None:
            await asyncio.to_thread(self._barrier.wait)
