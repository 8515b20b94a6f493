"""The web process alone: an engine that answers at once, SQLite; CPU a message, and latency on one connection.

The reference is the bare FastAPI route that only decrypts and encrypts (bare_web.py), under the same load.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from app.schema import create_schema
from base.settings import Settings
from bench.callbacks import Callbacks
from bench.latency import Latency, latency
from bench.load import Requests, run_load
from bench.processes import BenchError, clean_environment, started, wait_for
from bench.results import Result
from bench.whole_path import bare_web
from tests.services import free_port

SECRET = "bench-secret"
SECONDS = 6.0
MESSAGES = 6_000  # more than one connection brings
MEMBERS = 200
CPU_NOTE = "of CPU a message, engine answering at once, SQLite, one connection; target 1.5 ms"
LATENCY_NOTE = "p50 {p50:.2f} ms, p99 {p99:.2f} ms, the same run; target 3 ms at the median"

REFUSED_NOTE = "of CPU to refuse a wrong signature, one connection; the reference is a message that is answered"


@dataclass(frozen=True)
class Measured:
    """What one load cost."""

    cpu_ms: float
    latency_ms: Latency


def run(names: Sequence[str]) -> list[Result]:
    """The named ones of web-cpu-ms, web-latency-ms and refused-cpu-ms."""
    with web_alone() as (settings, pid):
        ours = _measure(settings, pid, _requests(settings))
        refused = _measure(settings, pid, _forged(settings), httpx.codes.FORBIDDEN)
    with bare_web() as (settings, pid):
        bare = _measure(settings, pid, _requests(settings))
    note = LATENCY_NOTE.format(p50=ours.latency_ms.p50, p99=ours.latency_ms.p99)
    found = [
        Result("web-cpu-ms", ours.cpu_ms, bare.cpu_ms, "ms", "lower", CPU_NOTE),
        Result("web-latency-ms", ours.latency_ms.p50, bare.latency_ms.p50, "ms", "lower", note),
        Result("refused-cpu-ms", refused.cpu_ms, ours.cpu_ms, "ms", "lower", REFUSED_NOTE),
    ]
    return [result for result in found if result.name in names]


@contextmanager
def web_alone(engine_seconds: float = 0.0, **environment: str) -> Iterator[tuple[Settings, int]]:
    """A web process with an engine that answers after so many seconds; settings that lead to it, its process id."""
    with TemporaryDirectory(prefix="unionbot-bench-") as folder:
        port, engine = free_port(), free_port()
        settings = Settings(var=Path(folder), PORT=port)  # type: ignore[call-arg]
        create_schema(settings.sql_url)
        values = {"UNIONBOT_VAR": folder, "UNIONBOT_SECRET_KEYS": SECRET, "UNIONBOT_LOG_LEVEL": "WARNING"}
        values |= {"UNIONBOT_ENGINE_URLS": f"http://127.0.0.1:{engine}", **environment}
        with (
            started("bench.prompt_engine", str(engine), str(engine_seconds)),
            started("app", "web", "--port", str(port), environment=clean_environment(**values)) as process,
        ):
            wait_for(lambda: httpx.get(f"{settings.self_url}/readyz", trust_env=False).status_code == httpx.codes.OK)
            yield settings, process.pid


def _measure(settings: Settings, pid: int, requests: Requests, expected: int = httpx.codes.OK) -> Measured:
    warm, load = requests[: MEMBERS * 2], requests[MEMBERS * 2 :]
    run_load(settings.port, warm, 1, SECONDS)
    before = _cpu_seconds(pid)
    exchanges = run_load(settings.port, load, 1, SECONDS)
    cpu = _cpu_seconds(pid) - before
    if wrong := sum(each.status != expected for each in exchanges):
        raise BenchError(f"{wrong} of {len(exchanges)} messages were not answered with {expected}")
    return Measured(cpu / len(exchanges) * 1e3, latency([each.seconds * 1e3 for each in exchanges]))


def _requests(settings: Settings) -> Requests:
    callbacks = Callbacks(settings)
    return [[callbacks.request(f"bench-{n % MEMBERS}", f"第{n}个问题：疗休养怎么报名？")] for n in range(MESSAGES)]


def _forged(settings: Settings) -> Requests:
    """The same with wrong signatures."""
    return [[request.replace(b"?signature=", b"?signature=0") for request in each] for each in _requests(settings)]


def _cpu_seconds(pid: int) -> float:
    """User and system time of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
