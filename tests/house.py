"""The whole house for tests, by HTTP in one process: platform → webhook → engine (real Rasa) → database."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import select

from app.coded import coded_replies
from app.demo_data import load_demo_data
from app.engine import load_engine
from app.knowledge import KNOWLEDGE, import_folder
from app.parts import Parts
from app.schema import sync_url
from base.bus import Bus
from base.clock import FixedClock
from base.database import Database
from base.encryption import Keyring
from base.settings import Settings
from bot.server import create_app as create_engine_app
from bot.train import train
from tests.httpx_calls import HttpxCalls
from tests.pictures import picture
from tests.platform import FakePlatform
from union.members.models import Member
from union.members.service import find_member
from union.notices.queue import DbosQueue
from union.notices.sender import Outcome
from webhook.app import create_app as create_webhook
from webhook.dependencies import Dependencies
from webhook.engines import Engines

WEB = "http://web"


class NoSender:
    """Late replies go nowhere: in these tests none may be late."""

    async def send_rendered(self, member_id: str, text: str) -> Outcome:
        raise AssertionError("a reply came too late for its response")

    async def show_typing(self, member_id: str) -> None:
        return None


@dataclass(frozen=True)
class House:
    """A running deployment with demo data."""

    parts: Parts
    platform: FakePlatform
    client: httpx.AsyncClient
    pictures: dict[str, bytes]  # what members have sent, by media id

    @property
    def clock(self) -> FixedClock:
        """Stands still until a test moves it."""
        assert isinstance(self.parts.clock, FixedClock)
        return self.parts.clock

    async def say(self, openid: str, text: str) -> str:
        """A member writes; the reply they read, empty where the bot is silent."""
        return await self.platform.say(self.client, openid, text) or ""

    async def send_picture(self, openid: str, file: bytes | None = None) -> str:
        """A member sends a picture (one that is good, if none is given); the reply they read."""
        media_id = f"media-{len(self.pictures)}"
        self.pictures[media_id] = picture() if file is None else file
        message = self.platform.message(openid, "image", MediaId=media_id)
        return self.platform.read(await self.platform.post(self.client, message)) or ""

    async def send_location(self, openid: str, point: list[float], label: str) -> str:
        """A member sends where they are; the reply they read."""
        place = {"Location_X": point[0], "Location_Y": point[1], "Scale": 15, "Label": label}
        message = self.platform.message(openid, "location", None, **place)
        return self.platform.read(await self.platform.post(self.client, message)) or ""

    async def member(self, openid: str) -> Member:
        """Who wrote under this openid."""
        settings, database = self.parts.settings, self.parts.database
        async with database.read() as session:
            member = await find_member(session, database.keyring, settings.wechat_appid, openid)
        assert member is not None
        return member

    async def rows(self, table: type[Any], openid: str) -> list[Any]:
        """The member's rows of a table."""
        member = await self.member(openid)
        async with self.parts.database.read() as session:
            return list((await session.scalars(select(table).where(table.member_id == member.id))).unique())


@asynccontextmanager
async def open_house(url: str, clock: FixedClock, var: Path) -> AsyncIterator[House]:
    """A house on a database with tables and no rows. The model is the project's own (`make setup` trains it)."""
    settings = Settings(database_url=url, engine_urls="http://engine")  # type: ignore[call-arg]
    parts = Parts(settings, clock, Database(url, Keyring(["test-secret"])), Bus())
    await import_folder(parts, KNOWLEDGE)
    await load_demo_data(parts.database, clock)
    queue = DbosQueue(sync_url(url))
    engine = await load_engine(train(var), parts, queue)

    async def loaded() -> Any:
        return engine

    engine_app = create_engine_app(loaded)
    engines = Engines(settings.engine_url_list, HttpxCalls(httpx.ASGITransport(engine_app)))
    pictures: dict[str, bytes] = {}

    async def download(appid: str, media_id: str, most: int) -> bytes:
        return pictures[media_id]

    deps = Dependencies(
        settings,
        parts.database,
        clock,
        parts.bus,
        engines,
        NoSender(),
        queue=queue,
        coded=coded_replies(),
        download=download,
    )
    web = create_webhook(deps)
    async with (
        engine_app.router.lifespan_context(engine_app),
        web.router.lifespan_context(web),
        httpx.AsyncClient(transport=httpx.ASGITransport(web), base_url=WEB) as client,
    ):
        yield House(parts, FakePlatform(settings, clock), client, pictures)
    await engines.close()
    queue.close()
    await parts.close()
