"""What a benchmark found, and bench/results.json."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from rich.table import Table

Better = Literal["higher", "lower"]
_FIELDS = ("name", "ours", "reference", "unit", "ratio", "better", "note")


@dataclass(frozen=True)
class Result:
    """One figure beside its reference (None where there is nothing real to compare with).

    `more`: further numbers of the same run, written beside the others.
    """

    name: str
    ours: float
    reference: float | None
    unit: str
    better: Better
    note: str = ""
    more: Mapping[str, float] = field(default_factory=dict)

    @property
    def ratio(self) -> float | None:
        """Ours against the reference."""
        return self.ours / self.reference if self.reference else None

    def as_json(self) -> dict[str, Any]:
        """The contract's fields, and those of `more`."""
        fixed = {name: _rounded(getattr(self, name)) for name in _FIELDS}
        return fixed | {name: _rounded(value) for name, value in self.more.items()}


def merge(before: Sequence[Result], new: Sequence[Result], order: Sequence[str]) -> list[Result]:
    """The results with the new ones in the place of those of the same name; names no longer in `order` go."""
    latest = {result.name: result for result in [*before, *new]}
    return [latest[name] for name in order if name in latest]


def read(path: Path) -> list[Result]:
    """The results of earlier runs; none where the file is missing or was cut off."""
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return []
    return [_from_json(row) for row in rows]


def write(path: Path, results: Sequence[Result]) -> None:
    """Replace the file."""
    text = json.dumps([result.as_json() for result in results], ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")


def table(results: Sequence[Result]) -> Table:
    """The results for people."""
    shown = Table()
    shown.add_column("benchmark", no_wrap=True)
    for heading in ("ours", "reference", "ratio"):
        shown.add_column(heading, justify="right", no_wrap=True)
    for heading in ("unit", "better"):
        shown.add_column(heading)
    for result in results:
        numbers = [_shown(value) for value in (result.ours, result.reference, result.ratio)]
        shown.add_row(result.name, *numbers, result.unit, result.better)
    return shown


def _from_json(row: dict[str, Any]) -> Result:
    more = {name: value for name, value in row.items() if name not in _FIELDS}
    return Result(row["name"], row["ours"], row["reference"], row["unit"], row["better"], row["note"], more)


def _rounded(value: Any) -> Any:
    """Four digits that count: more would be noise."""
    return float(f"{value:.4g}") if isinstance(value, float) else value


def _shown(value: float | None) -> str:
    return "–" if value is None else f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"
