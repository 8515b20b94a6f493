"""The engine's HTTP side: loading, turns, and requests that are no turns."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import httpx
import pytest

from bot.engine import TurnFailedError
from bot.server import Load, create_app
from union.conversations.reply import Reply, Turn, Understanding

TURN = Turn(reply=Reply(texts=["您好"]), understanding=Understanding(intent="greet", confidence=0.9))
ASKED = {"member": "m1", "text": "你好", "key": "k1"}


class StandInEngine:
    """Answers every turn alike, or fails; remembers what it was asked."""

    def __init__(self, *, fails: bool = False) -> None:
        self.asked: list[tuple[str, str, str]] = []
        self.closed = False
        self._fails = fails

    async def turn(self, member_id: str, text: str, key: str) -> Turn:
        self.asked.append((member_id, text, key))
        if self._fails:
            raise TurnFailedError("failed actions: ['action_x']; the reply was empty")
        return TURN

    async def close(self) -> None:
        self.closed = True


@asynccontextmanager
async def serving(load: Load) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(load)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://engine") as client,
    ):
        yield client


def serving_engine(engine: StandInEngine) -> AbstractAsyncContextManager[httpx.AsyncClient]:
    async def load() -> Any:
        return engine

    return serving(load)


async def until(holds: Callable[[], Any]) -> None:
    """Wait until `holds` says yes; the test's own time limit ends it."""
    while not await holds():
        await asyncio.sleep(0.001)


async def ready(client: httpx.AsyncClient) -> None:
    async def is_ready() -> bool:
        return (await client.get("/readyz")).status_code == 200

    await until(is_ready)


async def test_while_the_model_loads_it_lives_and_says_so() -> None:
    gate = asyncio.Event()

    async def load() -> Any:
        await gate.wait()
        return StandInEngine()

    async with serving(load) as client:
        assert (await client.get("/healthz")).json() == {"status": "alive"}
        loading = await client.get("/readyz")
        assert (loading.status_code, loading.json()) == (503, {"reason": "the model is loading"})
        assert (await client.post("/turn", json=ASKED)).status_code == 503
        gate.set()
        await ready(client)
        assert (await client.post("/turn", json=ASKED)).status_code == 200


async def test_a_model_that_cannot_be_loaded_is_the_reason() -> None:
    async def load() -> Any:
        raise FileNotFoundError("no model here")

    async with serving(load) as client:

        async def failed() -> bool:
            return "cannot be loaded" in (await client.get("/readyz")).json()["reason"]

        await until(failed)
        answer = await client.get("/readyz")
        assert answer.status_code == 503
        assert answer.json() == {"reason": "the model cannot be loaded: FileNotFoundError: no model here"}
        assert (await client.post("/turn", json=ASKED)).status_code == 503


async def test_a_turn_gives_the_reply_and_what_was_understood() -> None:
    engine = StandInEngine()
    async with serving_engine(engine) as client:
        await ready(client)
        answer = await client.post("/turn", json=ASKED)
    assert answer.headers["content-type"] == "application/json"
    assert Turn.model_validate_json(answer.content) == TURN
    assert engine.asked == [("m1", "你好", "k1")]


async def test_a_failed_turn_is_a_500_without_details() -> None:
    async with serving_engine(StandInEngine(fails=True)) as client:
        await ready(client)
        answer = await client.post("/turn", json=ASKED)
    assert (answer.status_code, answer.content) == (500, b"")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'"text"',
        b"\xff\xfe",
        b'{"member": "m1", "text": "\xff", "key": "k1"}',
        b'{"member": "m1", "text": "\\ud83d", "key": "k1"}',
        b'{"member": "m1", "text": 1, "key": "k1"}',
        b'{"member": "m1", "key": "k1"}',
        b'{"member": "", "text": "a", "key": "k1"}',
        b'{"member": "m1", "text": "a", "key": ""}',
        b'{"member": "%s", "text": "a", "key": "k1"}' % (b"m" * 65),
        b'{"member": "m1", "text": "%s", "key": "k1"}' % (b"a" * 20_001),
    ],
    ids=range(14),
)
async def test_what_is_no_turn_is_a_422_and_reaches_nobody(body: bytes) -> None:
    engine = StandInEngine()
    async with serving_engine(engine) as client:
        await ready(client)
        answer = await client.post("/turn", content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.content) == (422, b"")
    assert engine.asked == []


async def test_a_text_of_ten_thousand_characters_of_any_kind_is_a_turn() -> None:
    engine = StandInEngine()
    async with serving_engine(engine) as client:
        await ready(client)
        for text in ("长" * 10_000, "\x00\x01", "😀", ""):
            assert (await client.post("/turn", json=ASKED | {"text": text})).status_code == 200
    assert [len(text) for _, text, _ in engine.asked] == [10_000, 2, 1, 0]


async def test_the_engine_is_closed_at_the_end() -> None:
    engine = StandInEngine()
    async with serving_engine(engine) as client:
        await ready(client)
    assert engine.closed


async def test_it_ends_also_while_the_model_still_loads() -> None:
    async def load() -> Any:
        await asyncio.Event().wait()

    async with serving(load) as client:
        assert (await client.get("/readyz")).status_code == 503
