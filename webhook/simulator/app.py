"""The simulator as a router: the page, its live connection, and the routes the page calls."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, FastAPI, Query, WebSocket, WebSocketDisconnect
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles

from base.clock import Clock
from base.settings import Settings
from webhook.simulator.api.routes import create_api
from webhook.simulator.api.sides import Side
from webhook.simulator.known_templates import register_templates
from webhook.simulator.menus import Menus
from webhook.simulator.phones import Phone, Update
from webhook.simulator.platform import DEADLINE
from webhook.simulator.requests import Appid, MemberName
from webhook.simulator.routes import create_routes
from webhook.simulator.simulator import Simulator
from webhook.simulator.slow_engines import SlowEngines
from webhook.simulator.time_machine import TimeMachine
from webhook.simulator.workbench import Workbench

STATIC = Path(__file__).with_name("static")
# The page runs nothing but its own files.
PAGE_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; connect-src 'self' ws: wss:; base-uri 'none'; form-action 'none'",
    "Cache-Control": "no-cache",
}


def create_router(
    settings: Settings, clock: Clock, *, deadline: float = DEADLINE, engines: SlowEngines | None = None
) -> APIRouter:
    """The simulator as a router, with a state of its own.

    Include it before the app starts: its lifespan ends what is on the way. `deadline` is in seconds; `engines` are
    those that the test bench may slow down.
    """
    simulator = Simulator(settings, clock, deadline=deadline)
    register_templates(simulator, settings)
    return router_of(simulator, engines)


def router_of(simulator: Simulator, engines: SlowEngines | None = None) -> APIRouter:
    """The router of a simulator that the caller keeps a hand on, as tests do."""
    menus = Menus(simulator)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        await simulator.close()

    router = APIRouter(lifespan=lifespan, include_in_schema=False)
    router.include_router(create_api(simulator))
    router.include_router(create_routes(simulator, Workbench(simulator, menus, engines)))
    router.mount("/simulator/static", StaticFiles(directory=STATIC))

    @router.get("/simulator")
    async def page() -> FileResponse:
        return FileResponse(STATIC / "index.html", headers=PAGE_HEADERS)

    @router.websocket("/simulator/live")
    async def live(socket: WebSocket, member: Annotated[MemberName, Query()], account: Appid = "") -> None:
        side = simulator.side(account)
        if side is None:
            await socket.close(4404)
            return
        phone = side.phones.of(member)
        await socket.accept()
        with phone.watched() as updates:
            await _show_live(socket, _hello(simulator, menus, side, phone), updates)

    return router


def _hello(simulator: Simulator, menus: Menus, side: Side, phone: Phone) -> dict[str, Any]:
    """All that a page needs when it opens."""
    accounts = [{"appid": one.appid, "name": one.name, "verified": one.verified} for one in simulator.accounts]
    appid = side.account.appid
    return {
        "account": side.account.name,
        "appid": appid,
        "accounts": accounts,
        "menu": menus.of(appid),
        "sample": menus.is_sample(appid),
        "unread": side.phones.unread(),
        **TimeMachine(simulator).state(),
        **phone.snapshot(),
    }


async def _show_live(socket: WebSocket, hello: Update, updates: asyncio.Queue[Update]) -> None:
    """Send all updates until the page goes away."""
    forward = asyncio.create_task(_forward(socket, hello, updates))
    with suppress(WebSocketDisconnect):
        async for _ in socket.iter_text():
            pass
    forward.cancel()
    with suppress(asyncio.CancelledError, WebSocketDisconnect, RuntimeError):
        await forward


async def _forward(socket: WebSocket, hello: Update, updates: asyncio.Queue[Update]) -> None:
    await socket.send_json(hello)
    while True:
        await socket.send_json(await updates.get())
