"""Figures of one run: rows of a measure, what was reached, what the baseline reaches in the same run."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from rich.table import Table

Number = float | int | None


@dataclass(frozen=True)
class Row:
    """A float is a share or a score, an int a count, None was not measured. `of`: how many cases."""

    measure: str
    ours: Number
    baseline: Number = None
    of: int | None = None
    aim: str = ""


@dataclass(frozen=True)
class Section:
    """One table. `baseline`: what its last figures belong to, "" where there is none."""

    title: str
    rows: list[Row] = field(default_factory=list)
    baseline: str = ""
    note: str = ""


def compare(measure: str, both: Iterable[Number], of: int | None = None, aim: str = "") -> Row:
    """A row of our figure and the baseline's."""
    ours, baseline = both
    return Row(measure, ours, baseline, of, aim)


def as_table(section: Section) -> Table:
    table = Table(title=section.title, title_justify="left", caption=section.note or None, caption_justify="left")
    table.add_column("measure", overflow="fold")
    columns = ["of", "ours", *([section.baseline] if section.baseline else []), "aim"]
    for column in columns:
        table.add_column(column, justify="right")
    for row in section.rows:
        baseline = [written(row.baseline)] if section.baseline else []
        table.add_row(row.measure, written(row.of), written(row.ours), *baseline, row.aim)
    return table


def written(number: Number) -> str:
    """Three decimals for a share or a score, a count as it is, nothing for what was not measured."""
    if number is None:
        return ""
    return f"{number:,}" if isinstance(number, int) else f"{number:.3f}"


def as_json(sections: Iterable[Section]) -> list[dict[str, Any]]:
    return [asdict(section) for section in sections]


def share(found: Iterable[bool]) -> float | None:
    """How many of them are true; None of nothing."""
    every = list(found)
    return sum(every) / len(every) if every else None
