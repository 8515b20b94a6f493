"""The way to the dialogue engines: a member's home engine first, the next one when it is down.

A repeat at another engine is safe: the message's key travels along, and every verb of a turn is idempotent by it.
"""

import asyncio
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import httpx
from pydantic import ValidationError

from base.logging import get_logger
from union.conversations.reply import Turn

CONNECT_SECONDS = 0.5  # engines are on this machine or next to it
READ_SECONDS = 20.0  # a turn takes milliseconds; after this nobody knows what became of it
READY_SECONDS = 1.0
DOWN_SECONDS = 2.0  # how long an engine that did not answer is asked last
JSON = {"content-type": "application/json"}

log = get_logger("engines")


@dataclass(frozen=True)
class NoTurn:
    """No reply. `down`: nothing was done. `silent`: the turn was handed over, and nothing came back in time."""

    reason: Literal["down", "silent"]


class Engines:
    """A pool of connections to all engines.

    Args:
        urls: their base URLs, without a slash at the end.
        transport: for tests, instead of the network.
    """

    def __init__(self, urls: Sequence[str], transport: httpx.AsyncBaseTransport | None = None) -> None:
        self.urls = list(urls)
        self._down: dict[str, float] = {}
        self._turn_urls = {url: httpx.URL(f"{url}/turn") for url in urls}
        limits = httpx.Limits(max_connections=200, max_keepalive_connections=50, keepalive_expiry=30)
        # The transport without the client around it (redirects, cookies, proxies): a third less CPU a turn.
        self._transport = transport or httpx.AsyncHTTPTransport(limits=limits, trust_env=False)

    async def turn(self, member_id: str, text: str, key: str) -> Turn | NoTurn:
        """Let the member's engine answer. `key` is the message's: the same key again gives the same turn."""
        message = json.dumps({"member": member_id, "text": text, "key": key}, ensure_ascii=False).encode()
        for url in self._by_preference(member_id):
            try:
                status, body = await self._call("POST", self._turn_urls[url], READ_SECONDS, message)
                if status == httpx.codes.OK:
                    self._down.pop(url, None)
                    return Turn.model_validate_json(body)
                problem = f"status {status}"
            except httpx.ReadTimeout:
                log.warning("engine_silent", url=url)
                return NoTurn("silent")
            except (httpx.TransportError, ValidationError) as error:
                problem = type(error).__name__
            log.warning("engine_down", url=url, problem=problem)
            self._down[url] = asyncio.get_running_loop().time() + DOWN_SECONDS
        return NoTurn("down")

    async def problem(self) -> str | None:
        """None when an engine would answer a message now, otherwise why none would."""
        if not self.urls:
            return "no engine is configured"
        problems = await asyncio.gather(*(self._problem_of(url) for url in self.urls))
        return None if None in problems else "; ".join(problem for problem in problems if problem)

    async def close(self) -> None:
        await self._transport.aclose()

    def _by_preference(self, member_id: str) -> list[str]:
        """Home engine first (rendezvous hash: few members move when an engine comes or goes), the down ones last."""
        if len(self.urls) == 1:
            return self.urls
        now = asyncio.get_running_loop().time()
        ranked = sorted(self.urls, key=lambda url: hashlib.blake2b(f"{url}\n{member_id}".encode()).digest())
        return sorted(ranked, key=lambda url: self._down.get(url, 0.0) > now)

    async def _problem_of(self, url: str) -> str | None:
        try:
            status, _ = await self._call("GET", httpx.URL(f"{url}/readyz"), READY_SECONDS)
        except httpx.TransportError as error:
            return f"engine {url}: {type(error).__name__}"
        return None if status == httpx.codes.OK else f"engine {url}: status {status}"

    async def _call(self, method: str, url: httpx.URL, seconds: float, content: bytes = b"") -> tuple[int, bytes]:
        """Status and body of the answer."""
        timeout = {"connect": CONNECT_SECONDS, "read": seconds, "write": seconds, "pool": seconds}
        request = httpx.Request(method, url, headers=JSON, content=content, extensions={"timeout": timeout})
        response = await self._transport.handle_async_request(request)
        try:
            return response.status_code, await response.aread()
        finally:
            await response.aclose()
