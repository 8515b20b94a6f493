"""The simulator's routes, on a real server that is also the account."""

import json
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from websockets.client import connect

from base.clock import FixedClock
from base.settings import Settings
from tests.webhook.simulator.account import Account, serve, settings_on_free_port
from webhook.simulator.app import create_router
from webhook.simulator.platform import UNAVAILABLE

Update = dict[str, Any]


@pytest.fixture
async def simulated(settings: Settings, clock: FixedClock) -> AsyncIterator[Account]:
    """An account whose app has the simulator; the platform's deadline is short."""
    account = Account(settings)
    account.app.include_router(create_router(settings, clock, deadline=0.5))
    async with serve(account):
        yield account


@pytest.fixture
def url(simulated: Account) -> str:
    return f"{simulated.settings.self_url}/simulator"


class Page:
    """What a browser does: watches one member's phone."""

    def __init__(self, socket: Any) -> None:
        self.socket = socket

    async def until(self, kind: str, side: str = "") -> Update:
        """The next update of this kind (and side)."""
        while True:
            update: Update = json.loads(await self.socket.recv())
            if update["type"] == kind and (not side or update["line"]["side"] == side):
                return update


def open_page(url: str, member: str) -> Any:
    return connect(f"{url.replace('http', 'ws', 1)}/live?member={quote(member)}")


async def _send(client: httpx.AsyncClient, url: str, member: str, **action: str) -> int:
    response = await client.post(f"{url}/send", json={"member": member, "action": action})
    return response.status_code


async def test_the_page_and_its_files_are_served_by_us(client: httpx.AsyncClient, url: str) -> None:
    page = await client.get(url)
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "default-src 'self'" in page.headers["content-security-policy"]
    assert "不会发到微信" in page.text
    assert "//" not in page.text.replace("<!--", "")
    script = await client.get(f"{url}/static/main.js")
    assert "javascript" in script.headers["content-type"]
    assert (await client.get(f"{url}/static/%2e%2e/app.py")).status_code == 404


async def test_a_message_and_its_answer_arrive_on_the_members_phone(client: httpx.AsyncClient, url: str) -> None:
    async with open_page(url, "小王") as socket:
        page = Page(socket)
        hello = await page.until("hello")
        assert (hello["account"], hello["lines"], hello["following"]) == ("浙江工会", [], True)
        assert await _send(client, url, "小王", kind="text", text="你好") == 202
        assert (await page.until("line"))["line"]["text"] == "你好"
        assert (await page.until("state"))["running"] in (0, 1)
        answer = await page.until("line", "account")
        assert answer["line"]["text"] == "您说：你好"


async def test_the_history_stays_with_its_member(client: httpx.AsyncClient, url: str) -> None:
    async with open_page(url, "小王") as socket:
        await _send(client, url, "小王", kind="text", text="你好")
        await Page(socket).until("line", "account")
    async with open_page(url, "小王") as mine, open_page(url, "小李") as other:
        hello = await Page(mine).until("hello")
        assert [line["text"] for line in hello["lines"]] == ["你好", "您说：你好"]
        assert hello["records"][0]["tries"][0]["outcome"] == "replied"
        assert (await Page(other).until("hello"))["lines"] == []


async def test_two_pages_of_one_member_show_the_same(client: httpx.AsyncClient, url: str) -> None:
    async with open_page(url, "小王") as first, open_page(url, "小王") as second:
        await Page(first).until("hello")
        await Page(second).until("hello")
        await _send(client, url, "小王", kind="voice", text="我要报名")
        assert await Page(first).until("line", "account") == await Page(second).until("line", "account")


async def test_silence_shows_the_platforms_excuse(client: httpx.AsyncClient, url: str, simulated: Account) -> None:
    simulated.answer = simulated.hang
    async with open_page(url, "小王") as socket:
        await _send(client, url, "小王", kind="text", text="在吗")
        assert (await Page(socket).until("line", "system"))["line"]["text"] == UNAVAILABLE
    assert len(simulated.messages) == 3


async def test_who_has_left_must_follow_before_writing(client: httpx.AsyncClient, url: str) -> None:
    async with open_page(url, "小王") as socket:
        page = Page(socket)
        assert await _send(client, url, "小王", kind="unsubscribe") == 202
        assert "取消关注" in (await page.until("line"))["line"]["text"]
        assert await _send(client, url, "小王", kind="text", text="在吗") == 409
        assert await _send(client, url, "小王", kind="subscribe") == 202
        # The echo of "unsubscribe" is not shown to who has left, or has just come back: only that of "subscribe".
        assert (await page.until("line", "system"))["line"]["text"] == "您已关注该公众号"
        while (await page.until("line", "account"))["line"]["text"] != "您说：subscribe":
            pass
        assert await _send(client, url, "小王", kind="click", key="say:我的报名", label="我的报名") == 202


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"member": "", "action": {"kind": "text", "text": "a"}},
        {"member": "<b>", "action": {"kind": "text", "text": "a"}},
        {"member": "小王", "action": {"kind": "text", "text": ""}},
        {"member": "小王", "action": {"kind": "text", "text": "a" * 20_001}},
        {"member": "小王", "action": {"kind": "shake"}},
        {"member": "小王", "action": {"kind": "click", "key": "k" * 129}},
    ],
)
async def test_a_wrong_action_is_refused(body: Update, client: httpx.AsyncClient, url: str) -> None:
    assert (await client.post(f"{url}/send", json=body)).status_code == 422


async def test_half_a_character_is_refused(client: httpx.AsyncClient, url: str) -> None:
    body = b'{"member": "a", "action": {"kind": "text", "text": "\\ud800"}}'
    response = await client.post(f"{url}/send", content=body, headers={"Content-Type": "application/json"})
    assert response.status_code == 422


async def test_two_simulators_share_nothing(client: httpx.AsyncClient, url: str, clock: FixedClock) -> None:
    other = Account(settings_on_free_port("secure"))
    other.app.include_router(create_router(other.settings, clock))
    async with serve(other) as other_url, open_page(url, "小王") as socket:
        await _send(client, url, "小王", kind="text", text="你好")
        await Page(socket).until("line", "account")
        async with open_page(f"{other_url}/simulator", "小王") as there:
            assert (await Page(there).until("hello"))["lines"] == []
