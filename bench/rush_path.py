"""The rush through the whole message path: 2,000 members, 500 places, signed callbacks into web processes.

Each member writes three messages: which event, name and phone, a yes. Afterwards each must have heard exactly one
outcome, and places taken, bookings and those who heard of one must be the same number.
The reference is the same load on a bare FastAPI route that only decrypts and encrypts (bare_web.py).
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

import httpx

from bench.callbacks import Callbacks
from bench.deployment import SECRET, Deployment, prepared_var, real_services, serving
from bench.latency import latency
from bench.load import Exchange, run_load
from bench.processes import children, clean_environment, started, wait_for
from bench.results import Result
from bench.script import DONE, Conversation, Line
from bench.whole_path import BARE_SECONDS, bare_web
from tests.services import free_port

MEMBERS, PLACES = 2_000, 500
EVENT = "demo-health-check"
CONNECTIONS = 16  # of all web processes together
SECONDS = 600.0  # long enough for all
FULL = "名额不够了"


@dataclass(frozen=True)
class Heard:
    """What the members heard."""

    per_second: float
    booked: int
    refused: int
    without: int
    with_two: int
    problems: Counter[str]
    p50_ms: float
    p99_ms: float


def run_sqlite(names: Sequence[str]) -> list[Result]:
    """rush-path-sqlite: one web process, one engine."""
    with prepared_var() as var, serving(var) as deployment:
        return [_measure(name, deployment, [deployment.settings.port]) for name in names]


def run_postgres(names: Sequence[str]) -> list[Result]:
    """rush-path-postgres: two web processes, two engines, PostgreSQL (without fsync, as in tests) and Redis."""
    with (
        real_services() as urls,
        prepared_var() as var,
        serving(var, *urls, engines=2) as deployment,
        _second_web(deployment) as port,
    ):
        return [_measure(name, deployment, [deployment.settings.port, port]) for name in names]


def talks() -> list[Conversation]:
    """What each member writes."""
    asks, agrees = Line("我想报名体检"), Line("好的，确认", DONE)
    return [
        Conversation(f"o-rushes-{number}", (asks, Line(f"李小红 139{number:08d}"), agrees)) for number in range(MEMBERS)
    ]


def _measure(name: str, deployment: Deployment, ports: Sequence[int]) -> Result:
    deployment.make_room(EVENT, PLACES)
    callbacks = Callbacks(deployment.settings)
    heard = _heard(callbacks, _load(callbacks, ports, talks()))
    bookings, taken = deployment.bookings(EVENT), deployment.taken(EVENT)
    with bare_web() as (settings, _):
        requests = Callbacks(settings).requests(talks())
        bare = run_load(settings.port, requests, CONNECTIONS, BARE_SECONDS, again=True)
    wrong = len({heard.booked, bookings, taken, PLACES}) > 1 or heard.without + heard.with_two > 0
    note = f"{MEMBERS} members for {PLACES} places: {heard.booked} heard of their booking, {heard.refused} that it is "
    note += f"full, {heard.without} nothing, {heard.with_two} two things; {bookings} bookings, {taken} places taken"
    note += f"{', COUNTS DIFFER' if wrong else ''}; p50 {heard.p50_ms:.0f} ms, p99 {heard.p99_ms:.0f} ms; "
    note += ", ".join(f"{count}× {problem}" for problem, count in heard.problems.items()) or "0 errors"
    more: dict[str, float] = {"booked": heard.booked, "bookings": bookings, "taken": taken, "refused": heard.refused}
    more |= {"without_outcome": heard.without, "p50_ms": heard.p50_ms, "p99_ms": heard.p99_ms}
    elapsed = max(each.began + each.seconds for each in bare)
    return Result(name, heard.per_second, len(bare) / elapsed, "turns/s", "higher", note, more)


def _load(callbacks: Callbacks, ports: Sequence[int], all_talks: Sequence[Conversation]) -> list[Exchange]:
    """All members on all web processes, every member on one; conversations numbered as in `all_talks`."""

    def on_one(which: int) -> list[Exchange]:
        requests = callbacks.requests(all_talks[which :: len(ports)])
        found = run_load(ports[which], requests, CONNECTIONS // len(ports), SECONDS)
        numbers = range(which, len(all_talks), len(ports))
        return [
            Exchange(numbers[each.conversation], each.line, each.began, each.seconds, each.status, each.body)
            for each in found
        ]

    with ThreadPoolExecutor(len(ports)) as pool:
        return [each for found in pool.map(on_one, range(len(ports))) for each in found]


def _heard(callbacks: Callbacks, exchanges: Sequence[Exchange]) -> Heard:
    outcomes, problems = defaultdict[int, list[str]](list), Counter[str]()
    for each in exchanges:
        problem = callbacks.problem(each, "")
        problems.update([problem] if problem else [])
        reply = "" if problem else callbacks.reply(each)
        outcomes[each.conversation] += [word for word in (DONE, FULL) if word in reply]
    # Who heard "full" at first still wrote the rest; what that is answered is no outcome.
    counted = Counter(found[0] for found in outcomes.values() if len(set(found)) == 1)
    times = latency([each.seconds * 1e3 for each in exchanges])
    return Heard(
        per_second=len(exchanges) / max(each.began + each.seconds for each in exchanges),
        booked=counted[DONE],
        refused=counted[FULL],
        without=MEMBERS - sum(1 for found in outcomes.values() if found),
        with_two=sum(len(set(found)) > 1 or found.count(DONE) > 1 for found in outcomes.values()),
        problems=problems,
        p50_ms=times.p50,
        p99_ms=times.p99,
    )


@contextmanager
def _second_web(deployment: Deployment) -> Iterator[int]:
    """Another web process of the deployment, on the same engines; its port."""
    commands = children(deployment.pid).values()
    engines = [command[command.index("--port") + 1] for command in commands if "engine" in command]
    settings, port = deployment.settings, free_port()
    values = {
        "UNIONBOT_VAR": str(settings.var),
        "UNIONBOT_SECRET_KEYS": SECRET,
        "UNIONBOT_LOG_LEVEL": "WARNING",
        "UNIONBOT_DATABASE_URL": settings.database_url,
        "UNIONBOT_REDIS_URL": settings.redis_url,
        "UNIONBOT_ENGINE_URLS": ",".join(f"http://127.0.0.1:{engine}" for engine in engines),
    }
    with (settings.var / "web.log").open("wb") as log:
        environment = clean_environment(**values)
        with started("app", "web", "--port", str(port), environment=environment, stdout=log, stderr=log):
            ready = f"http://127.0.0.1:{port}/readyz"
            wait_for(lambda: httpx.get(ready, trust_env=False).status_code == httpx.codes.OK, 60)
            yield port
