"""Texts to members: to their openid, once, with an honest outcome. The calls themselves: tests/webhook/platform."""

import asyncio
import json
from collections.abc import Callable
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
from webhook.platform.apis import PlatformApis


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
