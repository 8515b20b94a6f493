"""The knowledge at hand in the console's process, and whose part of it staff look after."""

import asyncio

from console.deps import ConsoleDeps
from console.session import Visit
from knowledge.editing.within import Within
from knowledge.live import LiveKnowledge, Version

NOBODY = "-"  # instead of a member: what members write changes nothing on these pages, only steps of staff do


class Shelf:
    """One for all pages: read and indexed once for each version."""

    def __init__(self, deps: ConsoleDeps) -> None:
        self._live = LiveKnowledge(deps.database)
        self._one = asyncio.Lock()  # a new version is indexed once, not once for each open page

    async def now(self) -> Version:
        """The newest version."""
        async with self._one:
            await self._live.refresh()
        return self._live.current


def within(here: Visit) -> Within | None:
    """The limits of what an account reads and changes; None where it sees everything."""
    return None if here.scope.is_everything else Within(here.scope.city, here.scope.district)
