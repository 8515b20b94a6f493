"""The decisions about late replies, as many in one transaction as have come together.

The deadlines of a crowd that wrote at one moment come at one moment: a transaction each would make the last of them
wait for all the others, past the platform's five seconds.
"""

import asyncio
from contextlib import suppress
from typing import Literal

from webhook import inbox
from webhook.dependencies import Dependencies
from webhook.inbox import Held, Late

AT_ONCE = 200  # nobody's decision holds up other writers for long


class Decisions:
    """Of one process. The first decision waits for nobody; those that come while it is written are written together."""

    def __init__(self, deps: Dependencies) -> None:
        self._deps = deps
        self._waiting: list[tuple[Late, asyncio.Future[Held]]] = []
        self._writer: asyncio.Task[None] | None = None

    async def decide(self, key: str, route: Literal["push", "fetch"], request: str) -> Held:
        """The claim as it stands now: with this route, unless it was finished, or decided, before.

        Raises:
            SQLAlchemyError: it was not decided.
        """
        decided: asyncio.Future[Held] = asyncio.get_running_loop().create_future()
        self._waiting.append((Late(key, route, request), decided))
        if self._writer is None:
            self._writer = asyncio.create_task(self._write_all())
        return await decided

    async def _write_all(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting[:AT_ONCE], self._waiting[AT_ONCE:]
                await self._write(batch)
        finally:
            self._writer = None

    async def _write(self, batch: list[tuple[Late, asyncio.Future[Held]]]) -> None:
        late = [one for one, _ in batch]
        try:
            found = await self._deps.database.write(lambda c: inbox.decide(c, late))
        except Exception as error:  # each of those who wait answers for itself
            for _, decided in batch:
                with suppress(asyncio.InvalidStateError):
                    decided.set_exception(error)
            return
        for one, decided in batch:
            with suppress(asyncio.InvalidStateError):  # its request is gone
                decided.set_result(found[one.key])
