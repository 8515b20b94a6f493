"""The page that asks for consent: signed for its own address, shown without a ticket too, and asking nobody else's."""

import asyncio
import re
from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.applications import Starlette

from base.bus import Bus
from base.clock import FixedClock
from base.settings import DEMO_APPID, DEMO_UNVERIFIED, Settings
from tests.browser_support import open_browser
from tests.webhook.platform.parts import StandIn
from tests.webhook.simulator.account import Account, serve, settings_on_free_port
from webhook.opt_in.page import NOT_NOW, OptInPage
from webhook.opt_in.tickets import TICKET, Tickets, signature_of
from webhook.platform.apis import PlatformApis
from webhook.simulator.api.faults import Fault

REMINDER = "DEMO-subscribe-reminder"
PATH = f"/wechat/{DEMO_APPID}/notices"
ASKED = f"{PATH}?templates={REMINDER}"


@pytest.fixture
def settings() -> Settings:
    return Settings(wechat_api_url="http://platform/simulator/api", public_url="https://union.example.org/")  # type: ignore[call-arg]


@pytest.fixture
async def stand_in(settings: Settings, clock: FixedClock) -> AsyncIterator[StandIn]:
    stand_in = StandIn(settings, clock)
    yield stand_in
    await stand_in.simulator.close()


@pytest.fixture
async def page(settings: Settings, stand_in: StandIn, clock: FixedClock) -> AsyncIterator[OptInPage]:
    bus = Bus()
    apis = PlatformApis(settings, bus, stand_in, clock)
    yield OptInPage(settings, Tickets(apis, bus, clock))
    await apis.close()
    await bus.close()


@pytest.fixture
async def client(page: OptInPage) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(Starlette(routes=page.routes()))
    async with httpx.AsyncClient(transport=transport, base_url="http://10.0.0.1:8000") as client:
        yield client


def value(html: str, name: str) -> str:
    found = re.search(rf'data-{name}="([^"]*)"', html)
    assert found
    return found[1]


def test_the_signature_is_the_documentations() -> None:
    ticket = "sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg"
    signature = signature_of(ticket, "Wm3WZYTPz0wzccnW", 1414587457, "http://mp.weixin.qq.com?params=value")
    assert signature == "0f9de62fce790f9a083d5c99e95740ceb90c27ed"


async def test_the_page_is_signed_for_its_public_address(client: httpx.AsyncClient, stand_in: StandIn) -> None:
    response = await client.get(ASKED)
    html = response.text
    assert response.status_code == 200 and "script-src" not in response.headers["content-security-policy"]
    assert f'template="{REMINDER}"' in html and "<li>活动开始提醒</li>" in html and "浙江工会" in html
    expected = signature_of(
        stand_in.side().ticket,
        value(html, "nonce"),
        int(value(html, "timestamp")),
        f"https://union.example.org{ASKED}",
    )
    assert (value(html, "appid"), value(html, "signature")) == (DEMO_APPID, expected)


async def test_one_ticket_serves_many_pages_at_once(client: httpx.AsyncClient, stand_in: StandIn) -> None:
    pages = await asyncio.gather(*(client.get(ASKED) for _ in range(10)))
    assert len({value(page.text, "nonce") for page in pages}) == 10
    assert stand_in.sent(TICKET) == 1


@pytest.mark.parametrize("fault", [Fault("errcode", 48001), Fault("html"), Fault("status"), Fault("half")])
async def test_without_a_ticket_the_page_says_so_and_the_platform_is_left_alone_for_a_while(
    client: httpx.AsyncClient, stand_in: StandIn, fault: Fault
) -> None:
    stand_in.simulator.faults.set(fault)
    for _ in range(3):
        response = await client.get(ASKED)
        assert response.status_code == 200 and NOT_NOW in response.text and value(response.text, "signature") == ""
    assert stand_in.sent(TICKET) <= 1


@pytest.mark.parametrize(
    ("path", "templates"),
    [
        (f"{PATH}?templates=foreign", "DEMO-subscribe-reminder,DEMO-subscribe-offer,DEMO-subscribe-legal"),
        (PATH, "DEMO-subscribe-reminder,DEMO-subscribe-offer,DEMO-subscribe-legal"),
        (f"{PATH}?templates=x,DEMO-subscribe-legal,{REMINDER}", "DEMO-subscribe-legal,DEMO-subscribe-reminder"),
        (f'{PATH}?templates="><script>', "DEMO-subscribe-reminder,DEMO-subscribe-offer,DEMO-subscribe-legal"),
    ],
)
async def test_only_templates_of_the_account_are_asked_for(
    client: httpx.AsyncClient, path: str, templates: str
) -> None:
    html = (await client.get(path)).text
    assert f'template="{templates}"' in html and '><script>"' not in html


@pytest.mark.parametrize(
    "path", ["/wechat/wx9/notices", f"/wechat/{DEMO_UNVERIFIED.appid}/notices", f"{PATH}?{'x' * 513}"]
)
async def test_where_there_is_nothing_to_ask_there_is_no_page(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.get(path)).status_code == 404


async def test_the_scripts_come_from_us(client: httpx.AsyncClient) -> None:
    html = (await client.get(ASKED)).text
    for source in re.findall(r'(?:src|href)="(\.\./[^"]+)"', html):
        found = await client.get(f"/wechat/x/{source}".replace("/x/..", ""))
        assert found.status_code == 200, source
    assert "http" not in html.replace("http-equiv", "")


async def test_the_page_runs_in_a_browser_and_asks_wechat(page: OptInPage, clock: FixedClock) -> None:
    account = Account(settings_on_free_port("secure"))
    account.app.router.routes.extend(page.routes())
    errors: list[str] = []
    async with serve(account) as url, open_browser() as browser:
        context = await browser.new_context(
            user_agent="Mozilla/5.0 MicroMessenger/8.0.40", viewport={"width": 390, "height": 844}
        )
        tab = await context.new_page()
        tab.on("pageerror", lambda error: errors.append(str(error)))
        tab.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        await tab.goto(f"{url}{ASKED}")
        assert await tab.evaluate("typeof globalThis.module.exports.config") == "function"
        assert await tab.locator("#hint").inner_text() == ""
        tag = "document.getElementById('subscribe').dispatchEvent(new CustomEvent('success', {detail: %s}))"
        for status, says in (("accept", "已允许"), ("reject", "没有允许")):
            detail = f"{{subscribeDetails: JSON.stringify({{'{REMINDER}': JSON.stringify({{status: '{status}'}})}})}}"
            await tab.evaluate(tag % detail)
            assert says in await tab.locator("#hint").inner_text()
        other = await browser.new_page()
        await other.goto(f"{url}{ASKED}")
        assert "请在微信中打开" in await other.locator("#hint").inner_text()
    assert errors == []
