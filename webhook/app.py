"""The web application of the WeChat side."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

from fastapi import FastAPI

from base.logging import get_logger
from webhook import leftovers
from webhook.callback import Callback
from webhook.deadline import Desk
from webhook.dependencies import Dependencies
from webhook.envelope import Envelope
from webhook.failures import describe
from webhook.health import Health
from webhook.work import Work

PURGE_EVERY = timedelta(hours=1)

log = get_logger("webhook")


def create_app(deps: Dependencies) -> FastAPI:
    """The app: /wechat, /healthz, /readyz, /metrics.

    Its lifespan drains the turns under way (`app.state.work.drain()`) and, every few seconds, takes up what dead
    processes left. It does not close the parts it was given.
    """
    work = Work(deps)
    callback = Callback(deps, _envelopes(deps), Desk(deps, work))
    health = Health(deps)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with caretaking(deps, work):
            yield

    app = FastAPI(title="unionbot", docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)
    app.state.work = work
    for path in ("/wechat", "/wechat/{appid}"):  # without an id: the first account
        app.add_route(path, callback.handshake, methods=["GET"])
        app.add_route(path, callback.message, methods=["POST"])
    app.add_route("/healthz", health.alive, methods=["GET"])
    app.add_route("/readyz", health.ready, methods=["GET"])
    app.add_route("/metrics", health.metrics, methods=["GET"])
    return app


def _envelopes(deps: Dependencies) -> dict[str, Envelope]:
    """One for each account."""
    settings = deps.settings
    keyring, checks_age = deps.database.keyring, not settings.plays_with_time
    return {account.appid: Envelope(account, keyring, checks_age=checks_age) for account in settings.accounts}


@asynccontextmanager
async def caretaking(deps: Dependencies, work: Work) -> AsyncIterator[None]:
    """Sweep and purge while inside, drain at the end. An app that mounts this one enters it in its own lifespan."""
    caretaker = asyncio.create_task(_take_care(deps, work))
    try:
        yield
    finally:
        caretaker.cancel()
        with suppress(asyncio.CancelledError):
            await caretaker
        await work.drain()


async def _take_care(deps: Dependencies, work: Work) -> None:
    loop, purged = asyncio.get_running_loop(), float("-inf")
    while True:
        try:
            await work.sweep()
            if loop.time() - purged > PURGE_EVERY.total_seconds():
                purged = loop.time()
                await deps.database.write(lambda c: leftovers.purge(c, deps.clock.now()))
        except Exception as error:  # the next round may do better
            log.error("sweep_failed", **describe(error))
        await asyncio.sleep(deps.timing.sweep)
