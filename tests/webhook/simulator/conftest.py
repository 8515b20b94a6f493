"""Fixtures of the simulator's tests: an account on a real port, and a platform that talks to it."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from base.clock import MovableClock
from base.settings import Settings
from tests.browser_support import open_browser
from tests.webhook.simulator.account import Account, Message, serve, settings_on_free_port, text_reply
from webhook.simulator.app import router_of
from webhook.simulator.platform import new_client
from webhook.simulator.simulator import Simulator
from webhook.simulator.slow_engines import SlowEngines


@pytest.fixture
def settings() -> Settings:
    return settings_on_free_port("secure")


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with new_client() as client:
        yield client


@pytest.fixture
async def account(settings: Settings) -> AsyncIterator[Account]:
    """A running account that echoes."""
    account = Account(settings)
    async with serve(account):
        yield account


TRICKS = (
    '<a href="weixin://bizmsgmenu?msgmenucontent=报名相亲会 100%&msgmenuid=1">我要报名</a> '
    '<a href="https://example.org/?a=1&b=2">章程</a> <a href="javascript:alert(1)">坏链接</a> '
    "<img src=x onerror=alert(1)> https://example.org/x，完"
)


async def _answer(message: Message) -> str:
    words = (message.get(name) for name in ("Content", "Recognition", "EventKey", "Event", "MsgType"))
    said = next(word for word in words if word)
    return text_reply(message, TRICKS if said == "最近有什么活动？" else f"您说：{said}")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    """One browser for all tests here: its start takes longer than they do."""
    async with open_browser() as browser:
        yield browser


@pytest.fixture
def movable(tmp_path: Path) -> MovableClock:
    return MovableClock(tmp_path / "clock")


@pytest_asyncio.fixture(loop_scope="module")
async def simulator(settings: Settings, movable: MovableClock) -> Simulator:
    """The state behind the page; the platform's deadline is short."""
    return Simulator(settings, movable, deadline=0.5)


@pytest_asyncio.fixture(loop_scope="module")
async def simulated(settings: Settings, simulator: Simulator) -> AsyncIterator[Account]:
    """An account whose app has the simulator."""
    account = Account(settings)
    account.answer = _answer
    account.app.include_router(router_of(simulator, SlowEngines([])))
    async with serve(account):
        yield account


@pytest_asyncio.fixture(loop_scope="module", params=[(1280, 860), (340, 640)], ids=["desktop", "phone"])
async def page(request: pytest.FixtureRequest, browser: Browser, simulated: Account) -> AsyncIterator[Page]:
    """The simulator as a newcomer opens it; the test fails on any error in the browser's console."""
    errors: list[str] = []

    def note(message: Any) -> None:
        if message.type in ("error", "warning"):
            errors.append(message.text)

    width, height = request.param
    page = await browser.new_page(viewport={"width": width, "height": height})
    page.on("console", note)
    page.on("pageerror", lambda error: errors.append(str(error)))
    await page.goto(f"{simulated.settings.self_url}/simulator?member=小王")
    await expect(page.get_by_text("第一次来")).to_be_visible()
    yield page
    await page.close()
    assert errors == []
