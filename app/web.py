"""The web process: webhook, and on one machine also simulator, console and worker."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager

import uvicorn
from fastapi import FastAPI
from fastapi.responses import RedirectResponse

from app.coded import coded_replies
from app.limits import raise_file_limit, settle_memory
from app.parts import Parts, build_parts
from app.schema import sync_url
from app.watch import end_with_parent
from app.worker import working
from base.settings import Settings
from union.notices.queue import DbosQueue
from webhook.app import create_app as create_webhook
from webhook.dependencies import Dependencies
from webhook.engines import Engines
from webhook.my_data.page import MyDataPage
from webhook.opt_in.page import OptInPage
from webhook.opt_in.tickets import Tickets
from webhook.outbound import WeChatSender
from webhook.platform.apis import PlatformApis
from webhook.platform.media import Media


def run(settings: Settings, *, with_console: bool, with_worker: bool) -> None:
    """Serve until stopped."""
    end_with_parent()
    raise_file_limit()
    app = create_app(build_parts(settings), with_console=with_console, with_worker=with_worker)
    settle_memory()
    uvicorn.run(app, host=settings.host, port=settings.port, log_level="warning", access_log=False)


def create_app(parts: Parts, *, with_console: bool = False, with_worker: bool = False) -> FastAPI:
    """The web app with everything that runs beside it; closes all at its end."""
    settings = parts.settings
    apis = PlatformApis(settings, parts.bus, clock=parts.clock)
    sender = WeChatSender(apis, parts.database, settings, parts.clock, Media(apis, parts.bus, settings.limits))
    engines = _engines(settings)
    queue = DbosQueue(sync_url(settings.sql_url))
    deps = Dependencies(
        settings,
        parts.database,
        parts.clock,
        parts.bus,
        engines,
        sender,
        queue=queue,
        coded=coded_replies(),
        download=apis.download,
    )
    apis.watch(deps.metrics.registry)
    app = create_webhook(deps)
    app.router.routes.extend(MyDataPage(settings, parts.database, parts.clock).routes())
    app.router.routes.extend(OptInPage(settings, Tickets(apis, parts.bus, parts.clock)).routes())
    if settings.simulator_on:
        from webhook.simulator.app import create_router
        from webhook.simulator.slow_engines import SlowEngines

        slow = engines if isinstance(engines, SlowEngines) else None
        app.include_router(create_router(settings, parts.clock, engines=slow))
        app.add_api_route("/", lambda: RedirectResponse("/simulator"), include_in_schema=False)
    if with_console:
        _mount_console(app, parts, queue)
    worker = working(parts, sender, deps.metrics.registry) if with_worker else None
    _wrap_lifespan(app, parts, apis, engines, worker)
    return app


def _engines(settings: Settings) -> Engines:
    """The engines; while the simulator is on, those that it can slow down."""
    if not settings.simulator_on:
        return Engines(settings.engine_url_list)
    from webhook.simulator.slow_engines import SlowEngines

    return SlowEngines(settings.engine_url_list)


def _mount_console(app: FastAPI, parts: Parts, queue: DbosQueue) -> None:
    from console.app import mount
    from console.deps import ConsoleDeps
    from webhook.holding import ALL_HOLDINGS

    mount(app, ConsoleDeps(parts.settings, parts.database, parts.clock, parts.bus, queue, ALL_HOLDINGS))


def _wrap_lifespan(
    app: FastAPI, parts: Parts, apis: PlatformApis, engines: Engines, worker: AbstractAsyncContextManager[None] | None
) -> None:
    """Start the worker after the parts' own start, and close in the opposite order."""
    inner = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(started: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            stack.push_async_callback(parts.close)
            stack.push_async_callback(engines.close)
            stack.push_async_callback(apis.close)
            if worker is not None:
                await stack.enter_async_context(worker)
            await stack.enter_async_context(inner(started))
            yield

    app.router.lifespan_context = lifespan
