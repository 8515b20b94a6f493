"""Calls to the platform: one token for all, one careful repeat, and an honest outcome."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

import httpx
import pytest

from base.bus import Bus
from base.clock import FixedClock
from base.database import Database
from base.settings import DEMO_APPID, Settings
from union.members.service import get_or_add_member
from union.notices.sender import Outcome, Outgoing, Sender
from webhook.outbound import WeChatSender
from webhook.platform_api import PlatformApi, PlatformApis


@dataclass
class StandInApi:
    """The platform's API: gives tokens, takes messages."""

    current: int = 1
    issued: list[bool] = field(default_factory=list)
    sent: list[dict[str, object]] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    answer: Callable[[], httpx.Response] | None = None
    stubborn: bool = False

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        body = json.loads(request.content)
        await asyncio.sleep(0)
        if request.url.path == "/cgi-bin/stable_token":
            assert (body["grant_type"], body["appid"][:2]) == ("client_credential", "wx")
            self.issued.append(body["force_refresh"])
            self.current += body["force_refresh"]
            return httpx.Response(200, json={"access_token": f"t{self.current}", "expires_in": 7200})
        if self.stubborn or request.url.params["access_token"] != f"t{self.current}":
            return httpx.Response(200, json={"errcode": 40001, "errmsg": "invalid credential"})
        if self.answer:
            return self.answer()
        self.bodies.append(request.content)
        self.sent.append(body)
        return httpx.Response(200, json={"errcode": 0, "errmsg": "ok"})


@pytest.fixture
def platform_side() -> StandInApi:
    return StandInApi()


@pytest.fixture(params=["embedded", "redis"])
async def bus(request: pytest.FixtureRequest) -> AsyncIterator[Bus]:
    bus = Bus("" if request.param == "embedded" else request.getfixturevalue("redis_url"))
    await bus.redis.flushall()
    yield bus
    await bus.close()


def first_api(bus: Bus, platform_side: "StandInApi") -> PlatformApi:
    settings = Settings(wechat_api_url="http://api")  # type: ignore[call-arg]
    return PlatformApi(settings, settings.accounts[0], bus, httpx.MockTransport(platform_side))


@pytest.fixture
async def api(bus: Bus, platform_side: StandInApi) -> AsyncIterator[PlatformApi]:
    api = first_api(bus, platform_side)
    yield api
    await api.close()


async def ping(api: PlatformApi) -> None:
    await api.post("/cgi-bin/message/custom/send", {"text": "汉字"})


async def test_many_calls_at_once_fetch_one_token_and_replicas_share_it(
    api: PlatformApi, bus: Bus, platform_side: StandInApi
) -> None:
    other = first_api(bus, platform_side)
    await asyncio.gather(*(ping(replica) for replica in [api, other] * 5))
    assert platform_side.issued == [False]
    assert len(platform_side.sent) == 10
    assert "汉字".encode() in platform_side.bodies[0]
    await other.close()


async def test_a_token_that_was_taken_away_is_fetched_anew_once(api: PlatformApi, platform_side: StandInApi) -> None:
    await ping(api)
    platform_side.current = 2
    await ping(api)
    assert platform_side.issued == [False, False]
    assert len(platform_side.sent) == 2


async def test_a_refresh_is_forced_only_when_the_same_token_comes_again(
    api: PlatformApi, platform_side: StandInApi
) -> None:
    platform_side.stubborn = True
    with pytest.raises(Exception, match="40001"):
        await ping(api)
    assert platform_side.issued == [False, False, True]


async def test_a_flushed_or_broken_bus_loses_nothing(api: PlatformApi, bus: Bus, platform_side: StandInApi) -> None:
    await ping(api)
    await bus.redis.flushall()
    await ping(api)
    assert len(platform_side.sent) == 2


async def test_without_redis_calls_still_go_out(platform_side: StandInApi) -> None:
    down = Bus("redis://127.0.0.1:1")
    api = first_api(down, platform_side)
    await ping(api)
    await ping(api)
    assert platform_side.issued == [False] and len(platform_side.sent) == 2
    await api.close()
    await down.close()


@pytest.fixture
async def member(database: Database, clock: FixedClock) -> str:
    return (
        await database.transact(lambda s: get_or_add_member(s, database.keyring, DEMO_APPID, "o-1", clock.now()))
    ).id


async def sender_on(database: Database, answer: Callable[[httpx.Request], httpx.Response] | StandInApi) -> WeChatSender:
    settings = Settings(wechat_api_url="http://api")  # type: ignore[call-arg]
    return WeChatSender(PlatformApis(settings, Bus(), httpx.MockTransport(answer)), database)


async def test_a_text_reaches_the_members_openid_without_tags(
    database: Database, member: str, platform_side: StandInApi
) -> None:
    sender: Sender = await sender_on(database, platform_side)
    assert await sender.send(Outgoing(member, "test", "您好<a href='x'>")) == Outcome("sent")
    assert platform_side.sent == [{"touser": "o-1", "msgtype": "text", "text": {"content": "您好＜a href='x'>"}}]


def refuses(code: int) -> Callable[[], httpx.Response]:
    return lambda: httpx.Response(200, json={"errcode": code, "errmsg": "no"})


def breaks(error: Exception) -> Callable[[], httpx.Response]:
    def answer() -> httpx.Response:
        raise error

    return answer


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (refuses(45015), "failed"),
        (refuses(45047), "failed"),
        (refuses(99999), "failed"),
        (breaks(httpx.ConnectError("down")), "failed"),
        (breaks(httpx.ConnectTimeout("slow")), "failed"),
        (breaks(httpx.ReadTimeout("slow")), "unknown"),
        (breaks(httpx.RemoteProtocolError("cut")), "unknown"),
        (lambda: httpx.Response(502, text="bad gateway"), "unknown"),
        (lambda: httpx.Response(200, text="<html>"), "unknown"),
        (lambda: httpx.Response(200, json=[1]), "unknown"),
    ],
)
async def test_every_end_of_a_send_is_an_outcome(
    database: Database,
    member: str,
    platform_side: StandInApi,
    answer: Callable[[], httpx.Response],
    state: str,
) -> None:
    platform_side.answer = answer
    outcome = await (await sender_on(database, platform_side)).send(Outgoing(member, "test", "您好"))
    assert outcome.state == state and outcome.reason and "o-1" not in outcome.reason


async def test_no_token_is_a_failure_and_so_is_a_member_who_left(database: Database, member: str) -> None:
    sender = await sender_on(database, lambda _: httpx.Response(200, json={"errcode": 40164, "errmsg": "ip"}))
    assert (await sender.send(Outgoing(member, "test", "您好"))).reason.endswith("（40164）")
    assert (await sender.send(Outgoing("nobody", "test", "您好"))).state == "failed"
    silent = await sender_on(database, lambda _: httpx.Response(200, text="?"))
    assert (await silent.send(Outgoing(member, "test", "您好"))) == Outcome("failed", "无法连接微信平台")
