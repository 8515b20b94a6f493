"""Agents as their browsers are to the console: a page by HTTP, then its socket, without a screen."""

import asyncio
import random
import re
import time
from collections.abc import Sequence
from uuid import uuid4

import aiohttp
import socketio  # type: ignore[import-untyped]  # NiceGUI's own

from bench.processes import BenchError

THINK_SECONDS = (10.0, 20.0)  # a page is looked at for so long
PATIENCE = 60  # seconds: what is slow is measured, and no failure
CLIENT = re.compile(r"'client_id': '([0-9a-f-]+)'")
NEXT = re.compile(r"'next_message_id': (\d+)")


class Agent:
    """One open page at a time."""

    def __init__(self, url: str, cookie: str) -> None:
        self.url, self.cookie = url, cookie
        self.seconds: list[float] = []
        self.http: aiohttp.ClientSession | None = None
        self.socket: socketio.AsyncClient | None = None

    async def open(self, path: str) -> None:
        """Leave the page that is open, and open this one; how long the server took is noted."""
        await self.leave()
        if self.http is None:
            self.http = aiohttp.ClientSession(headers={"Cookie": self.cookie})
        began = time.perf_counter()
        async with self.http.get(f"{self.url}{path}", allow_redirects=False) as answered:
            page = await answered.text()
        self.seconds.append(time.perf_counter() - began)
        client, following = CLIENT.search(page), NEXT.search(page)
        if answered.status != 200 or client is None or following is None:
            raise BenchError(f"{path} answered {answered.status}, not a page")
        await self._connect(client[1], following[1])

    async def _connect(self, client: str, following: str) -> None:
        query = f"client_id={client}&next_message_id={following}&document_id={uuid4()}&tab_id={uuid4()}"
        self.socket = socketio.AsyncClient(reconnection=False, request_timeout=PATIENCE)
        host, _, prefix = self.url.removeprefix("http://").partition("/")
        await self.socket.connect(
            f"http://{host}?{query}&implicit_handshake=true",
            headers={"Cookie": self.cookie},
            transports=["websocket"],
            socketio_path=f"/{prefix}/_nicegui_ws/socket.io",
            wait_timeout=PATIENCE,
        )

    async def leave(self) -> None:
        if self.socket is not None:
            await self.socket.disconnect()
            self.socket = None

    async def work(self, paths: Sequence[str], until: float) -> None:
        """Look at one page after the other."""
        await asyncio.sleep(random.uniform(0, THINK_SECONDS[0]))  # not all at the same moment
        while time.perf_counter() < until:
            await self.open(random.choice(paths))  # which page is no secret
            await asyncio.sleep(random.uniform(*THINK_SECONDS))

    async def close(self) -> None:
        await self.leave()
        if self.http is not None:
            await self.http.close()
