"""Where processes wait for each other, so that all begin at the same moment; and what each did then."""

import time
from dataclasses import dataclass
from multiprocessing.synchronize import Barrier

SECONDS = 60.0  # to import and connect

_barriers: list[Barrier] = []


@dataclass(frozen=True)
class Moment:
    """Seconds since 1970, and of CPU of this process so far."""

    at: float
    cpu: float


@dataclass(frozen=True)
class Had:
    """What one process had of a rush: the moments of its bookings, and how many attempts were answered."""

    began: Moment
    booked: list[Moment]
    ended: Moment
    answered: int


def use(barrier: Barrier) -> None:
    """In each process, before its work: the gate it will wait at."""
    _barriers[:] = [barrier]


def wait() -> Moment:
    """Wait for the others; the moment at which all were there."""
    _barriers[0].wait(SECONDS)
    return moment()


def moment() -> Moment:
    return Moment(time.time(), time.process_time())
