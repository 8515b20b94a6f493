"""The load of many members at the same moment, in a process of its own: a connection each, all opened before.

One event loop with a protocol of its own: it takes a few per cent of a core, so that it is never what is measured.
"""

import asyncio
import multiprocessing
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import cast

import httptools
import uvloop

from app.limits import raise_file_limit
from bench.load import Exchange

AT_ONCE = 100  # connections opened at a time: the listener's queue is not what is measured
PATIENCE = 60.0


def all_at_once(port: int, requests: Sequence[bytes]) -> list[Exchange]:
    """Send each request on a connection of its own, all at the same moment; their answers in the same order."""
    spawned = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawned) as pool:
        return pool.submit(_run, port, requests).result()


def _run(port: int, requests: Sequence[bytes]) -> list[Exchange]:
    raise_file_limit()
    return uvloop.run(_all(port, requests))


async def _all(port: int, requests: Sequence[bytes]) -> list[Exchange]:
    loop = asyncio.get_running_loop()
    members = []
    for first in range(0, len(requests), AT_ONCE):
        opened = (
            loop.create_connection(lambda n=n: _Member(n), "127.0.0.1", port)  # type: ignore[misc]
            for n in range(first, min(first + AT_ONCE, len(requests)))
        )
        members += [member for _, member in await asyncio.gather(*opened)]
    began = time.perf_counter()
    for member, request in zip(members, requests, strict=True):
        member.send(request, began)
    await asyncio.wait([member.answered for member in members], timeout=PATIENCE)
    return [member.exchange() for member in members]


class _Member(asyncio.Protocol):
    """One connection with one request on it."""

    def __init__(self, number: int) -> None:
        self.answered: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self._number, self._body = number, b""
        self._began = self._sent = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._parser = httptools.HttpResponseParser(self)

    def send(self, request: bytes, began: float) -> None:
        self._began, self._sent = began, time.perf_counter()
        self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def on_body(self, body: bytes) -> None:
        self._body += body

    def on_message_complete(self) -> None:
        self.answered.set_result(time.perf_counter())

    def connection_lost(self, _: Exception | None) -> None:
        if not self.answered.done():
            self.answered.cancel()

    def exchange(self) -> Exchange:
        """What came of it; status 0: no answer."""
        if not self.answered.done() or self.answered.cancelled():
            return Exchange(self._number, 0, self._sent - self._began, PATIENCE, 0, b"")
        seconds = self.answered.result() - self._sent
        return Exchange(self._number, 0, self._sent - self._began, seconds, self._parser.get_status_code(), self._body)
