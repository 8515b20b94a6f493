"""Bodies through the real route on a real SQLite database, in one process: what came of each, and every fault found.

A fault: an exception, a status that is not stated, a failure in the logs, a body that is not the platform's.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
import structlog
from starlette.types import Message

from app.schema import create_schema
from base.bus import Bus
from base.clock import SystemClock
from base.database import Database
from base.encryption import Keyring
from bench.mutations import Attempt, Mutator
from tests.httpx_calls import HttpxCalls
from tests.platform import FakePlatform
from tests.webhook.parts import ENGINE, StandInEngine, StandInSender, settings_with
from webhook.app import create_app
from webhook.dependencies import Dependencies
from webhook.engines import Engines

STATED = frozenset({200, 400, 403, 413})  # 503 is for a failure of ours, and none happens here


@dataclass
class Found:
    """What a run came to. `faults`: in words, with the seed and the number of the body, at most some."""

    statuses: Counter[int] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    @property
    def tried(self) -> int:
        return self.statuses.total()

    def add(self, other: "Found") -> None:
        self.statuses += other.statuses
        self.kinds += other.kinds
        self.faults += other.faults


def fuzz(seed: int, bodies: int) -> Found:
    """Try so many bodies on a new database."""
    with TemporaryDirectory(prefix="unionbot-fuzz-") as folder, logged() as written:
        return asyncio.run(_fuzz(Path(folder), seed, bodies, written))


@contextmanager
def logged() -> Iterator[list[Any]]:
    """What is logged as an error or a warning meanwhile, by whatever part."""
    with structlog.testing.capture_logs() as lines:
        yield lines


async def _fuzz(folder: Path, seed: int, bodies: int, written: list[Any]) -> Found:
    url = f"sqlite+aiosqlite:///{folder / 'fuzz.db'}"
    create_schema(url)
    settings, clock, found = settings_with(), SystemClock(), Found()
    database, bus = Database(url, Keyring(["fuzz"])), Bus()
    engines = Engines([ENGINE], HttpxCalls(StandInEngine().transport))
    deps = Dependencies(settings, database, clock, bus, engines, StandInSender())
    app = create_app(deps)
    dice, now = random.Random(seed), int(clock.now().timestamp())
    mutator = Mutator(FakePlatform(settings, clock), settings.wechat_appid, dice, now)
    for number in range(bodies):
        attempt = mutator.attempt()
        if fault := await try_one(app, attempt, found, written):
            found.faults.append(f"seed {seed}, body {number}: {fault}")
    await app.state.work.drain()
    for part in (engines, bus, database):
        await part.close()
    for metric in deps.metrics.messages.collect():
        for sample in metric.samples:
            if sample.name.endswith("_total"):
                found.kinds[sample.labels["kind"]] += int(sample.value)
    return found


async def try_one(app: Any, attempt: Attempt, found: Found, written: list[Any]) -> str:
    """One body; what was wrong with its end, empty if nothing."""
    try:
        status, body = await call(app, attempt)
    except Exception as error:
        found.statuses[500] += 1
        return f"{type(error).__name__}"
    found.statuses[status] += 1
    problems = [f"{line['event']} {line.get('error', '')} {line.get('at', '')}" for line in written if _is_bad(line)]
    written.clear()
    if problems:
        return "; ".join(problems)
    if status not in STATED:
        return f"status {status}"
    return "" if status != 200 or body == b"success" or body.startswith(b"<xml><") else "no answer of a callback"


def _is_bad(line: Any) -> bool:
    return line["log_level"] in {"warning", "error", "critical"}


async def call(app: Any, attempt: Attempt) -> tuple[int, bytes]:
    """The bare ASGI call: a client would take longer than the app."""
    query = str(httpx.QueryParams(attempt.query)).encode()
    scope: dict[str, Any] = {"type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST"}
    scope |= {"scheme": "http", "path": attempt.path, "raw_path": attempt.path.encode(), "root_path": ""}
    scope |= {"query_string": query, "headers": [(b"content-type", b"text/xml")]}
    scope |= {"client": ("127.0.0.1", 1), "server": ("web", 80)}
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": attempt.body, "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    await app(scope, receive, send)
    return sent[0]["status"], b"".join(message.get("body", b"") for message in sent[1:])
