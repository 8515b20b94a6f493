"""All benchmarks by name. Those of a group share what is slow to start."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench import (
    console_pages,
    engine_turn,
    footprint,
    fuzz,
    nearest_place,
    roster_import,
    rush,
    rush_path,
    search_speed,
    slot_search,
    slow_engine,
    web_alone,
    whole_path,
)
from bench.results import Result


@dataclass(frozen=True)
class Group:
    """Benchmarks run together. `run` gets the names asked for, and returns their results."""

    names: tuple[str, ...]
    run: Callable[[Sequence[str]], list[Result]]


# Comes with the speed issue: whole-path-vs-stock and whole-path-vs-stock-postgres (the stock Rasa stack under
# the load of whole_path.py, in an environment of its own).
GROUPS = (
    Group(("whole-path-sqlite-1", "whole-path-sqlite-8"), whole_path.run_sqlite),
    Group(("whole-path-postgres-8",), whole_path.run_postgres),
    Group(("rush-sqlite",), rush.run_sqlite),
    Group(("rush-postgres",), rush.run_postgres),
    Group(("rush-path-sqlite",), rush_path.run_sqlite),
    Group(("rush-path-postgres",), rush_path.run_postgres),
    Group(("ready-seconds", "engine-mb", "web-mb"), footprint.run),
    Group(("install-mb",), footprint.run_install),
    Group(("search-ms-1000",), search_speed.run),
    Group(("search-ms-100000",), search_speed.run),
    Group((slot_search.NAME,), slot_search.run),
    Group((nearest_place.NAME,), nearest_place.run),
    Group((roster_import.NAME,), roster_import.run),
    Group(("engine-turn-ms",), engine_turn.run),
    Group(("web-cpu-ms", "web-latency-ms", "refused-cpu-ms"), web_alone.run),
    Group(("slow-engine-2000",), slow_engine.run),
    Group(console_pages.NAMES, console_pages.run),
    Group(("fuzz-envelope",), fuzz.run),
)
NAMES = tuple(name for group in GROUPS for name in group.names)
