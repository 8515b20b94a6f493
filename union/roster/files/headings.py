"""Which column holds what: recognised by its heading, also under a title line and in a header of two lines."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

from union.roster.files.sheet import Cell

REQUIRED = ("name", "phone", "card")
LOOKED_AT = 10  # first lines of a sheet among which the header is
_NOT_A_LETTER = re.compile(r"[\s*＊:：()（）【】\[\]/_\-]+")


@dataclass(frozen=True)
class Header:
    """The line the header ends on, the column (from 0) of each field found, and headings that mean nothing to us."""

    line: int
    columns: dict[str, int]
    unknown: tuple[str, ...] = ()

    @property
    def missing(self) -> list[str]:
        """Chinese names of the columns that a roster needs and this one lacks."""
        return [own_name(field) for field in REQUIRED if field not in self.columns]


@cache
def synonyms() -> dict[str, list[str]]:
    """Field -> what its column may be called, our own name first."""
    found: dict[str, list[str]] = YAML(typ="safe").load(Path(__file__).with_name("headings.yml"))
    return found


def own_name(field: str) -> str:
    """会员卡号 for `card`."""
    return synonyms()[field][0]


def find_header(lines: Sequence[tuple[int, Sequence[Cell]]]) -> Header:
    """The header among the first lines of a sheet: the one in which most fields are found.

    A header merged over two lines counts as one: what the lower line leaves empty stands in the upper.
    """
    best = Header(0, {})
    above: Sequence[Cell] = ()
    for number, cells in lines:
        found = _fields(cells, above)
        if len(found) > len(best.columns):
            taken = set(found.values())
            others = (value for column, value in enumerate(cells) if isinstance(value, str) and column not in taken)
            best = Header(number, found, tuple(others))
        above = cells
    return best


@cache
def _fields_by_heading() -> dict[str, str]:
    return {_plain(name): field for field, names in synonyms().items() for name in names}


def _fields(cells: Sequence[Cell], above: Sequence[Cell]) -> dict[str, int]:
    found: dict[str, int] = {}
    width = max(len(cells), len(above))
    for column in range(width):
        field = _field_at(cells, column) or _field_at(above, column)
        if field and field not in found:
            found[field] = column
    return found if any(_field_at(cells, column) for column in range(width)) else {}


def _field_at(cells: Sequence[Cell], column: int) -> str | None:
    value = cells[column] if column < len(cells) else None
    return _fields_by_heading().get(_plain(value)) if isinstance(value, str) else None


def _plain(heading: str) -> str:
    return _NOT_A_LETTER.sub("", unicodedata.normalize("NFKC", heading))
