"""Where processes wait for each other, so that all begin at the same moment."""

import time
from multiprocessing.synchronize import Barrier

SECONDS = 60.0  # to import and connect

_barriers: list[Barrier] = []


def use(barrier: Barrier) -> None:
    """In each process, before its work: the gate it will wait at."""
    _barriers[:] = [barrier]


def wait() -> float:
    """Wait for the others; the moment at which all were there, in seconds since 1970."""
    _barriers[0].wait(SECONDS)
    return time.time()
