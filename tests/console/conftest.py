"""A console that runs, a browser that looks at it, and members who wait.

NiceGUI keeps its state in the module, so one console serves all tests of the folder, on their event loop.
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio
import uvicorn
from playwright.async_api import Browser, BrowserContext
from sqlalchemy import Connection, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.schema import create_schema
from base.bus import Bus
from base.clock import FixedClock
from base.database import Base, Database
from base.encryption import Keyring
from base.limits import Limits
from base.settings import Settings
from console.app import create_app
from console.deps import ConsoleDeps
from tests.browser_support import open_browser
from tests.conftest import WEDNESDAY
from tests.services import free_port
from union.attachments import arrival
from union.attachments.picture import Picture, Trouble
from union.attachments.service import STAFF, Kept, of_message
from union.conversations.arrival import note_arrival
from union.conversations.reply import PICTURE, Understanding
from union.conversations.service import Author, add_line, record
from union.handoff.service import request_handoff
from union.members.service import get_or_add_member, remember_contact
from union.notices.delivery import deliver
from union.notices.models import Notice
from union.notices.sender import Outcome, Outgoing
from union.notices.service import NoQueue
from union.staff.service import add

PASSWORD = "console-test-1"


@dataclass
class FakeSender:
    """Records what it is given; answers what it was told to."""

    sent: list[tuple[str, str]] = field(default_factory=list)
    outcome: Outcome = field(default_factory=lambda: Outcome("sent"))

    async def send(self, outgoing: Outgoing) -> Outcome:
        self.sent.append((outgoing.member_id, outgoing.text))
        return self.outcome


@dataclass
class Stage:
    """A running console and what tests move around it."""

    deps: ConsoleDeps
    clock: FixedClock
    url: str
    sender: FakeSender = field(default_factory=FakeSender)
    bus: Bus = field(default_factory=Bus)

    async def member(self, name: str = "") -> str:
        """A member who has written nothing yet."""

        async def work(session: AsyncSession) -> str:
            keyring = self.deps.database.keyring
            member = await get_or_add_member(session, keyring, "wx1", uuid4().hex, self.clock.now())
            if name:
                await remember_contact(session, member.id, name, "13800000000")
            return member.id

        return await self.deps.database.transact(work)

    async def says(
        self, member_id: str, text: str, *, by: Author = "member", understood: Understanding | None = None
    ) -> None:
        """A line of the transcript, announced on the bus as the webhook does."""
        await self.deps.database.transact(lambda s: record(s, member_id, by, text, self.clock.now(), understood))
        if by == "member":
            await self.deps.database.write(
                lambda c: note_arrival(c, member_id, "message", None, Limits(), self.clock.now())
            )
        await self.bus.publish("conversations", member=member_id)

    async def sends_picture(self, member_id: str, file: Picture | Trouble | None = None) -> str:
        """A picture message that has been dealt with (awaited without `file`); its key."""
        key, now = uuid4().hex, self.clock.now()

        def receive(connection: Connection) -> None:
            line = add_line(connection, member_id, "member", PICTURE, now)
            arrival.expect(connection, member_id, key, "media", now, line_id=line, subject=STAFF)

        await self.deps.database.write(receive)
        if file is not None:
            await self.settles_picture(member_id, key, file)
        await self.bus.publish("conversations", member=member_id)
        return key

    async def settles_picture(self, member_id: str, key: str, file: Picture | Trouble) -> str:
        """Its download ends; the picture's id, empty where it was not kept."""
        database = self.deps.database
        one = await database.query(lambda c: arrival.awaited(c, key))
        assert one is not None
        await database.write(lambda c: arrival.settle(c, one, file))
        await self.bus.publish("conversations", member=member_id)
        async with database.read() as session:
            found = await of_message(session, member_id, key)
        return found.attachment_id if isinstance(found, Kept) else ""

    async def asks_for_staff(self, member_id: str, topic: str = "欠薪", *, urgent: bool = False) -> int:
        queued = await self.deps.database.transact(
            lambda s: request_handoff(s, member_id, topic, self.clock.now(), urgent)
        )
        await self.bus.publish("conversations", member=member_id)
        return queued.case_id

    async def work_off(self) -> None:
        """Deliver what is queued, as the worker does."""
        async with self.deps.database.read() as session:
            queued = list(await session.scalars(select(Notice.id).where(Notice.state == "queued")))
        for notice_id in queued:
            await deliver(self.deps.database, self.sender, notice_id, self.clock)

    async def staff(self, name: str, role: str = "agent") -> str:
        await self.deps.database.transact(lambda s: add(s, name, PASSWORD, role, datetime.now(UTC)))
        return name


_playing: list[Stage] = []


def the_stage() -> Stage:
    """The console that runs: NiceGUI allows one a process."""
    return _playing[-1]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def stage(redis_url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    """The console, served on a free port; other processes are played over a real Redis."""
    var = tmp_path_factory.mktemp("var")
    url = f"sqlite+aiosqlite:///{var / 'console.db'}"
    await asyncio.to_thread(create_schema, url)
    database = Database(url, Keyring(["test-secret"]))
    clock = FixedClock(WEDNESDAY)
    settings = Settings(var=var, admin_second_factor=False)  # type: ignore[call-arg]
    deps = ConsoleDeps(settings, database, clock, Bus(redis_url), NoQueue(), fresh_seconds=0)
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(create_app(deps), port=port, log_level="warning"))
    serving = asyncio.create_task(server.serve())
    while not server.started:
        assert not serving.done(), "the console did not start"
        await asyncio.sleep(0.01)
    bus = Bus(redis_url)
    _playing.append(Stage(deps, clock, f"http://127.0.0.1:{port}", bus=bus))
    yield _playing[-1]
    server.should_exit = True
    await serving
    await bus.close()
    await deps.bus.close()
    await database.close()


Rows = list[dict[str, Any]]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def first_rows(stage: Stage) -> dict[str, Rows]:
    """What migrations bring: the rows of each table before any test."""
    async with stage.deps.database.read() as session:
        return {
            table.name: [dict(row) for row in (await session.execute(table.select())).mappings()]
            for table in Base.metadata.sorted_tables
        }


@pytest_asyncio.fixture(scope="module", loop_scope="session", autouse=True)
async def empty_stage(stage: Stage, first_rows: dict[str, Rows]) -> None:
    """Each file begins with a house as after its migrations, on Wednesday, whatever another file left behind."""
    # Versions of the knowledge are numbered on, and known by their numbers.
    tables = [table for table in Base.metadata.sorted_tables if not table.name.startswith("knowledge")]

    async def work(session: AsyncSession) -> None:
        for table in reversed(tables):
            await session.execute(table.delete())
        for table in tables:
            if rows := first_rows[table.name]:
                await session.execute(table.insert(), rows)

    await stage.deps.database.transact(work)
    stage.clock.move(WEDNESDAY - stage.clock.now())
    stage.deps.forget()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with open_browser() as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="session")
async def context(browser: Browser, stage: Stage) -> AsyncIterator[BrowserContext]:
    """A browser of its own for each test; it may reach nothing but the console."""
    context = await browser.new_context(base_url=stage.url, viewport={"width": 1280, "height": 800}, locale="zh-CN")
    context.set_default_timeout(20_000)
    yield context
    await context.close()
