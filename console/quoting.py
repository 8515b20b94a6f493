"""The knowledge base at hand in the console: loaded when somebody first looks for something, current at each search."""

import asyncio
from typing import TYPE_CHECKING

from base.database import Database

if TYPE_CHECKING:
    from knowledge.live import LiveKnowledge
    from knowledge.quoting import Quote


class Quoting:
    """One index for all pages of this process. Most consoles never need it: so it costs nothing until then."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._knowledge: LiveKnowledge | None = None
        self._lock = asyncio.Lock()

    async def quotes(self, question: str) -> list["Quote"]:
        """What the newest version says to the question, best first."""
        from knowledge.live import LiveKnowledge
        from knowledge.quoting import quotes

        async with self._lock:  # two first searches build one index
            if self._knowledge is None:
                self._knowledge = LiveKnowledge(self._database)
            await self._knowledge.refresh()
        return await asyncio.to_thread(quotes, self._knowledge, question)
