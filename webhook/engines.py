"""The way to the dialogue engines: a member's home engine first, the next one when it is down.

A repeat at another engine is safe: the message's key travels along, and every verb of a turn is idempotent by it.
"""

import asyncio
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import ValidationError

from base.logging import get_logger
from union.conversations.reply import Turn
from webhook.engine_calls import AiohttpCalls, Calls, NotReachedError, SilentError

OK = 200
READ_SECONDS = 20.0  # a turn takes milliseconds; after this nobody knows what became of it
READY_SECONDS = 1.0
DOWN_SECONDS = 2.0  # how long an engine that did not answer is asked last

log = get_logger("engines")


@dataclass(frozen=True)
class NoTurn:
    """No reply. `down`: nothing was done. `silent`: the turn was handed over, and nothing came back in time."""

    reason: Literal["down", "silent"]


class Engines:
    """A pool of connections to all engines.

    Args:
        urls: their base URLs, without a slash at the end.
        calls: for tests, instead of the network.
    """

    def __init__(self, urls: Sequence[str], calls: Calls | None = None) -> None:
        self.urls = list(urls)
        self._down: dict[str, float] = {}
        self._calls = calls or AiohttpCalls()

    async def turn(self, member_id: str, text: str, key: str) -> Turn | NoTurn:
        """Let the member's engine answer. `key` is the message's: the same key again gives the same turn."""
        message = json.dumps({"member": member_id, "text": text, "key": key}, ensure_ascii=False).encode()
        for url in self._by_preference(member_id):
            try:
                status, body = await self._calls.call("POST", f"{url}/turn", READ_SECONDS, message)
                if status == OK:
                    self._down.pop(url, None)
                    return Turn.model_validate_json(body)
                problem = f"status {status}"
            except SilentError:
                log.warning("engine_silent", url=url)
                return NoTurn("silent")
            except NotReachedError as error:
                problem = str(error)
            except ValidationError:
                problem = "not a turn"
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
        await self._calls.close()

    def _by_preference(self, member_id: str) -> list[str]:
        """Home engine first (rendezvous hash: few members move when an engine comes or goes), the down ones last."""
        if len(self.urls) == 1:
            return self.urls
        now = asyncio.get_running_loop().time()
        ranked = sorted(self.urls, key=lambda url: hashlib.blake2b(f"{url}\n{member_id}".encode()).digest())
        return sorted(ranked, key=lambda url: self._down.get(url, 0.0) > now)

    async def _problem_of(self, url: str) -> str | None:
        try:
            status, _ = await self._calls.call("GET", f"{url}/readyz", READY_SECONDS)
        except NotReachedError as error:
            return f"engine {url}: {error}"
        except SilentError:
            return f"engine {url}: no answer"
        return None if status == OK else f"engine {url}: status {status}"
