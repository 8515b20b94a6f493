"""Whatever comes to the callback, it answers as stated, and nothing of it is a failure of ours.

`unionbot bench fuzz-envelope` tries a hundred thousand of these.
"""

import asyncio
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.schema import create_schema
from base.bus import Bus
from base.clock import SystemClock
from base.database import Database
from base.encryption import Keyring
from bench.fuzz_run import Found, logged, try_one
from bench.mutations import Attempt, Mutator
from tests.httpx_calls import HttpxCalls
from tests.platform import FakePlatform
from tests.webhook.parts import ENGINE, StandInEngine, StandInSender, settings_with
from webhook.app import create_app
from webhook.dependencies import Dependencies
from webhook.engines import Engines

NOISE = st.binary(max_size=300) | st.text(alphabet="<xml>/![CDATA]&;a汉\x01 ='\"?", max_size=200).map(str.encode)
QUICK = settings(deadline=None, database=None, suppress_health_check=list(HealthCheck))


class Target:
    """A web process on SQLite in one mode, and everything that was found so far."""

    def __init__(self, folder: Path, mode: str, runner: asyncio.Runner, written: list[Any]) -> None:
        url = f"sqlite+aiosqlite:///{folder / f'{mode}.db'}"
        create_schema(url)
        own, clock = settings_with(wechat_mode=mode), SystemClock()
        self.platform, self.appid, self.now = FakePlatform(own, clock), own.wechat_appid, int(clock.now().timestamp())
        self.found, self._written, self._runner = Found(), written, runner
        self._bus, self._engines = Bus(), Engines([ENGINE], HttpxCalls(StandInEngine().transport))
        self._database = Database(url, Keyring(["fuzz"]))
        deps = Dependencies(own, self._database, clock, self._bus, self._engines, StandInSender())
        self._app = create_app(deps)

    def takes(self, attempt: Attempt) -> None:
        fault = self._runner.run(try_one(self._app, attempt, self.found, self._written))
        assert not fault, fault

    async def close(self) -> None:
        await self._app.state.work.drain()
        for part in (self._engines, self._bus, self._database):
            await part.close()


@pytest.fixture(params=["secure", "compatible"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Target]:
    with asyncio.Runner() as runner, logged() as written:
        target = Target(tmp_path, request.param, runner, written)
        yield target
        runner.run(target.close())


@settings(QUICK, max_examples=600)
@given(seed=st.integers(0, 2**32))
def test_callbacks_gone_wrong_never_make_it_fail(target: Target, seed: int) -> None:
    dice = random.Random(seed)
    target.takes(Mutator(target.platform, target.appid, dice, target.now).attempt())


@settings(QUICK, max_examples=150)
@given(body=NOISE)
def test_noise_never_makes_it_fail(target: Target, body: bytes) -> None:
    timestamp, nonce = "1", "n"
    query = {"timestamp": timestamp, "nonce": nonce, "signature": target.platform.sign(timestamp, nonce)}
    target.takes(Attempt(query, body))
    target.takes(Attempt({**query, "signature": body.hex()}, body))


def test_the_mutations_come_through_the_door(target: Target) -> None:
    """The control: a fuzzer that is turned away at the door would find nothing either."""
    dice = random.Random(7)
    mutator = Mutator(target.platform, target.appid, dice, target.now)
    for _ in range(400):
        target.takes(mutator.attempt())
    assert set(target.found.statuses) == {200, 400, 403}
    assert target.found.statuses[200] > 100


def test_a_fault_would_be_found(target: Target, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other control."""
    monkeypatch.setattr("webhook.envelope.content_of", lambda _: 1 / 0)
    mutator = Mutator(target.platform, target.appid, random.Random(7), target.now)
    with pytest.raises(AssertionError, match="callback_failed ZeroDivisionError"):
        for _ in range(50):
            target.takes(mutator.attempt())
    assert target.found.statuses[503] == 1
