"""Runs benchmarks by name, shows a table, keeps results.json."""

import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from rich.console import Console
from rich.markup import escape

from base.logging import configure_logging
from bench.catalogue import GROUPS, NAMES, Group
from bench.results import Result, merge, read, table, write

RESULTS = Path(__file__).with_name("results.json")


def run(names: Sequence[str]) -> int:
    """Run the named benchmarks, or all of them; returns the exit status (2 for a name that does not exist)."""
    screen = Console(stderr=True)
    if unknown := [name for name in names if name not in NAMES]:
        print(f"bench: no benchmark {', '.join(unknown)}; there are {', '.join(NAMES)}", file=sys.stderr)
        return 2
    configure_logging("ERROR")
    signal.signal(signal.SIGTERM, _interrupt)  # everything is taken down as on Ctrl-C
    wanted = list(names or NAMES)
    failed = False
    try:
        for group in GROUPS:
            if asked := [name for name in group.names if name in wanted]:
                failed |= not _run(group, asked, screen)
    except KeyboardInterrupt:
        print("bench: interrupted; what was finished is kept", file=sys.stderr)
        return 130
    results = [result for result in read(RESULTS) if result.name in wanted]
    Console().print(table(results))
    for result in results:
        Console().print(f"[bold]{result.name}[/bold]: {escape(result.note)}", highlight=False)
    return 1 if failed else 0


def _run(group: Group, names: list[str], screen: Console) -> bool:
    """Run one group; its results are written at once. False: it failed, which one line says."""
    began = time.monotonic()
    try:
        with screen.status(f"{', '.join(names)} …"):
            found: list[Result] = group.run(names)
    except Exception as error:  # the others may still run
        screen.print(f"[red]{', '.join(names)}: {type(error).__name__}: {escape(str(error))}[/red]", highlight=False)
        # An older figure must not pass for this run's.
        write(RESULTS, [result for result in read(RESULTS) if result.name not in names])
        return False
    write(RESULTS, merge(read(RESULTS), found, NAMES))
    screen.print(f"{', '.join(names)}: {time.monotonic() - began:.0f} s", highlight=False)
    return True


def _interrupt(*_: Any) -> NoReturn:
    raise KeyboardInterrupt
