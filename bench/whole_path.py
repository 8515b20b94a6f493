"""The whole path: signed and encrypted XML in and out, understanding, dialogue, database; turns a second.

The reference is the same load on a bare FastAPI route that only decrypts and encrypts (bare_web.py).
"""

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import httpx

from base.settings import Settings
from bench.callbacks import Callbacks, conversations
from bench.deployment import Deployment, prepared_var, real_services, serving
from bench.latency import Latency, latency
from bench.load import run_load
from bench.processes import BenchError, clean_environment, started
from bench.results import Result
from bench.script import DONE
from tests.services import free_port

WARM_UP_SECONDS = 2.0
SECONDS = 10.0
BARE_SECONDS = 3.0
MOST_PER_SECOND = 600  # turns made ready: more than two cores do


@dataclass(frozen=True)
class Measured:
    """A load and what became of it."""

    per_second: float
    latency_ms: Latency
    errors: Counter[str]
    signed_up: int


def run_sqlite(names: Sequence[str]) -> list[Result]:
    """The named ones of whole-path-sqlite-1 and -8."""
    results = []
    for name in names:  # each on a database of its own: the second would find the first one's members
        with prepared_var() as var, serving(var) as deployment:
            results.append(_measure(name, deployment))
    return results


def run_postgres(names: Sequence[str]) -> list[Result]:
    """whole-path-postgres-8: PostgreSQL (without fsync, as in tests) and Redis."""
    with real_services() as urls, prepared_var() as var, serving(var, *urls) as deployment:
        return [_measure(name, deployment) for name in names]


def _measure(name: str, deployment: Deployment) -> Result:
    connections = int(name.rsplit("-", 1)[1])
    deployment.make_room()
    ours = drive(deployment.settings, connections, SECONDS)
    web, engine = deployment.memory_mb("web"), deployment.memory_mb("engine")
    errors = ours.errors + Counter({"booking lost or doubled": abs(ours.signed_up - deployment.bookings())})
    with bare_web() as (settings, _):
        bare = drive(settings, connections, BARE_SECONDS, check=False)
    if bare.errors:
        raise BenchError(f"the reference failed: {_told(bare.errors)}")
    times = ours.latency_ms
    note = f"p50 {times.p50:.1f} ms, p99 {times.p99:.1f} ms, {_told(errors)}; web {web:.0f} MB, engine {engine:.0f} MB"
    more = {"p50_ms": times.p50, "p99_ms": times.p99, "errors": errors.total(), "web_mb": web, "engine_mb": engine}
    return Result(name, ours.per_second, bare.per_second, "turns/s", "higher", note, more)


def drive(settings: Settings, connections: int, seconds: float, *, check: bool = True) -> Measured:
    """Load a deployment for some seconds (and before, to warm it up) and look at every reply."""
    callbacks = Callbacks(settings)
    talks = conversations(int(MOST_PER_SECOND * (SECONDS + WARM_UP_SECONDS)))
    requests = callbacks.requests(talks)
    exchanges = run_load(settings.port, requests, connections, WARM_UP_SECONDS + seconds, again=not check)
    asked = [talks[each.conversation].lines[each.line].expects if check else "" for each in exchanges]
    problems = [callbacks.problem(each, expects) for each, expects in zip(exchanges, asked, strict=True)]
    errors = Counter(filter(None, problems))
    signed_up = sum(expects == DONE and not problem for expects, problem in zip(asked, problems, strict=True))
    counted = [each for each in exchanges if each.began > WARM_UP_SECONDS]
    if not counted:
        raise BenchError(f"no turn was answered: {_told(errors)}")
    elapsed = max(each.began + each.seconds for each in counted) - WARM_UP_SECONDS
    times = latency([each.seconds * 1e3 for each in counted])
    return Measured(len(counted) / elapsed, times, errors, signed_up)


@contextmanager
def bare_web() -> Iterator[tuple[Settings, int]]:
    """The reference, serving; yields settings that lead to it, and its process id."""
    port = free_port()
    settings = Settings(PORT=port)  # type: ignore[call-arg]
    with started("bench.bare_web", str(port), environment=clean_environment()) as process:
        for _ in range(500):
            try:
                httpx.get(f"{settings.self_url}/readyz", trust_env=False)
                break
            except httpx.TransportError:
                time.sleep(0.02)
        yield settings, process.pid


def _told(errors: Counter[str]) -> str:
    listed = ", ".join(f"{number}× {problem}" for problem, number in errors.most_common() if number)
    return f"errors: {listed}" if listed else "0 errors"
