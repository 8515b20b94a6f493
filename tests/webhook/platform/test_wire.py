"""Where HTTP itself is broken: every end of a request is an answer or one of our errors."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from base.bus import Bus
from base.settings import Settings
from tests.services import free_port
from tests.webhook.platform.conftest import api_of
from tests.webhook.platform.parts import SEND, RawServer, http, raw_server
from webhook.platform.apis import PlatformApis
from webhook.platform.client import PlatformApi
from webhook.platform.errors import MediaError, PlatformCallError, UnknownOutcomeError, UnreachableError
from webhook.platform.wire import Request, Wire

OK = http('{"errcode": 0, "errmsg": "ok"}')
BROKEN = {
    "nothing": b"",
    "half of the head": b"HTTP/1.1 200 O",
    "half a JSON": http('{"errcode": 0, "errm'),
    "less than was promised": http('{"errcode": 0}', length=100),
    "an empty body": http(""),
    "HTML": http("<html>502 Bad Gateway</html>", mime="text/html"),
    "HTML as JSON": http("<html>"),
    "status 500": http('{"errcode": 0}', status="500 Internal Server Error"),
    "status 502": http("bad gateway", mime="text/plain", status="502 Bad Gateway"),
    "a redirect": http("", status="302 Found\r\nLocation: http://169.254.169.254/"),
    "not HTTP": b"\x16\x03\x01\x02\x00 what?\r\n\r\n",
    "no length but a number": b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n{}",
    "broken gzip": http("{}", mime="application/json\r\nContent-Encoding: gzip"),
    "a list": http("[]"),
    "a number": http("0"),
    "an errcode that is none": http('{"errcode": "soon"}'),
    "an endless errcode": http('{"errcode": 1e999}'),
    "nothing said": http("{}"),
    "no errcode": http('{"status": "welcome to this hotel"}'),
    "deep nesting": http("[" * 100_000),
    "too much": http('{"errcode": 0, "x": "' + "x" * 1_100_000 + '"}'),
}


@pytest.fixture
async def raw() -> AsyncIterator[RawServer]:
    async with raw_server() as raw:
        yield raw


@pytest.fixture
async def api(raw: RawServer, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[PlatformApi]:
    monkeypatch.setattr("webhook.platform.wire.TIMEOUT", httpx.Timeout(0.5, connect=5))
    bus, settings = Bus(), Settings(wechat_api_url=raw.url)  # type: ignore[call-arg]
    apis = PlatformApis(settings, bus)
    yield api_of(apis)
    await apis.close()
    await bus.close()


@pytest.mark.parametrize("answer", BROKEN.values(), ids=BROKEN)
async def test_a_send_without_an_answer_is_unknown_and_goes_out_once(
    raw: RawServer, api: PlatformApi, answer: bytes
) -> None:
    raw.answer = answer
    with pytest.raises(UnknownOutcomeError):
        await api.post(SEND, {"touser": "o-1"})
    assert len(raw.bodies) == 1


@pytest.mark.parametrize("name", sorted(BROKEN.keys() - {"no errcode"}))  # which is an answer where none is promised
async def test_asking_without_an_answer_may_be_done_again(raw: RawServer, api: PlatformApi, name: str) -> None:
    raw.answer = BROKEN[name]
    with pytest.raises(UnreachableError):
        await api.get("/cgi-bin/menu/get")
    with pytest.raises(UnreachableError):
        await api.upload("image", "a.png", b"a", "image/png")


async def test_a_platform_that_keeps_silent_is_given_up(raw: RawServer, api: PlatformApi) -> None:
    raw.hangs = True
    with pytest.raises(UnknownOutcomeError):
        await api.post(SEND, {})
    assert len(raw.bodies) == 1


async def test_an_answer_that_never_ends_is_given_up(raw: RawServer) -> None:
    raw.answer, raw.drips = http("", length=1_000_000), True
    wire = Wire(raw.url, None, trust_env=False)
    with pytest.raises(UnknownOutcomeError):
        await wire.call(Request("POST", SEND, body={}, seconds=0.5))
    await wire.close()


async def test_nobody_at_the_door_means_that_nothing_happened() -> None:
    wire = Wire(f"http://127.0.0.1:{free_port()}", None, trust_env=False)
    with pytest.raises(UnreachableError):
        await wire.call(Request("POST", SEND, body={}))
    await wire.close()


async def test_chinese_goes_out_as_it_is(raw: RawServer, api: PlatformApi) -> None:
    raw.answer = OK
    await api.post(SEND, {"text": "汉字😀", "half a character": "\ud83d"})
    assert raw.bodies == ['{"text": "汉字😀", "half a character": "?"}'.encode()]


async def test_a_file_is_read_to_its_cap_only(raw: RawServer, api: PlatformApi) -> None:
    raw.answer = http("x" * 5000, mime="image/jpeg")
    assert await api.download("m", 5000) == (b"x" * 5000, "image/jpeg")
    with pytest.raises(MediaError):
        await api.download("m", 4999)


@pytest.mark.parametrize("name", ["nothing", "HTML", "status 500", "a redirect", "less than was promised", "a list"])
async def test_a_file_that_does_not_come_may_be_asked_for_again(raw: RawServer, api: PlatformApi, name: str) -> None:
    raw.answer = BROKEN[name]
    with pytest.raises(UnreachableError):
        await api.download("m")


# Bodies as JSON and as anything, with the words the platform uses.
_KEYS = st.sampled_from(["errcode", "errmsg", "access_token", "expires_in", "media_id", "video_url"]) | st.text()
_VALUES: Any = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(_KEYS, inner),
    max_leaves=8,
)
_ERRCODES: Any = st.integers(-2, 100_000) | st.sampled_from(["40001", "x", "", None, 1e400, 0.5, [], True, {}])
_BODIES = (
    st.binary(max_size=200)
    | st.dictionaries(_KEYS, _VALUES).map(lambda data: json.dumps(data).encode())
    | _ERRCODES.map(lambda code: json.dumps({"errcode": code, "expires_in": code, "access_token": code}).encode())
)
_HEADERS = st.fixed_dictionaries(
    {},
    optional={
        "content-type": st.sampled_from(
            ["application/json", "text/plain", "text/html", "image/png", "", ";", "x" * 99]
        ),
        "content-encoding": st.sampled_from(["gzip", "deflate", "identity", "what"]),
        "location": st.sampled_from(["http://169.254.169.254/", "//", "http://[", "file:///etc/passwd"]),
    },
)
_STATUSES = st.sampled_from([200, 200, 200, 204, 301, 302, 307, 400, 404, 429, 500, 503])


@settings(max_examples=300, deadline=None)
@given(token=_BODIES | st.none(), status=_STATUSES, headers=_HEADERS, body=_BODIES)
def test_no_answer_makes_the_client_raise_anything_untyped(
    token: bytes | None, status: int, headers: dict[str, str], body: bytes
) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/stable_token"):
            good = json.dumps({"access_token": "t", "expires_in": 7200}).encode()
            return httpx.Response(200, content=good if token is None else token)
        return httpx.Response(status, headers=headers, stream=httpx.ByteStream(body))

    asyncio.run(_try_all(httpx.MockTransport(answer)))


async def _try_all(transport: httpx.AsyncBaseTransport) -> None:
    bus = Bus()
    apis = PlatformApis(Settings(wechat_api_url="http://api"), bus, transport)  # type: ignore[call-arg]
    api = api_of(apis)
    calls: list[Callable[[], Awaitable[object]]] = [
        lambda: api.post(SEND, {"touser": "o-1"}),
        lambda: api.get("/cgi-bin/menu/get"),
        lambda: api.upload("image", "a.png", b"a", "image/png"),
        lambda: api.download("m"),
        lambda: api.typing("o-1"),
    ]
    for call in calls:
        with suppress(PlatformCallError):
            await call()
    await apis.close()
    await bus.close()
