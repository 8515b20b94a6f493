"""Stand-ins for what the webhook talks to: an engine over (ASGI) HTTP, and the sender of late replies."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
from sqlalchemy import select
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from base.database import Database
from base.settings import Settings
from union.conversations.models import Message
from union.conversations.reply import Choice, Reply, Turn, Understanding
from union.members.models import Member
from union.notices.sender import Outcome
from webhook.models import Claim

ENGINE = "http://engine"


def settings_with(**values: Any) -> Settings:
    """Settings with some values of their own."""
    return Settings(**values)


async def lines(database: Database) -> list[tuple[str, str]]:
    """All transcripts, as author and text."""
    async with database.read() as session:
        return [(line.author, line.text) for line in await session.scalars(select(Message).order_by(Message.id))]


async def claims(database: Database) -> list[Claim]:
    async with database.read() as session:
        return list(await session.scalars(select(Claim).order_by(Claim.created, Claim.key)))


async def only_member(database: Database) -> Member:
    async with database.read() as session:
        return (await session.scalars(select(Member))).one()


async def eventually(check: Callable[[], bool | Awaitable[bool]]) -> None:
    """Wait until the condition holds; the test's own time limit ends it."""
    while True:
        result = check()
        if result if isinstance(result, bool) else await result:
            return
        await asyncio.sleep(0.01)


@dataclass
class StandInEngine:
    """Answers `答：<text>`, once `open` is set; remembers every turn it was asked for."""

    turns: list[dict[str, str]] = field(default_factory=list)
    status: int = 200
    outcome: str = "answered"
    erases: bool = False
    choices: list[Choice] = field(default_factory=list)
    open: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.open.set()
        self.app = Starlette(
            routes=[Route("/turn", self._turn, methods=["POST"]), Route("/readyz", self._ready, methods=["GET"])]
        )

    @property
    def transport(self) -> httpx.ASGITransport:
        return httpx.ASGITransport(self.app)

    @property
    def asked(self) -> list[str]:
        return [turn["text"] for turn in self.turns]

    async def _turn(self, request: Request) -> Response:
        message = await request.json()
        if self.status != 200:
            return Response(status_code=self.status)
        self.turns.append(message)
        await self.open.wait()
        reply = Reply(texts=[f"答：{message['text']}"], choices=self.choices, erases=self.erases)
        turn = Turn(reply=reply, understanding=Understanding(intent="ask_program", outcome=self.outcome))
        return JSONResponse(turn.model_dump())

    async def _ready(self, _: Request) -> Response:
        return Response(status_code=self.status)


@dataclass
class StandInSender:
    """Remembers what was sent, and ends as told."""

    sent: list[tuple[str, str]] = field(default_factory=list)
    typing: list[str] = field(default_factory=list)
    outcome: Outcome = field(default_factory=lambda: Outcome("sent"))

    async def send_rendered(self, member_id: str, text: str) -> Outcome:
        self.sent.append((member_id, text))
        return self.outcome

    async def show_typing(self, member_id: str) -> None:
        self.typing.append(member_id)

    @property
    def texts(self) -> list[str]:
        return [text for _, text in self.sent]
