"""The worker: delivers what was queued, in a process of its own or beside the web."""

import asyncio
import os
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

from app.parts import Parts, build_parts
from app.schema import sync_url
from base.settings import Settings
from union.notices.delivery import deliver
from union.notices.sender import Sender
from union.notices.worker import WorkerOptions, start_worker
from webhook.outbound import WeChatSender
from webhook.platform.apis import PlatformApis


async def run(settings: Settings) -> None:
    """Work until SIGTERM or Ctrl-C."""
    parts = build_parts(settings)
    await parts.database.check()
    apis = PlatformApis(settings, parts.bus, clock=parts.clock)
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with working(parts, WeChatSender(apis, parts.database)):
        await stop.wait()
    await apis.close()
    await parts.close()


@asynccontextmanager
async def working(parts: Parts, sender: Sender) -> AsyncIterator[None]:
    """A worker runs inside the `async with`."""
    # New at every start: the pid comes again, and DBOS would mistake us for the one that died.
    executor = f"{socket.gethostname()}-{os.getpid()}-{uuid4().hex[:8]}"
    options = WorkerOptions(sync_url(parts.settings.sql_url), executor)

    async def deliver_one(notice_id: str) -> str:
        return await deliver(parts.database, sender, notice_id, parts.clock)

    worker = await start_worker(options, parts.database, deliver_one, parts.clock)
    try:
        yield
    finally:
        await worker.stop()
