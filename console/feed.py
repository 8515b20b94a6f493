"""The open cases, read once for all pages that want them at the same moment."""

import asyncio

from base.database import Database
from union.handoff.desk import DeskCase, desk_cases


class Feed:
    """A change wakes every open page at once: they share one read, which begins after the change."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._coming: asyncio.Task[list[DeskCase]] | None = None

    async def cases(self) -> list[DeskCase]:
        """The cases as they are now; a read that has begun already is never reused."""
        if self._coming is None:
            self._coming = asyncio.create_task(self._read())
        return await asyncio.shield(self._coming)  # a page that closes does not take the others' read along

    async def _read(self) -> list[DeskCase]:
        await asyncio.sleep(0)  # the other pages' turn to join
        self._coming = None
        async with self._database.read() as session:
            return await desk_cases(session)
