"""The simulator's routes: the page, its live connection, the member's actions, the outbound stand-in."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, FastAPI, HTTPException, Query, Request, Response, WebSocket, WebSocketDisconnect
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles
from pydantic import BaseModel, StringConstraints, ValidationError

from base.clock import Clock
from base.settings import Settings
from webhook.simulator.api.routes import create_api
from webhook.simulator.menu import load_menu
from webhook.simulator.messages import AnyAction
from webhook.simulator.phones import Update
from webhook.simulator.platform import DEADLINE
from webhook.simulator.simulator import Simulator

STATIC = Path(__file__).with_name("static")
ACCOUNT_NAME = "浙江工会（模拟器）"
# The page runs nothing but its own files.
PAGE_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; connect-src 'self' ws: wss:; base-uri 'none'; form-action 'none'",
    "Cache-Control": "no-cache",
}

MemberName = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20, pattern=r"^[\w·. -]+$")
]


class Sent(BaseModel):
    """What the page posts: who does what."""

    member: MemberName
    action: AnyAction


def create_router(settings: Settings, clock: Clock, *, deadline: float = DEADLINE) -> APIRouter:
    """The simulator as a router, with a state of its own.

    Include it before the app starts: its lifespan ends what is on the way. `deadline` is in seconds.
    """
    simulator = Simulator(settings, clock, deadline=deadline)
    menu = load_menu().model_dump()["button"]

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        await simulator.close()

    router = APIRouter(lifespan=lifespan, include_in_schema=False)
    router.include_router(create_api(simulator))
    router.mount("/simulator/static", StaticFiles(directory=STATIC))

    @router.get("/simulator")
    async def page() -> FileResponse:
        return FileResponse(STATIC / "index.html", headers=PAGE_HEADERS)

    @router.post("/simulator/send", status_code=202)
    async def send(request: Request) -> Response:
        sent = await _read(request)
        if not simulator.act(simulator.phones.of(sent.member), sent.action):
            raise HTTPException(409, "请先关注公众号")
        return Response(status_code=202)

    @router.websocket("/simulator/live")
    async def live(socket: WebSocket, member: Annotated[MemberName, Query()]) -> None:
        phone = simulator.phones.of(member)
        await socket.accept()
        with phone.watched() as updates:
            hello = {"account": ACCOUNT_NAME, "menu": menu, "now": clock.now().isoformat(), **phone.snapshot()}
            await _show_live(socket, hello, updates)

    return router


async def _read(request: Request) -> Sent:
    """What was posted. Not left to FastAPI: its answer repeats the input, and fails on half a surrogate pair."""
    if not request.headers.get("content-type", "").startswith("application/json"):
        raise HTTPException(415, "application/json expected")  # also keeps other sites' forms out
    try:
        return Sent.model_validate_json(await request.body())
    except ValidationError as error:
        raise HTTPException(422, error.errors(include_input=False, include_url=False)[0]["msg"]) from error


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
