"""What replicas share in Redis about the platform. While Redis is down every process goes by what it knows itself."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from redis.exceptions import RedisError

from base.bus import Bus
from base.logging import get_logger

PATIENCE = 2.0  # seconds for one word with Redis
WARN_EVERY = 10.0  # seconds
DOWN = (RedisError, OSError)  # TimeoutError is an OSError

log = get_logger("platform")


class Shared:
    """Values, counts and locks under names; `None` and `False` say that Redis does not know."""

    def __init__(self, bus: Bus) -> None:
        self._redis = bus.redis
        self._warned_at = float("-inf")
        # Of this process, while Redis is down:
        self._counts: dict[str, int] = {}
        self._claims: dict[str, float] = {}

    async def get(self, name: str) -> str | None:
        try:
            async with asyncio.timeout(PATIENCE):
                stored = await self._redis.get(name)
        except DOWN as error:
            self._warn("get", error)
            return None
        return stored.decode(errors="replace") if isinstance(stored, bytes) else stored

    async def set(self, name: str, value: str, lives: timedelta) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                await self._redis.set(name, value, px=max(1, round(lives.total_seconds() * 1000)))
        except DOWN as error:
            self._warn("set", error)

    async def forget(self, name: str) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                await self._redis.delete(name)
        except DOWN as error:
            self._warn("forget", error)

    async def claim(self, name: str, lives: timedelta) -> bool:
        """True for the first who asks within this time."""
        try:
            async with asyncio.timeout(PATIENCE):
                return bool(await self._redis.set(name, "1", px=round(lives.total_seconds() * 1000), nx=True))
        except DOWN as error:
            self._warn("claim", error)
            now = asyncio.get_running_loop().time()
            if self._claims.get(name, now) > now:
                return False
            self._claims[name] = now + lives.total_seconds()
            return True

    async def count(self, name: str, lives: timedelta) -> int:
        """Count one more; how many there are now."""
        try:
            async with asyncio.timeout(PATIENCE), self._redis.pipeline(transaction=True) as pipe:
                pipe.incr(name)
                pipe.pexpire(name, round(lives.total_seconds() * 1000))
                number, _ = await pipe.execute()
            return int(number)
        except DOWN as error:
            self._warn("count", error)
            if len(self._counts) > 1000:  # the days before
                self._counts.clear()
            self._counts[name] = self._counts.get(name, 0) + 1
            return self._counts[name]

    @asynccontextmanager
    async def lock(self, name: str, holds: timedelta, waits: timedelta) -> AsyncIterator[None]:
        """One holder at a time. Who waited too long, or finds Redis down, goes on without: nothing may hang on it."""
        lock = self._redis.lock(name, timeout=holds.total_seconds(), sleep=0.05)
        try:
            async with asyncio.timeout(waits.total_seconds()):
                held = await lock.acquire()
        except DOWN as error:
            self._warn("lock", error)
            held = False
        try:
            yield
        finally:
            if held:
                try:
                    async with asyncio.timeout(PATIENCE):
                        await lock.release()
                except DOWN as error:  # it was held for too long, and is somebody else's now
                    self._warn("unlock", error)

    def _warn(self, what: str, error: Exception) -> None:
        """One line in a while: a thousand sendings must not write a thousand lines."""
        now = asyncio.get_running_loop().time()
        if now - self._warned_at >= WARN_EVERY:
            self._warned_at = now
            log.warning("shared_down", what=what, error=type(error).__name__)
