"""What replicas tell each other for a moment: a publish-subscribe bus on Redis.

Nothing is lost when it is flushed: a message here only says "look at the database again".
Without UNIONBOT_REDIS_URL an embedded fakeredis serves the one process that runs web, console and worker.
"""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import fakeredis
from redis.asyncio import Redis
from redis.exceptions import RedisError

from base.logging import get_logger

log = get_logger("bus")


class Bus:
    """Publish and subscribe by topic; payloads are small JSON objects without personal data."""

    def __init__(self, url: str = "") -> None:
        self.redis: Redis = (
            Redis.from_url(url, socket_timeout=None, socket_connect_timeout=2) if url else fakeredis.FakeAsyncRedis()
        )

    async def publish(self, topic: str, **payload: Any) -> None:
        """Tell whoever listens. A bus that is down is logged, never an error: SQL has the truth."""
        try:
            await self.redis.publish(topic, json.dumps(payload))
        except (RedisError, OSError) as error:
            log.warning("bus_down", topic=topic, error=str(error))

    @asynccontextmanager
    async def subscribe(self, *topics: str) -> AsyncIterator[AsyncIterator[dict[str, Any]]]:
        """Listen inside the `async with`; yields an endless iterator of payloads."""
        pubsub = self.redis.pubsub()
        await pubsub.subscribe(*topics)
        try:
            yield _payloads(pubsub)
        finally:
            with suppress(RedisError, OSError):
                await pubsub.aclose()  # type: ignore[no-untyped-call]

    async def close(self) -> None:
        await self.redis.aclose()


async def _payloads(pubsub: Any) -> AsyncIterator[dict[str, Any]]:
    async for message in pubsub.listen():
        if message["type"] == "message":
            yield json.loads(message["data"])
