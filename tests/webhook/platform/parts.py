"""The platform's stand-in over ASGI, with a record of what was asked of it; and a server that speaks broken HTTP."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx
import uvicorn
from fastapi import FastAPI

from base.clock import Clock
from base.settings import Settings
from tests.services import free_port
from webhook.simulator.api.routes import PREFIX, create_api
from webhook.simulator.api.sides import Side
from webhook.simulator.ledger import MESSAGE_GRANT, grant
from webhook.simulator.phones import Phone
from webhook.simulator.simulator import Simulator

SEND = "/cgi-bin/message/custom/send"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20


class StandIn(httpx.AsyncBaseTransport):
    """A transport into the stand-in. `asked`: the paths of all calls; `forced`: whether each token was forced.

    `meeting`: calls wait there for each other, so that they are on the way at the same time.
    """

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self.settings = settings
        self.clock = clock
        self.simulator = Simulator(settings, clock)
        self.asked: list[str] = []
        self.forced: list[bool] = []
        self.requests: list[httpx.Request] = []
        self.meeting: asyncio.Barrier | None = None
        app = FastAPI()
        app.include_router(create_api(self.simulator))
        self._inner = httpx.ASGITransport(app)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path.removeprefix(PREFIX)
        self.asked.append(path)
        self.requests.append(request)
        if path.endswith("/stable_token"):
            self.forced.append(json.loads(await request.aread())["force_refresh"])
        if self.meeting is not None:
            await self.meeting.wait()
        await asyncio.sleep(0)  # as a network would let others run
        return await self._inner.handle_async_request(request)

    def sent(self, path: str = SEND) -> int:
        return self.asked.count(path)

    def side(self, number: int = 0) -> Side:
        side = self.simulator.sides.of(self.settings.accounts[number].appid)
        assert side is not None
        return side

    def phone(self, name: str = "小王", number: int = 0) -> Phone:
        """A member who has just written."""
        phone = self.side(number).phones.of(name)
        phone.grants = grant((), MESSAGE_GRANT, self.clock.now())
        phone.last_action = self.clock.now()
        return phone


def text_for(phone: Phone, text: str = "您好") -> dict[str, object]:
    return {"touser": phone.openid, "msgtype": "text", "text": {"content": text}}


@asynccontextmanager
async def no_lock(*_: object) -> AsyncIterator[None]:
    """Instead of Shared.lock, for the controls of race tests."""
    yield


@dataclass
class RawServer:
    """Answers every call but the token's with `answer`, byte by byte as it stands, and then closes.

    `hangs`: it keeps the connection open instead; `drips`: it goes on with a byte now and then.
    """

    answer: bytes = b""
    hangs: bool = False
    drips: bool = False
    port: int = 0
    bodies: list[bytes] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            body = await reader.readexactly(_length(head))
            if b"/stable_token" in head.split(b"\r\n")[0]:
                writer.write(http('{"access_token": "t", "expires_in": 7200}'))
            else:
                self.bodies.append(body)
                await self._break(reader, writer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _break(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(self.answer)
        while self.drips and not reader.at_eof():
            writer.write(b" ")
            await writer.drain()
            await asyncio.sleep(0.02)
        if self.hangs:
            await reader.read()  # until the client gives up


def _length(head: bytes) -> int:
    lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    return int(lengths[0].partition(b":")[2]) if lengths else 0


def http(body: str, *, length: int | None = None, mime: str = "application/json", status: str = "200 OK") -> bytes:
    """A whole answer, or one that promises more than it gives."""
    content = body.encode()
    size = len(content) if length is None else length
    return (
        f"HTTP/1.1 {status}\r\nContent-Type: {mime}\r\nContent-Length: {size}\r\nConnection: close\r\n\r\n".encode()
        + content
    )


@asynccontextmanager
async def raw_server() -> AsyncIterator[RawServer]:
    raw = RawServer()
    server = await asyncio.start_server(raw.serve, "127.0.0.1", 0)
    raw.port = server.sockets[0].getsockname()[1]
    async with server:
        yield raw


@asynccontextmanager
async def served(simulator: Simulator) -> AsyncIterator[str]:
    """The stand-in on a real server; its base URL. A connection can be cut there, which ASGI does not know."""
    app, port = FastAPI(), free_port()
    app.include_router(create_api(simulator))
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="critical"))
    task = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{port}{PREFIX}"
    finally:
        server.should_exit = True
        await task
