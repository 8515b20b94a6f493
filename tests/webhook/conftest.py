"""The webhook's app with stand-ins around it, on a real database."""

from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace

import httpx
import pytest
from fastapi import FastAPI

from base.bus import Bus
from base.clock import FixedClock
from base.database import Database
from base.settings import Settings
from tests.httpx_calls import HttpxCalls
from tests.platform import FakePlatform
from tests.webhook.parts import ENGINE, StandInEngine, StandInSender, settings_with
from webhook.app import create_app
from webhook.dependencies import Dependencies, Timing
from webhook.engines import Engines

Build = Callable[..., httpx.AsyncClient]

# Far from the edge: what is not about lateness must not become late on a busy machine.
CALM = Timing(poll=0.02)


@pytest.fixture
def settings() -> Settings:
    return settings_with()


@pytest.fixture
def platform(settings: Settings, clock: FixedClock) -> FakePlatform:
    return FakePlatform(settings, clock)


@pytest.fixture
def engine() -> Iterator[StandInEngine]:
    engine = StandInEngine()
    yield engine
    engine.open.set()


@pytest.fixture
def sender() -> StandInSender:
    return StandInSender()


@pytest.fixture
async def deps(
    settings: Settings, database: Database, clock: FixedClock, engine: StandInEngine, sender: StandInSender
) -> AsyncIterator[Dependencies]:
    bus, engines = Bus(), Engines([ENGINE], HttpxCalls(engine.transport))
    yield Dependencies(settings, database, clock, bus, engines, sender, CALM)
    await engines.close()
    await bus.close()


@pytest.fixture
async def build(deps: Dependencies, engine: StandInEngine) -> AsyncIterator[Build]:
    """Makes a client of a web process of its own; some of its parts may be others. Drained at the end."""
    made: list[tuple[FastAPI, httpx.AsyncClient]] = []

    def build(**others: object) -> httpx.AsyncClient:
        app = create_app(replace(deps, **others))  # type: ignore[arg-type]
        client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://web")
        made.append((app, client))
        return client

    yield build
    engine.open.set()
    for app, client in made:
        await app.state.work.drain()
        await client.aclose()


@pytest.fixture
def client(build: Build) -> httpx.AsyncClient:
    return build()
