"""What the import of a roster shows and writes: a progress bar, the bad lines as a file, an empty roster."""

import csv
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from base.errors import UsageError, UserError
from union.roster.entering import Problem
from union.roster.files.template import template

SHOWN = 20  # of the bad lines on the terminal
HEADINGS = ["行号", "列", "原因"]
Write = Callable[[Sequence[object]], Any]


class Problems:
    """Bad lines on their way into the report; the first ones are kept to be shown."""

    def __init__(self, write: Write) -> None:
        self._write = write
        self.first: list[Problem] = []

    def add(self, problem: Problem) -> None:
        self._write([problem.line, problem.column, problem.why])
        if len(self.first) < SHOWN:
            self.first.append(problem)


@contextmanager
def problems_to(report: Path | None) -> Iterator[Problems]:
    """The report is written line by line, by its suffix as .xlsx or .csv; without one the first lines are kept only.

    Raises:
        UsageError: another suffix, or it cannot be written.
    """
    if report is None:
        yield Problems(lambda line: None)
    elif report.suffix == ".csv":
        with csv_file(report, HEADINGS) as write:
            yield Problems(write)
    elif report.suffix == ".xlsx":
        book = Workbook(write_only=True)
        sheet = book.create_sheet("没有导入的行")
        sheet.append(HEADINGS)
        yield Problems(sheet.append)
        _save(book, report)
    else:
        raise UsageError(f"{report}: the report must be .xlsx or .csv.")


@contextmanager
def csv_file(path: Path, headings: Sequence[str]) -> Iterator[Write]:
    """A csv that Excel opens in UTF-8."""
    try:
        file = path.open("w", encoding="utf-8-sig", newline="")
    except OSError as error:
        raise UserError(f"{path}: cannot be written ({error.strerror}).") from error
    with file:
        writer = csv.writer(file)
        writer.writerow(headings)
        yield writer.writerow


@contextmanager
def progress_bar() -> Iterator[Callable[[int, int], None]]:
    """On a terminal; elsewhere nothing is shown."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        task = progress.add_task("导入名册", total=None)
        yield lambda line, about: progress.update(task, completed=line, total=about or None)


def write_template(path: Path) -> None:
    """An empty roster: our headings, and cells kept as text, so that Excel changes no number.

    Raises:
        UserError: it cannot be written.
    """
    _save(template(), path)


def _save(book: Workbook, path: Path) -> None:
    try:
        book.save(path)
    except OSError as error:
        raise UserError(f"{path}: cannot be written ({error.strerror}).") from error
