"""Live pages: one listener a process on the bus, which wakes the pages that are open."""

import asyncio
from collections.abc import Awaitable, Callable

from nicegui import Event, ui
from redis.exceptions import RedisError

from base.bus import Bus
from base.logging import get_logger
from console.activity import TOPIC, Activity

log = get_logger("console.live")

RECONNECT_SECONDS = 2.0
POLL_SECONDS = 20.0  # what the bus lost is seen then, and waiting times move on


class Live:
    """`changed` is emitted with the id of a member whose conversation changed; with "" when anything may have."""

    def __init__(self, bus: Bus, activity: Activity) -> None:
        self.bus, self.activity = bus, activity
        self.changed = Event[str]()

    async def listen(self) -> None:
        """Listen until cancelled; a bus that is down is tried again."""
        while True:
            try:
                async with self.bus.subscribe("conversations", TOPIC) as payloads:
                    self.changed.emit("")
                    async for payload in payloads:
                        if "case" in payload:  # of the topic "desk"
                            self.activity.hear(payload)
                        else:
                            self.changed.emit(str(payload.get("member", "")))
            except (RedisError, OSError) as error:
                log.warning("bus_down", error=str(error))
            await asyncio.sleep(RECONNECT_SECONDS)

    def keep_fresh(
        self, refresh: Callable[[], Awaitable[None]], *, only_while: Callable[[], bool], member_id: str = ""
    ) -> None:
        """Call `refresh` whenever something (or this member's conversation) changed, and slowly by itself.

        To be called while a page is built: it ends with the page. `only_while`: asked each time before.
        """
        client, missed = ui.context.client, [False]

        async def refresh_if_allowed() -> None:
            # A page whose browser is away is kept for a while; it is shown anew when the browser is back.
            missed[0] = not client.has_socket_connection
            if not missed[0] and only_while():
                await refresh()

        async def catch_up() -> None:
            if missed[0]:
                await work()

        work = Coalesced(refresh_if_allowed)

        async def on_change(changed: str) -> None:
            if not (member_id and changed) or changed == member_id:
                await work()

        client.on_connect(catch_up)
        self.changed.subscribe(on_change)
        ui.timer(POLL_SECONDS, work, immediate=False)


class Coalesced:
    """Calls that arrive while the work runs become one more run."""

    def __init__(self, work: Callable[[], Awaitable[None]]) -> None:
        self._work = work
        self._running = False
        self._wanted = False

    async def __call__(self) -> None:
        self._wanted = True
        if self._running:
            return
        self._running = True
        try:
            while self._wanted:
                self._wanted = False
                await self._work()
        finally:
            self._running = False
