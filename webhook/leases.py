"""The leases of the turns under way in this process, renewed together.

One transaction for all of them: with two thousand slow turns, one each would be a thousand transactions a second, and
the responses would wait behind them.
"""

import asyncio
from collections.abc import Callable

from base.logging import get_logger
from webhook import inbox
from webhook.dependencies import Dependencies
from webhook.failures import describe
from webhook.inbox import Held

log = get_logger("leases")


class Leases:
    """`slow` is called at each renewal with every claim that is being renewed."""

    def __init__(self, deps: Dependencies, slow: Callable[[Held], None]) -> None:
        self._deps = deps
        self._slow = slow
        self._held: dict[str, tuple[Held, float]] = {}
        self._keeper: asyncio.Task[None] | None = None

    def keep(self, held: Held) -> None:
        """Renew this claim's lease from now on."""
        self._held[held.key] = held, asyncio.get_running_loop().time()
        if self._keeper is None:
            self._keeper = asyncio.create_task(self._renew_for_ever())

    def leave(self, held: Held) -> None:
        """The turn has ended. Another attempt at the same message is not touched."""
        kept = self._held.get(held.key)
        if kept is not None and kept[0].attempt == held.attempt:
            del self._held[held.key]

    def stop(self) -> None:
        if self._keeper is not None:
            self._keeper.cancel()
            self._keeper = None

    async def _renew_for_ever(self) -> None:
        loop, every = asyncio.get_running_loop(), self._deps.timing.renew
        while self._held:
            await asyncio.sleep(every)
            # Half a round: a lease lives for three, and most turns take milliseconds.
            old = [held for held, began in self._held.values() if began <= loop.time() - every / 2]
            if old:
                await self._renew(old)
                for held in old:
                    self._slow(held)
        self._keeper = None

    async def _renew(self, old: list[Held]) -> None:
        """When it fails, the leases end by themselves."""
        try:
            await self._deps.database.write(lambda c: inbox.renew(c, old, self._deps.clock.now()))
        except Exception as error:
            log.error("lease_failed", **describe(error))
