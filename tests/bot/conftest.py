"""A real engine with the project's own model, on both databases; loaded once for all tests of the folder."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import select

from app.demo_data import load_demo_data
from app.engine import load_engine
from app.knowledge import KNOWLEDGE, import_folder
from app.parts import Parts
from base.bus import Bus
from base.clock import FixedClock
from base.database import Database
from base.encryption import Keyring
from base.settings import Settings
from bot.engine import Engine
from bot.trackers import State, from_bytes
from bot.train import train
from tests.conftest import WEDNESDAY, ready_database
from union.conversations.reply import Turn
from union.conversations.trackers import StoredTracker, load_tracker
from union.events.models import Booking
from union.members.service import get_or_add_member
from union.notices.service import NoQueue


@dataclass(frozen=True)
class Room:
    """Two engines on one database with demo data, as two processes would be."""

    parts: Parts
    engine: Engine
    rival: Engine
    _numbers: Iterator[int] = field(default_factory=count)

    async def newcomer(self) -> str:
        """A member who has never written."""
        database, now = self.parts.database, self.parts.clock.now()
        openid = f"o-{next(self._numbers)}"
        member = await database.transact(lambda s: get_or_add_member(s, database.keyring, "wx1", openid, now))
        return member.id

    async def say(self, member_id: str, *texts: str) -> Turn:
        """The member writes; the last turn. Every text is a message of its own."""
        for text in texts:
            turn = await self.engine.turn(member_id, text, f"key-{next(self._numbers)}")
        return turn

    async def stored(self, member_id: str) -> StoredTracker:
        async with self.parts.database.read() as session:
            return await load_tracker(session, member_id)

    async def state(self, member_id: str) -> State:
        return from_bytes((await self.stored(member_id)).state)

    async def bookings(self, member_id: str) -> list[Any]:
        async with self.parts.database.read() as session:
            return list((await session.scalars(select(Booking).where(Booking.member_id == member_id))).unique())


@pytest.fixture(scope="package", params=["sqlite", "postgresql"])
def room_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from ready_database(request, tmp_path_factory.mktemp("room"))


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def room(room_url: str) -> AsyncIterator[Room]:
    clock = FixedClock(WEDNESDAY)
    parts = Parts(Settings(), clock, Database(room_url, Keyring(["test-secret"])), Bus())  # type: ignore[call-arg]
    await import_folder(parts, KNOWLEDGE)
    await load_demo_data(parts.database, clock)
    model = train(Path("var"))
    engine, rival = await load_engine(model, parts, NoQueue()), await load_engine(model, parts, NoQueue())
    yield Room(parts, engine, rival)
    await engine.close()
    await rival.close()
    await parts.close()
