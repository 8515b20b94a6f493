"""Processes that a benchmark starts, and their memory."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx

from base.errors import UserError
from bench import ROOT

STOP_SECONDS = 20
MB = 1e6


class BenchError(UserError):
    """A benchmark could not be run; the message says why."""


@contextmanager
def started(*arguments: str, environment: Mapping[str, str] | None = None, **options: Any) -> Iterator[Any]:
    """`python -m …` in the project's folder, ended when the `with` ends, also on Ctrl-C. Yields the Popen."""
    command = [sys.executable, "-m", *arguments]
    # A session of its own: Ctrl-C reaches us alone, and we end it in order.
    process = subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True, **options)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                stream.close()


def wait_for(ready: Callable[[], bool], seconds: float = 30.0) -> None:
    """Ask until it is so; a server that is not up yet is asked again.

    Raises:
        BenchError: it took longer.
    """
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        with suppress(httpx.TransportError):
            if ready():
                return
        time.sleep(0.02)
    raise BenchError("a process did not become ready")


def clean_environment(**values: str) -> dict[str, str]:
    """Our environment without settings of the deployment at hand, and with `values`."""
    kept = {name: value for name, value in os.environ.items() if name != "PORT" and not name.startswith("UNIONBOT_")}
    return kept | values


def children(pid: int) -> dict[int, list[str]]:
    """Process id -> command line of the direct children."""
    pids = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return {int(child): Path(f"/proc/{child}/cmdline").read_text().split("\0") for child in pids}


def memory_mb(pid: int) -> float:
    """Proportional set size: what the process adds to the machine, shared pages counted by their share."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024 / MB
    raise BenchError(f"no Pss of process {pid}")
