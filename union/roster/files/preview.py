"""The first lines of a roster file as they were understood, masked: enough to see whether the columns are right."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from union.roster.files.headings import LOOKED_AT, find_header, own_name
from union.roster.files.sheet import Broken, Cell, Formula, Rounded, open_sheet

LINES = 5
_MASKED = {
    "name": (1, 0),
    "phone": (3, 4),
    "card": (0, 4),
    "id_last4": (0, 0),
    "id_number": (0, 0),
    "birth_year": (4, 0),
}
_STRANGE = {Formula: "（公式）", Rounded: "（数字太长）", Broken: "（错误值）"}


@dataclass(frozen=True)
class Preview:
    """`columns`: as we call them; `rows`: with a cell for each of them."""

    columns: list[str]
    rows: list[list[str]]


def preview(path: Path) -> Preview:
    """Nothing where no header is found.

    Raises:
        TableError: it is no table.
    """
    sheet = open_sheet(path)
    first = list(islice(sheet.lines, LOOKED_AT + LINES))
    header = find_header(first[:LOOKED_AT])
    rows = [
        [_shown(field, cells[at] if at < len(cells) else None) for field, at in header.columns.items()]
        for number, cells in first
        if number > header.line
    ]
    return Preview([own_name(field) for field in header.columns], [row for row in rows if any(row)][:LINES])


def mask(text: str, first: int, last: int) -> str:
    """138****8000: with at least one star, however short it is."""
    if len(text) <= first + last:
        first, last = min(first, len(text) - 1), 0
    return text[:first] + "*" * min(len(text) - first - last, 4) + (text[-last:] if last else "")


def _shown(field: str, cell: Cell) -> str:
    if isinstance(cell, Formula | Rounded | Broken):
        return _STRANGE[type(cell)]
    text = "" if cell is None else str(cell)
    return mask(text, *_MASKED[field]) if text and field in _MASKED else text


def as_lists(shown: Preview) -> list[Sequence[str]]:
    """Heading first."""
    return [shown.columns, *shown.rows]
