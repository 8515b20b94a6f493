"""A throw-away deployment: the real `unionbot serve` on a free port, with a folder and a database of its own."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import redis
import sqlalchemy as sa
from pydantic import SecretStr

from app.schema import sync_url
from base.settings import Settings, load_settings
from bench.processes import BenchError, children, clean_environment, memory_mb, started
from tests.services import free_port, postgres_server, redis_server

SECRET = "bench-secret"
READY_SECONDS = 120.0
POLL_SECONDS = 0.02
ROOM = 1_000_000  # places an event, so that sign-ups never end at "full"


@dataclass(frozen=True)
class Deployment:
    """What runs. `ready_seconds`: from the start of `serve` to the first 200 of /readyz."""

    settings: Settings
    pid: int
    ready_seconds: float

    def memory_mb(self, part: str) -> float:
        """The memory of the `web` or the `engine` process."""
        return memory_mb(next(pid for pid, command in children(self.pid).items() if part in command))

    def make_room(self, session_id: str = "%", places: int = ROOM) -> None:
        """Let the demo events, or one of their sessions, take as many as the load brings beside those who have one."""
        self._execute(f"UPDATE quotas SET capacity = taken + {places} WHERE session_id LIKE '{session_id}'")

    def bookings(self, session_id: str = "%") -> int:
        """Live bookings of others than the demo members."""
        return self._execute(
            "SELECT count(*) FROM bookings JOIN members ON members.id = bookings.member_id"
            " WHERE bookings.status <> 'cancelled' AND members.account <> 'demo'"
            f" AND bookings.session_id LIKE '{session_id}'"
        )

    def taken(self, session_id: str) -> int:
        """Places taken, beside those of the demo members."""
        return self._execute(f"SELECT sum(taken) FROM quotas WHERE session_id = '{session_id}'") - self._execute(
            "SELECT count(*) FROM bookings JOIN members ON members.id = bookings.member_id"
            f" WHERE members.account = 'demo' AND bookings.status = 'booked' AND session_id = '{session_id}'"
        )

    def _execute(self, statement: str) -> int:
        engine = sa.create_engine(sync_url(self.settings.sql_url))
        with engine.begin() as connection:
            result = connection.execute(sa.text(statement))
            number = int(result.scalar_one()) if result.returns_rows else result.rowcount
        engine.dispose()
        return number


@contextmanager
def prepared_var() -> Iterator[Path]:
    """A folder for a deployment with the project's own model in it, trained first if it is not there."""
    from bot.train import model_path

    theirs = load_settings().var
    if not model_path(theirs).exists():
        with started("app", "train", environment=clean_environment(UNIONBOT_VAR=str(theirs))) as training:
            if training.wait():
                raise BenchError("there is no model and the training failed: run `make setup`")
    with tempfile.TemporaryDirectory(prefix="unionbot-bench-") as folder:
        target = model_path(Path(folder))
        target.parent.mkdir()
        shutil.copy(model_path(theirs), target)
        yield Path(folder)


@contextmanager
def serving(var: Path, database_url: str = "", redis_url: str = "", *, engines: int = 1) -> Iterator[Deployment]:
    """`unionbot serve` until the `with` ends, on SQLite under `var` by default.

    Raises:
        BenchError: it did not become ready.
    """
    values = {"UNIONBOT_VAR": str(var), "UNIONBOT_SECRET_KEYS": SECRET, "UNIONBOT_LOG_LEVEL": "WARNING"}
    if database_url:
        values |= {"UNIONBOT_DATABASE_URL": database_url, "UNIONBOT_REDIS_URL": redis_url}
    port = free_port()
    settings = Settings(  # type: ignore[call-arg]
        var=var, database_url=database_url, redis_url=redis_url, secret_keys=SecretStr(SECRET), PORT=port
    )
    log = var / "serve.log"
    with log.open("wb") as file:
        began = time.perf_counter()
        arguments = ("app", "serve", "--port", str(port), "--engines", str(engines))
        with started(*arguments, environment=clean_environment(**values), stdout=file, stderr=file) as process:
            seconds = _wait_until_ready(f"{settings.self_url}/readyz", process, began, log)
            yield Deployment(settings, process.pid, seconds)


@contextmanager
def real_services() -> Iterator[tuple[str, str]]:
    """PostgreSQL and Redis of this run alone; yields their URLs."""
    with postgres_server() as address, redis_server() as redis_url:
        try:
            yield f"postgresql+asyncpg://postgres@{address}/postgres", redis_url
        finally:
            # Before redis_server sees an exception, with which it would wait for Redis and not end it.
            redis.Redis.from_url(redis_url).shutdown(nosave=True)


def _wait_until_ready(url: str, process: object, began: float, log: Path) -> float:
    with httpx.Client(trust_env=False) as client:
        while time.perf_counter() - began < READY_SECONDS and process.poll() is None:  # type: ignore[attr-defined]
            try:
                if client.get(url).status_code == httpx.codes.OK:
                    return time.perf_counter() - began
            except httpx.TransportError:
                pass
            time.sleep(POLL_SECONDS)
    raise BenchError(f"`serve` did not become ready: {' | '.join(log.read_text().splitlines()[-3:])}")
