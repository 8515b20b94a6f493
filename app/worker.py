"""The worker: delivers what was queued, in a process of its own or beside the web."""

import asyncio
import os
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

from prometheus_client import CollectorRegistry

from app.parts import Parts, build_parts
from app.schema import sync_url
from app.timers import keeping_time, timers
from base.settings import Settings
from union.handoff.sender import WithHandoff
from union.notices.delivery import Delivery
from union.notices.metrics import NoticeMetrics
from union.notices.queue import DbosQueue
from union.notices.sender import Sender
from union.notices.worker import WorkerOptions, start_worker
from union.tickets.sender import WithTickets
from webhook.outbound import WeChatSender
from webhook.platform.apis import PlatformApis
from webhook.platform.media import Media


async def run(settings: Settings) -> None:
    """Work until SIGTERM or Ctrl-C."""
    parts = build_parts(settings)
    await parts.database.check()
    apis = PlatformApis(settings, parts.bus, clock=parts.clock)
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    media = Media(apis, parts.bus, settings.limits)
    async with working(parts, WeChatSender(apis, parts.database, settings, parts.clock, media)):
        await stop.wait()
    await apis.close()
    await parts.close()


@asynccontextmanager
async def working(parts: Parts, sender: Sender, registry: CollectorRegistry | None = None) -> AsyncIterator[None]:
    """A worker runs inside the `async with`. `registry`: where its metrics are read, the web process's own."""
    # New at every start: the pid comes again, and DBOS would mistake us for the one that died.
    executor = f"{socket.gethostname()}-{os.getpid()}-{uuid4().hex[:8]}"
    options = WorkerOptions(sync_url(parts.settings.sql_url), executor)
    worker = await start_worker(options, build_delivery(parts, sender, registry or CollectorRegistry()))
    queue = DbosQueue(sync_url(parts.settings.sql_url))
    try:
        async with keeping_time(parts, timers(queue, parts.settings.limits)):
            yield
    finally:
        queue.close()
        await worker.stop()


def build_delivery(parts: Parts, sender: Sender, registry: CollectorRegistry) -> Delivery:
    """A delivery that tells open consoles about each notice that moved."""

    async def tell(member_id: str) -> None:
        await parts.bus.publish("conversations", member=member_id)

    return Delivery(
        parts.database,
        WithHandoff(WithTickets(sender), parts.database),
        parts.clock,
        parts.settings.limits,
        tell=tell,
        metrics=NoticeMetrics(registry),
    )
