"""100,000 bodies at the callback: real ones gone wrong, and noise. Is there one that makes it fail?"""

import multiprocessing
import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from base.logging import configure_logging
from bench.fuzz_run import Found, fuzz
from bench.results import Result

BODIES = 100_000
EACH = 2_500  # bodies on one database, from one seed
FIRST_SEED = 1_000
SHOWN = 10
NOTE = (
    "500s and other faults in {tried:,} bodies (mutated callbacks, noise) through the real route on SQLite; {statuses}"
)


def run(_: Sequence[str]) -> list[Result]:
    """fuzz-envelope."""
    found = fuzz_all(BODIES)
    for fault in found.faults[:SHOWN]:
        print(f"fuzz-envelope: {fault}")
    statuses = ", ".join(f"{status}: {number:,}" for status, number in sorted(found.statuses.items()))
    note = NOTE.format(tried=found.tried, statuses=statuses)
    taken = {f"kind_{kind}": number for kind, number in sorted(found.kinds.items())}
    return [Result("fuzz-envelope", len(found.faults), None, "faults", "lower", note, {"tried": found.tried, **taken})]


def fuzz_all(bodies: int) -> Found:
    """In as many processes as there are cores."""
    found = Found()
    seeds = range(FIRST_SEED, FIRST_SEED + bodies // EACH)
    spawned = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(os.cpu_count(), spawned, partial(configure_logging, "WARNING")) as pool:
        for one in pool.map(partial(fuzz, bodies=EACH), seeds):
            found.add(one)
    return found
