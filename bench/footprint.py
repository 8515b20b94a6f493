"""Time to readiness, memory, and size of the installation."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from bench.callbacks import Callbacks, conversations
from bench.deployment import prepared_var, serving
from bench.load import run_load
from bench.processes import MB, BenchError, memory_mb, started
from bench.results import Result
from bench.whole_path import bare_web
from bot.train import model_path

TURNS = 500
CONNECTIONS = 4
LONGEST = 60.0
READY_NOTE = "a second start; reference: bare Rasa loads the same model; target 12 s"
ENGINE_NOTE = f"after {TURNS} turns; reference: bare Rasa with the same model loaded; target 400 MB"
WEB_NOTE = f"after {TURNS} turns, with console and worker; reference: bare FastAPI and wechatpy; target 250 MB"


def run(names: Sequence[str]) -> list[Result]:
    """The named ones of ready-seconds, engine-mb and web-mb; references: bare Rasa, and the bare FastAPI route."""
    with prepared_var() as var:
        with serving(var) as first:
            first_seconds = first.ready_seconds
        with serving(var) as second:
            _answer_turns(second.settings.port, Callbacks(second.settings))
            seconds, engine, web = second.ready_seconds, second.memory_mb("engine"), second.memory_mb("web")
        bare_seconds, bare_engine = _bare_engine(model_path(var))
        web_reference = _bare_web()
    found = [
        Result("ready-seconds", seconds, bare_seconds, "s", "lower", READY_NOTE, {"first_start": first_seconds}),
        Result("engine-mb", engine, bare_engine, "MB", "lower", ENGINE_NOTE),
        Result("web-mb", web, web_reference, "MB", "lower", WEB_NOTE),
    ]
    return [result for result in found if result.name in names]


def run_install(names: Sequence[str]) -> list[Result]:
    """install-mb: the environment that `make setup` made."""
    size = sum(entry.stat().st_size for entry in _files(Path(sys.prefix)))
    note = f"{sys.prefix}; nothing to compare with; target 1000 MB"
    return [Result(name, size / MB, None, "MB", "lower", note) for name in names]


def _answer_turns(port: int, callbacks: Callbacks) -> None:
    talks = conversations(TURNS)
    exchanges = run_load(port, callbacks.requests(talks), CONNECTIONS, LONGEST)
    if len(exchanges) < TURNS:
        raise BenchError(f"only {len(exchanges)} of {TURNS} turns in {LONGEST:.0f} s")


def _bare_engine(model: Path) -> tuple[float, float]:
    """Seconds until a process with nothing but Rasa has loaded the model, and its memory then."""
    began = time.perf_counter()
    with started("bench.bare_engine", str(model), stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        if not process.stdout.readline():
            raise BenchError("bare Rasa did not load the model")
        return time.perf_counter() - began, memory_mb(process.pid)


def _bare_web() -> float:
    with bare_web() as (settings, pid):
        _answer_turns(settings.port, Callbacks(settings))
        return memory_mb(pid)


def _files(folder: Path) -> list[Path]:
    found = (Path(where) / name for where, _, names in os.walk(folder) for name in names)
    return [path for path in found if not path.is_symlink()]
