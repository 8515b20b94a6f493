"""`serve`: everything on one machine. Starts web and engines as children, restarts what dies."""

import asyncio
import contextlib
import os
import signal
import socket
import sys
import time
from dataclasses import dataclass
from datetime import timedelta

import httpx
from rich.console import Console

from app.parts import build_clock, clock_offset
from app.watch import WATCH
from base.clock import MovableClock
from base.errors import UserError
from base.logging import get_logger
from base.settings import Settings

log = get_logger("serve")

BACKOFF_SECONDS = (0.2, 1.0, 3.0, 10.0)  # between restarts of a child that dies again and again
STEADY_SECONDS = 30.0  # a child that lived so long starts over with the shortest wait
STOP_SECONDS = 10.0
POLL_SECONDS = 0.1


@dataclass(frozen=True)
class Child:
    """A process that `serve` keeps alive: `unionbot` with these arguments."""

    name: str
    arguments: tuple[str, ...]


async def run(settings: Settings, engines: int) -> None:
    """Serve until Ctrl-C or SIGTERM; ends all children.

    Raises:
        UserError: the port is in use, or the database, the model or the knowledge is not fit to serve.
    """
    _check_port(settings.host, settings.port)
    settle_clock(settings)
    await _prepare(settings)
    engine_ports = [_free_port() for _ in range(engines)]
    environment = _child_environment(settings, engine_ports)
    children = [Child("web", ("web", "--with-console", "--with-worker"))]
    children += [Child(f"engine-{port}", ("engine", "--port", str(port))) for port in engine_ports]
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    keepers = [asyncio.create_task(_keep_alive(child, environment, stop)) for child in children]
    announcing = asyncio.create_task(_announce(settings))
    await stop.wait()
    announcing.cancel()
    await asyncio.gather(*keepers)


def settle_clock(settings: Settings) -> None:
    """A time asked for at the start is the time; otherwise the clock goes on where the simulator moved it."""
    clock = build_clock(settings)
    if not isinstance(clock, MovableClock) or not clock.moved:
        return
    if settings.clock:
        clock.reset()
    else:
        print(f"The clock is ahead by {clock.moved}: it was moved in the simulator (试验台), and is put right there.")


async def _prepare(settings: Settings) -> None:
    """Database, knowledge, first demo data, model: all that could fail does so here, in one line."""
    from app.prepare import prepare

    for line in await prepare(settings):
        print(line)


async def _keep_alive(child: Child, environment: dict[str, str], stop: asyncio.Event) -> None:
    deaths = 0
    while not stop.is_set():
        started = time.monotonic()
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "app",
            *child.arguments,
            env=environment,
            stdin=asyncio.subprocess.PIPE,  # closes when we die, however we die
            start_new_session=True,  # Ctrl-C reaches us alone: we end the children in order
        )
        stopping = asyncio.create_task(stop.wait())
        ended = asyncio.create_task(process.wait())
        await asyncio.wait({stopping, ended}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if stop.is_set():
            await _end(process)
            return
        deaths = 0 if time.monotonic() - started > STEADY_SECONDS else deaths + 1
        log.error("child_died", child=child.name, status=process.returncode, restarts=deaths)
        wait = BACKOFF_SECONDS[min(deaths, len(BACKOFF_SECONDS) - 1)]
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), wait)


async def _end(process: asyncio.subprocess.Process) -> None:
    """Ask a child to stop; kill it when it does not."""
    with contextlib.suppress(ProcessLookupError):
        process.terminate()
    try:
        await asyncio.wait_for(process.wait(), STOP_SECONDS)
    except TimeoutError:
        process.kill()
        await process.wait()


async def _announce(settings: Settings) -> None:
    """Show progress until a member would get a real answer, then where everything is."""
    began = time.monotonic()
    screen = Console()
    with screen.status("Loading the engine …") if screen.is_terminal else contextlib.nullcontext():
        async with httpx.AsyncClient() as client:
            while not await _is_ready(client, settings.self_url):  # noqa: ASYNC110  (another process: no event)
                await asyncio.sleep(POLL_SECONDS)
    print(f"Ready after {time.monotonic() - began:.1f} s. Ctrl-C stops everything.")
    if settings.simulator_on:
        print(f"  Chat like a member:   {settings.self_url}/simulator")
    print(f"  Answer like staff:    {settings.self_url}/console", flush=True)


async def _is_ready(client: httpx.AsyncClient, url: str) -> bool:
    try:
        return (await client.get(f"{url}/readyz")).status_code == 200
    except httpx.HTTPError:
        return False


def _check_port(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise UserError(f"Port {port} cannot be used ({error.strerror}); PORT=8080 takes another.") from error


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _child_environment(settings: Settings, engine_ports: list[int]) -> dict[str, str]:
    engine_urls = [f"http://127.0.0.1:{port}" for port in engine_ports]
    environment = os.environ | {"PORT": str(settings.port), WATCH: "1"}
    environment["UNIONBOT_ENGINE_URLS"] = settings.engine_urls or ",".join(engine_urls)
    if offset := clock_offset(settings):
        # Computed once, so that the clocks of all children agree.
        environment["UNIONBOT_CLOCK_OFFSET"] = str(offset / timedelta(seconds=1))
    return environment
