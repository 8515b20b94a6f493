"""2,000 members at once before an engine that takes 6 s: is everybody answered in time, and every reply pushed once?

The web process alone on SQLite, a verified account, members who have never written before. No reference: the target
is the platform's deadline itself.
"""

import time
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass

import httpx
import sqlalchemy as sa

from app.schema import sync_url
from base.settings import Settings
from bench.callbacks import Callbacks
from bench.crowd import all_at_once
from bench.latency import Latency, latency
from bench.load import Exchange
from bench.processes import BenchError, started
from bench.results import Result
from bench.web_alone import web_alone
from tests.services import free_port

MEMBERS = 2_000
ENGINE_SECONDS = 6.0
DEADLINE = 5.0
PATIENCE = 90.0  # seconds until the last push
CALM = 3.0  # seconds without a new push, and nothing under way: it is over
NOTE = (
    "slowest response to {members:,} members at once, engine answers after 6 s, SQLite; deadline 5 s; p50 {p50:.2f} s,"
    " p99 {p99:.2f} s; not answered in time {missed}; pushed {pushed}, lost {lost}, twice {twice}"
    " (the last {last:.0f} s after the question)"
)


@dataclass(frozen=True)
class Pushed:
    """What the platform was asked to send to the crowd. `last`: seconds after the questions."""

    once: int
    lost: int
    twice: int
    last: float


def run(names: Sequence[str]) -> list[Result]:
    """slow-engine-2000."""
    with ExitStack() as stack:
        port = free_port()
        platform = f"http://127.0.0.1:{port}"
        stack.enter_context(started("bench.push_stand_in", str(port)))
        environment = {"UNIONBOT_WECHAT_API_URL": platform, "UNIONBOT_SIMULATOR": "false"}
        settings, _ = stack.enter_context(web_alone(engine_seconds=ENGINE_SECONDS, **environment))
        openids = [f"crowd-{number}" for number in range(MEMBERS)]
        callbacks = Callbacks(settings)
        requests = [callbacks.request(openid, f"我是{openid}，疗休养怎么报名？") for openid in openids]
        began = time.monotonic()
        exchanges = all_at_once(settings.port, requests)
        pushed = _pushed(settings, platform, openids, began)
        routes = _routes(settings)
    return [_result(exchanges, pushed, routes)]


def _result(exchanges: Sequence[Exchange], pushed: Pushed, routes: Counter[str]) -> Result:
    times: Latency = latency([each.seconds for each in exchanges])
    good = sum(each.body == b"success" and each.seconds < DEADLINE for each in exchanges)
    missed = len(exchanges) - good
    note = NOTE.format(
        members=len(exchanges),
        p50=times.p50,
        p99=times.p99,
        missed=missed,
        pushed=pushed.once,
        lost=pushed.lost,
        twice=pushed.twice,
        last=pushed.last,
    )
    if set(routes) != {"pushed"}:
        note += f"; claims: {dict(routes)}"
    more: dict[str, float] = {"missed": missed, "pushed": pushed.once, "lost": pushed.lost, "twice": pushed.twice}
    more |= {"p50_s": times.p50, "p99_s": times.p99}
    return Result("slow-engine-2000", times.worst, None, "s", "lower", note, more)


def _pushed(settings: Settings, platform: str, openids: Sequence[str], began: float) -> Pushed:
    """Wait until nothing is under way and no push has come for a while."""
    sent: dict[str, int] = {}
    changed = time.monotonic()
    with httpx.Client(trust_env=False) as client:
        while time.monotonic() < began + PATIENCE:
            now_sent = client.get(f"{platform}/sent").json()
            if now_sent != sent:
                sent, changed = now_sent, time.monotonic()
            elif time.monotonic() > changed + CALM and not _under_way(settings):
                break
            time.sleep(0.1)
    if strangers := set(sent) - set(openids):
        raise BenchError(f"{len(strangers)} pushes to people who asked nothing")
    counts = [sent.get(openid, 0) for openid in openids]
    return Pushed(counts.count(1), counts.count(0), sum(n > 1 for n in counts), changed - began)


def _under_way(settings: Settings) -> int:
    routes = _routes(settings)
    return routes["open"] + routes["push"] + routes["pushing"]


def _routes(settings: Settings) -> Counter[str]:
    """How the replies travelled, by the claims."""
    engine = sa.create_engine(sync_url(settings.sql_url))
    with engine.connect() as connection:
        rows = connection.execute(sa.text("SELECT route, count(*) FROM inbound_claims GROUP BY route")).all()
    engine.dispose()
    return Counter({str(route): int(number) for route, number in rows})
