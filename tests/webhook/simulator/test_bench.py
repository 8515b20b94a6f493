"""The test bench: repeats, many at once, a slow engine, faults, the clock, menus, uploads — over real HTTP."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from base.clock import MovableClock
from base.settings import DEMO_UNVERIFIED, Settings
from tests.httpx_calls import HttpxCalls
from tests.webhook.simulator.account import Account, Message, serve
from union.conversations.reply import Turn
from webhook.engines import NoTurn
from webhook.simulator.actions import Text
from webhook.simulator.app import router_of
from webhook.simulator.built_in import MAX_UPLOAD
from webhook.simulator.crowd import ask_at_once
from webhook.simulator.menus import SAMPLE, Menus
from webhook.simulator.simulator import Simulator
from webhook.simulator.slow_engines import SlowEngines
from webhook.simulator.workbench import FAULTS

PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)
OCTETS = {"Content-Type": "application/octet-stream"}


@pytest.fixture
def engines() -> SlowEngines:
    return SlowEngines([])


@pytest.fixture
def simulator(settings: Settings, movable: MovableClock) -> Simulator:
    return Simulator(settings, movable, deadline=30)


@pytest.fixture
async def account(settings: Settings, simulator: Simulator, engines: SlowEngines) -> AsyncIterator[Account]:
    account = Account(settings)
    account.app.include_router(router_of(simulator, engines))
    async with serve(account):
        yield account


@pytest.fixture
def url(account: Account) -> str:
    return f"{account.settings.self_url}/simulator"


async def _say(simulator: Simulator, text: str) -> None:
    delivering = simulator.act(simulator.phones.of("小王"), Text(text=text))
    assert delivering
    await delivering


async def _again(client: httpx.AsyncClient, url: str, how: str) -> httpx.Response:
    return await client.post(f"{url}/again", json={"member": "小王", "how": how})


async def test_nothing_can_be_sent_again_before_anything_was_sent(client: httpx.AsyncClient, url: str) -> None:
    assert "请先在聊天里发一条消息" in (await _again(client, url, "again")).json()["answer"]


async def test_the_same_message_again_has_the_same_ids_and_a_nonce_of_its_own(
    client: httpx.AsyncClient, url: str, simulator: Simulator, account: Account
) -> None:
    await _say(simulator, "你好")
    assert (await _again(client, url, "again")).json()["answer"] == "公众号回复：您说：你好"
    first, second = account.messages
    assert first == second
    assert account.requests[0][0]["nonce"] != account.requests[1][0]["nonce"]
    assert len(simulator.phones.of("小王").lines) == 2  # shown in the drawer only


async def test_a_replay_is_byte_for_byte_and_an_hour_later(
    client: httpx.AsyncClient, url: str, simulator: Simulator, account: Account, movable: MovableClock
) -> None:
    await _say(simulator, "你好")
    assert (await _again(client, url, "hour_later")).status_code == 200
    assert account.requests[0] == account.requests[1]
    assert movable.moved == timedelta(hours=1)


@pytest.mark.parametrize("how", ["wrong_signature", "foreign_appid", "other_account"])
async def test_what_is_not_the_platforms_is_refused_and_never_opened(
    how: str, client: httpx.AsyncClient, url: str, simulator: Simulator, account: Account
) -> None:
    await _say(simulator, "你好")
    assert (await _again(client, url, how)).json()["answer"] == "公众号拒绝了（HTTP 403）"
    assert len(account.messages) == 1
    assert "试验：" in simulator.phones.of("小王").records.as_json()[-1]["title"]


async def test_a_flood_of_wrong_signatures_is_counted(
    client: httpx.AsyncClient, url: str, simulator: Simulator, account: Account
) -> None:
    await _say(simulator, "你好")
    assert (await _again(client, url, "flood")).json()["answer"].startswith("200 个被拒绝")
    assert len(account.messages) == 1


async def test_many_members_write_at_once(client: httpx.AsyncClient, url: str, account: Account) -> None:
    waits = (await client.post(f"{url}/crowd", json={"text": "你好", "members": 50})).json()
    assert len(waits) == 50
    assert {(one["way"], one["tries"], one["answer"]) for one in waits} == {("passive", 1, "您说：你好")}
    assert len({message["FromUserName"] for message in account.messages}) == 50
    assert (await client.post(f"{url}/crowd", json={"text": "你好", "members": 51})).status_code == 422


async def test_a_push_ends_the_waiting_of_who_was_not_answered_at_once(simulator: Simulator, account: Account) -> None:
    async def accept(message: Message) -> str:
        phone = simulator.phones.by_openid(message["FromUserName"])
        assert phone
        if phone.name == "同发01":
            asyncio.get_running_loop().call_soon(phone.show, "account", "push", "来了", simulator.clock.now())
        return "success"

    account.answer = accept
    side = simulator.side()
    assert side
    pushed, left = await ask_at_once(simulator, side, "在吗", 2, patience=0.1)
    assert (pushed.way, pushed.answer, left.way) == ("push", "来了", "none")


async def test_the_clock_moves_for_all_and_goes_back(
    client: httpx.AsyncClient, url: str, movable: MovableClock, tmp_path: Path
) -> None:
    state = (await client.post(f"{url}/bench", json={"clock": "day"})).json()
    assert state["clock"]["moved"] == 86_400
    assert MovableClock(tmp_path / "clock").moved == timedelta(days=1)
    state = (await client.post(f"{url}/bench", json={"clock": "real"})).json()
    assert (state["clock"]["moved"], movable.moved) == (0, timedelta())


async def test_a_fault_is_set_until_it_is_taken_away(client: httpx.AsyncClient, url: str, simulator: Simulator) -> None:
    name = next(iter(FAULTS))
    assert (await client.post(f"{url}/bench", json={"fault": name})).json()["fault"] == name
    answer = await client.post(f"{url}/api/cgi-bin/stable_token", json={})
    assert answer.json()["errcode"] == FAULTS[name].errcode
    assert (await client.post(f"{url}/bench", json={"fault": ""})).json()["fault"] == ""
    assert simulator.faults.current == ()


@pytest.mark.parametrize("change", [{"fault": "没有这个"}, {"slow": 61}, {"clock": "year"}, {"account": "wx404"}])
async def test_what_does_not_exist_changes_nothing(
    change: dict[str, Any], client: httpx.AsyncClient, url: str, engines: SlowEngines
) -> None:
    assert (await client.post(f"{url}/bench", json={"slow": 5, **change})).status_code == 422
    assert engines.seconds == 0


async def test_the_engine_thinks_as_long_as_the_bench_says(
    client: httpx.AsyncClient, url: str, engines: SlowEngines
) -> None:
    assert (await client.get(f"{url}/bench")).json()["slow"] == 0
    await client.post(f"{url}/bench", json={"slow": 12})
    assert engines.seconds == 12


async def test_a_slow_turn_is_the_real_one_late() -> None:
    reply = b'{"reply": {"texts": ["\xe5\xa5\xbd"]}}'
    calls = HttpxCalls(httpx.MockTransport(lambda _: httpx.Response(200, content=reply)))
    engines = SlowEngines(["http://engine"], calls)
    engines.seconds = 0.01
    turn = await engines.turn("m", "你好", "k")
    await engines.close()
    assert isinstance(turn, Turn | NoTurn)
    assert turn == Turn.model_validate_json(reply)


async def test_the_sample_menu_has_every_type_and_is_one_accounts(simulator: Simulator, account: Account) -> None:
    menus = Menus(simulator)
    own = menus.of("")
    menus.show("", SAMPLE)
    assert menus.of("") == SAMPLE
    assert menus.of(DEMO_UNVERIFIED.appid) == own
    menus.show("", None)
    side = simulator.side()
    assert side
    side.menu = {"button": SAMPLE[:1]}  # as menu/create does
    assert menus.of("") == SAMPLE[:1]
    types = {entry["type"] for button in SAMPLE for entry in button["sub_button"]}
    assert types == {
        "click", "view", "miniprogram", "scancode_push", "scancode_waitmsg", "location_select",
        "pic_sysphoto", "pic_photo_or_album", "pic_weixin",
    }  # fmt: skip


async def test_a_small_picture_can_be_sent_and_is_shown(client: httpx.AsyncClient, url: str) -> None:
    answer = await client.post(f"{url}/pictures", content=PNG, headers=OCTETS)
    shown = await client.get(f"{url}/media/{answer.json()['media_id']}")
    assert (shown.content, shown.headers["content-type"]) == (PNG, "image/png")
    assert shown.headers["x-content-type-options"] == "nosniff"
    assert (await client.get(f"{url}/media/builtin-payslip")).headers["content-type"] == "image/png"
    assert (await client.get(f"{url}/media/builtin-..%2Findex")).status_code == 404


@pytest.mark.parametrize(
    ("content", "headers", "status"),
    [
        (b"<svg onload=alert(1)>", OCTETS, 415),
        (PNG, {"Content-Type": "text/plain"}, 415),
        (PNG + bytes(MAX_UPLOAD), OCTETS, 413),
        (b"", OCTETS, 415),
    ],
)
async def test_what_is_no_small_picture_is_refused(
    content: bytes, headers: dict[str, str], status: int, client: httpx.AsyncClient, url: str
) -> None:
    assert (await client.post(f"{url}/pictures", content=content, headers=headers)).status_code == status
