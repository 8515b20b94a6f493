"""The platform's stand-in on a port of this machine, in a thread of its own: commands run an event loop themselves."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import uvicorn
from fastapi import FastAPI

from base.clock import FixedClock
from base.settings import Settings
from tests.conftest import WEDNESDAY
from tests.services import free_port
from webhook.simulator.api.routes import create_api
from webhook.simulator.api.sides import Side
from webhook.simulator.simulator import Simulator


@dataclass(frozen=True)
class PlatformSide:
    """A running stand-in; `side` is what it keeps of the first account."""

    simulator: Simulator
    side: Side
    url: str


@contextmanager
def platform_side() -> Iterator[PlatformSide]:
    """Serve the stand-in inside the `with`."""
    settings, port = Settings(), free_port()  # type: ignore[call-arg]
    simulator = Simulator(settings, FixedClock(WEDNESDAY))
    app = FastAPI()
    app.include_router(create_api(simulator))
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    side = simulator.sides.of(settings.accounts[0].appid)
    assert side is not None
    try:
        while not server.started:
            thread.join(0.01)
        yield PlatformSide(simulator, side, f"http://127.0.0.1:{port}/simulator/api")
    finally:
        server.should_exit = True
        thread.join()
