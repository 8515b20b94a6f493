"""A member's home engine answers; when it is down, the next one does."""

import asyncio

import httpx
import pytest

from tests.httpx_calls import HttpxCalls
from tests.webhook.parts import StandInEngine
from union.conversations.reply import Turn
from webhook.engine_calls import AiohttpCalls, NotReachedError, SilentError
from webhook.engines import Engines, NoTurn

URLS = ["http://a", "http://b", "http://c"]


class Net(httpx.AsyncBaseTransport):
    """Engines by host; those not in it are down."""

    def __init__(self, *hosts: str) -> None:
        self.engines = {host: StandInEngine() for host in hosts}
        self.asked: list[str] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request.url.host)
        if request.url.host not in self.engines:
            raise httpx.ConnectError("down")
        return await self.engines[request.url.host].transport.handle_async_request(request)


def text_of(turn: Turn | NoTurn) -> str:
    assert isinstance(turn, Turn)
    return turn.reply.texts[0]


async def test_one_member_stays_with_one_engine_and_members_are_spread() -> None:
    net = Net("a", "b", "c")
    engines = Engines(URLS, HttpxCalls(net))
    for member in range(60):
        for _ in range(2):
            await engines.turn(f"m{member}", "你好", "k")
    pairs = list(zip(net.asked[::2], net.asked[1::2], strict=True))
    assert all(first == second for first, second in pairs)
    assert {first for first, _ in pairs} == {"a", "b", "c"}
    await engines.close()


async def test_only_the_members_of_a_lost_engine_move_and_it_is_asked_last_for_a_while() -> None:
    net = Net("a", "b", "c")
    engines = Engines(URLS, HttpxCalls(net))
    before = {}
    for member in range(30):
        await engines.turn(f"m{member}", "你好", "k")
        before[member] = net.asked[-1]
    del net.engines["b"]
    net.asked.clear()
    for member in range(30):
        assert text_of(await engines.turn(f"m{member}", "你好", "k")) == "答：你好"
        assert net.asked[-1] == before[member] or before[member] == "b"
    assert net.asked.count("b") == 1
    await engines.close()


async def test_an_engine_that_loads_or_breaks_is_passed_over() -> None:
    net = Net("a", "b")
    engines = Engines(["http://a", "http://b"], HttpxCalls(net))
    net.engines["a"].status = 503
    assert text_of(await engines.turn("m", "你好", "k")) == "答：你好"
    net.engines["b"].status = 500
    assert await engines.turn("m", "你好", "k") == NoTurn("down")
    assert await Engines([]).turn("m", "你好", "k") == NoTurn("down")
    await engines.close()


async def test_nonsense_is_not_a_turn() -> None:
    engines = Engines(["http://a"], HttpxCalls(httpx.MockTransport(lambda _: httpx.Response(200, text="<html>"))))
    assert await engines.turn("m", "你好", "k") == NoTurn("down")
    await engines.close()


async def test_ready_when_one_engine_is_and_otherwise_says_why() -> None:
    net = Net("a")
    engines = Engines(["http://a", "http://b"], HttpxCalls(net))
    assert await engines.problem() is None
    net.engines["a"].status = 503
    problem = await engines.problem()
    assert problem is not None and "http://a: status 503" in problem and "http://b: ConnectError" in problem
    assert await Engines([]).problem() == "no engine is configured"
    await engines.close()


async def test_over_real_http_an_engine_answers_breaks_off_or_stays_silent(unused_tcp_port: int) -> None:
    async def serve(answer: bytes | None) -> tuple[asyncio.Server, str]:
        async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(b"}")
            if answer is None:
                await reader.read()  # until the caller has had enough
            else:
                writer.write(answer)
            writer.close()
            await writer.wait_closed()

        server = await asyncio.start_server(connected, "127.0.0.1", 0)
        return server, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"

    calls = AiohttpCalls()
    good, good_url = await serve(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
    broken, broken_url = await serve(b"HTTP/1.1 200 OK\r\nContent-Le")
    silent, silent_url = await serve(None)
    assert await calls.call("POST", good_url, 5, b"{}") == (200, b"{}")
    with pytest.raises(NotReachedError):
        await calls.call("POST", broken_url, 5, b"{}")
    with pytest.raises(SilentError):
        await calls.call("POST", silent_url, 0.05, b"{}")
    with pytest.raises(NotReachedError):
        await calls.call("POST", f"http://127.0.0.1:{unused_tcp_port}", 5, b"{}")
    await calls.close()
    for server in (good, broken, silent):
        server.close()
        await server.wait_closed()
