"""The outbound stand-in: HTTP 200 and the platform's errcodes."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from base.clock import FixedClock
from base.settings import Settings
from webhook.simulator.api.routes import create_api
from webhook.simulator.ledger import MESSAGE_GRANT, grant
from webhook.simulator.phones import Phone
from webhook.simulator.simulator import Simulator

CGI = "http://simulator/simulator/api/cgi-bin"


@pytest.fixture
async def simulator(settings: Settings, clock: FixedClock) -> AsyncIterator[Simulator]:
    simulator = Simulator(settings, clock)
    yield simulator
    await simulator.close()


@pytest.fixture
async def calls(simulator: Simulator) -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    app.include_router(create_api(simulator))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app)) as client:
        yield client


@pytest.fixture
def phone(simulator: Simulator, clock: FixedClock) -> Phone:
    """A member who has just written."""
    phone = simulator.phones.of("小王")
    phone.grants = grant((), MESSAGE_GRANT, clock.now())
    phone.last_action = clock.now()
    return phone


async def _post(calls: httpx.AsyncClient, path: str, data: Any, token: str = "") -> dict[str, Any]:
    body = data if isinstance(data, bytes) else json.dumps(data, ensure_ascii=False).encode()
    response = await calls.post(f"{CGI}{path}", content=body, params={"access_token": token} if token else {})
    assert response.status_code == 200
    answer: dict[str, Any] = response.json()
    return answer


async def _token(calls: httpx.AsyncClient, settings: Settings, **more: Any) -> dict[str, Any]:
    secret = settings.wechat_secret.get_secret_value()
    asked = {"grant_type": "client_credential", "appid": settings.wechat_appid, "secret": secret, **more}
    return await _post(calls, "/stable_token", asked)


async def _send(calls: httpx.AsyncClient, phone: Phone, token: str, text: str = "您好") -> int:
    data = {"touser": phone.openid, "msgtype": "text", "text": {"content": text}}
    answer = await _post(calls, "/message/custom/send", data, token)
    errcode: int = answer["errcode"]
    return errcode


async def test_a_token_stays_the_same_while_it_is_valid(
    calls: httpx.AsyncClient, settings: Settings, clock: FixedClock
) -> None:
    first = await _token(calls, settings)
    assert first["expires_in"] == 7200
    clock.move(timedelta(minutes=60))
    again = await _token(calls, settings)
    assert again == {"access_token": first["access_token"], "expires_in": 3600}
    clock.move(timedelta(minutes=57))
    assert (await _token(calls, settings))["access_token"] != first["access_token"]


@pytest.mark.parametrize(
    ("change", "errcode"), [({"appid": "wx1"}, 40013), ({"secret": "错"}, 40125), ({"grant_type": "x"}, 40002)]
)
async def test_a_token_needs_the_accounts_own_secret(
    change: dict[str, str], errcode: int, calls: httpx.AsyncClient, settings: Settings
) -> None:
    assert (await _token(calls, settings, **change))["errcode"] == errcode


async def test_a_forced_token_ends_the_one_before(calls: httpx.AsyncClient, settings: Settings, phone: Phone) -> None:
    old = (await _token(calls, settings))["access_token"]
    new = (await _token(calls, settings, force_refresh=True))["access_token"]
    assert await _send(calls, phone, old) == 40001
    assert await _send(calls, phone, new) == 0


async def test_force_is_limited_to_twenty_a_day_and_thirty_seconds_apart(
    calls: httpx.AsyncClient, settings: Settings, clock: FixedClock
) -> None:
    for _ in range(20):
        assert "access_token" in await _token(calls, settings, force_refresh=True)
        assert (await _token(calls, settings, force_refresh=True))["errcode"] == 45011
        clock.move(timedelta(seconds=30))
    assert (await _token(calls, settings, force_refresh=True))["errcode"] == 45009


async def test_a_message_appears_in_the_members_chat(
    calls: httpx.AsyncClient, settings: Settings, phone: Phone
) -> None:
    token = (await _token(calls, settings))["access_token"]
    assert await _send(calls, phone, token, "律师已确认") == 0
    [line] = phone.lines
    assert (line.side, line.kind, line.text) == ("account", "push", "律师已确认")
    assert phone.call is not None
    assert token not in phone.call.model_dump_json()


async def test_a_message_needs_a_valid_token(
    calls: httpx.AsyncClient, settings: Settings, phone: Phone, clock: FixedClock
) -> None:
    token = (await _token(calls, settings))["access_token"]
    assert await _send(calls, phone, "") == 41001
    assert await _send(calls, phone, "made-up") == 40001
    clock.move(timedelta(seconds=7200))
    assert await _send(calls, phone, token) == 42001


async def test_the_sixth_message_and_the_one_after_48_hours_are_refused(
    calls: httpx.AsyncClient, settings: Settings, phone: Phone, clock: FixedClock
) -> None:
    token = (await _token(calls, settings))["access_token"]
    assert [await _send(calls, phone, token) for _ in range(6)] == [0] * 5 + [45047]
    clock.move(timedelta(hours=48))
    token = (await _token(calls, settings))["access_token"]
    assert await _send(calls, phone, token) == 45015
    assert len(phone.lines) == 5


async def test_who_does_not_follow_or_is_unknown_gets_nothing(
    calls: httpx.AsyncClient, settings: Settings, phone: Phone
) -> None:
    token = (await _token(calls, settings))["access_token"]
    phone.following = False
    assert await _send(calls, phone, token) == 43004
    assert await _send(calls, Phone("没来过"), token) == 40003


@pytest.mark.parametrize(
    ("body", "errcode"),
    [
        (b"", 44002),
        (b"{", 47001),
        (b"[]", 47001),
        (b"\xff", 47001),
        (b"[" * 100_000, 47001),
        (b'{"touser": "\\u4f60"}', 40033),
        ('{"touser": "OPENID", "msgtype": "mpnews"}', 40008),
        ('{"touser": "OPENID", "msgtype": "text"}', 44004),
        ('{"touser": "OPENID", "msgtype": "text", "text": {"content": ""}}', 44004),
        ('{"touser": "OPENID", "msgtype": "text", "text": {"content": "' + "汉" * 683 + '"}}', 45002),
    ],
)
async def test_a_wrong_body_has_its_errcode(
    body: str | bytes, errcode: int, calls: httpx.AsyncClient, settings: Settings, phone: Phone
) -> None:
    token = (await _token(calls, settings))["access_token"]
    raw = body if isinstance(body, bytes) else body.replace("OPENID", phone.openid).encode()
    assert (await _post(calls, "/message/custom/send", raw, token))["errcode"] == errcode
    assert not phone.lines


async def test_typing_shows_for_a_while_after_a_message(
    calls: httpx.AsyncClient, settings: Settings, phone: Phone, clock: FixedClock
) -> None:
    token = (await _token(calls, settings))["access_token"]

    async def typing(command: str) -> Any:
        data = {"touser": phone.openid, "command": command}
        return (await _post(calls, "/message/custom/typing", data, token))["errcode"]

    with phone.watched() as updates:
        assert await typing("Typing") == 0
        assert updates.get_nowait() == {"type": "typing", "seconds": 15.0}
    assert await typing("Typing") == 45081
    assert await typing("CancelTyping") == 0
    assert await typing("Typing") == 0
    assert await typing("typing") == 45072
    clock.move(timedelta(seconds=31))
    assert await typing("Typing") == 45080
