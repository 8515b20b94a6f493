"""Engines that think for a while: what members see of a slow turn can be tried."""

import asyncio
from collections.abc import Sequence

from union.conversations.reply import Turn
from webhook.engine_calls import Calls
from webhook.engines import Engines, NoTurn

MOST = 60.0


class SlowEngines(Engines):
    """The engines, each turn after a wait of `seconds` (0: at once). Only while the simulator is on."""

    def __init__(self, urls: Sequence[str], calls: Calls | None = None) -> None:
        super().__init__(urls, calls)
        self.seconds = 0.0

    async def turn(self, member_id: str, text: str, key: str) -> Turn | NoTurn:
        """The turn of the real engines, late."""
        if self.seconds:
            await asyncio.sleep(self.seconds)
        return await super().turn(member_id, text, key)
