"""`serve` as a real process: it answers, brings back what dies, and leaves nothing running."""

import asyncio
import os
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from base.clock import SystemClock
from base.settings import Settings
from tests.platform import FakePlatform
from tests.serving import Serving, is_alive, serve


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One `VAR` for all starts: only the first makes the database."""
    return tmp_path_factory.mktemp("var")


@pytest.fixture
def serving(var: Path) -> Iterator[Serving]:
    with serve(var) as serving:
        yield serving


@pytest.fixture
def started(var: Path) -> Iterator[Serving]:
    """The engine may still load."""
    with serve(var, ready=False) as serving:
        yield serving


def say(serving: Serving, text: str) -> str:
    """A member writes, as the platform delivers it; the reply."""

    async def said() -> str:
        platform = FakePlatform(Settings(), SystemClock())  # type: ignore[call-arg]
        async with httpx.AsyncClient(base_url=serving.url, timeout=10) as client:
            return await platform.say(client, "o-serve", text) or ""

    return asyncio.run(said())


@contextmanager
def open_page(serving: Serving) -> Iterator[None]:
    """The live connection of a simulator's page, as a browser holds it."""
    with socket.create_connection(("127.0.0.1", serving.port), timeout=10) as page:
        page.sendall(
            b"GET /simulator/live?member=open HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\n"
            b"Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        )
        assert page.recv(4096).startswith(b"HTTP/1.1 101 ")
        yield


def test_an_engine_that_dies_comes_back_and_answers(serving: Serving) -> None:
    assert "活动" in say(serving, "最近有什么活动")
    engine = serving.children["engine"]
    os.kill(engine, signal.SIGKILL)
    serving.until(lambda: serving.children.get("engine", engine) != engine)
    serving.until(serving.is_ready)
    assert "没有报名" in say(serving, "我的报名")
    assert "child_died" in serving.printed


def test_ctrl_c_ends_all_children_also_while_a_page_is_open(started: Serving) -> None:
    children = started.children
    assert set(children) == {"web", "engine"}
    with open_page(started):
        started.process.send_signal(signal.SIGINT)
        started.until(lambda: started.process.poll() is not None)
    assert started.process.returncode == 0
    assert not any(is_alive(pid) for pid in children.values())
    assert "Traceback" not in started.printed


def test_children_end_when_serve_is_killed_also_while_a_page_is_open(started: Serving) -> None:
    children = started.children
    with open_page(started):
        started.process.kill()
        started.until(lambda: not any(is_alive(pid) for pid in children.values()))
    assert set(children) == {"web", "engine"}
