"""One turn inside the engine's process: `Engine.turn` with its state in SQL, against stock Rasa's `handle_message`.

Both get the same messages and actions, each in a process of its own: the engine mends Rasa where it runs.
"""

import importlib
import multiprocessing
import statistics
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from bench.deployment import prepared_var
from bench.latency import latency
from bench.results import Result


def run(names: Sequence[str]) -> list[Result]:
    """engine-turn-ms: the mean over mixed turns."""
    with prepared_var() as var:
        ours, bare = _in_process("ours", var), _in_process("bare", var)
    times = latency(ours)
    note = f"mean; p50 {times.p50:.1f}, p99 {times.p99:.1f}; reference: Rasa's processor as it is, state in memory"
    mean, reference = statistics.fmean(ours), statistics.fmean(bare)
    return [Result(name, mean, reference, "ms", "lower", note, {"p99_ms": times.p99}) for name in names]


def _in_process(which: str, var: Path) -> list[float]:
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(_measure, which, var).result()


def _measure(which: str, var: Path) -> list[float]:
    times: list[float] = getattr(importlib.import_module("bench.engine_loops"), which)(var)
    return times
