"""The lines of an xlsx or csv file, one after the other, in little memory.

A workbook's formulas are read as such, never their results: what a formula shows depends on who opens the file.
"""

import codecs
import csv
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from base.errors import TableError
from base.spreadsheet import is_bomb

ENCODINGS = ("utf-8-sig", "gb18030")  # a file that is UTF-8 is hardly ever readable as anything else
LONGEST_FIELD = 10_000
_CHUNK = 1 << 20
_EXACT = 10**15  # from here on Excel keeps no whole numbers: the last digits of such a cell are lost


@dataclass(frozen=True)
class Formula:
    """A cell that computes its value."""


@dataclass(frozen=True)
class Rounded:
    """A number so long that Excel has changed its last digits."""


@dataclass(frozen=True)
class Broken:
    """A cell that shows an error (#REF!)."""


Cell = str | date | Formula | Rounded | Broken | None


@dataclass(frozen=True)
class Sheet:
    """`lines`: numbers from 1 and cells, each read once. `about`: how many lines there are, 0 where it is not known."""

    lines: Iterator[tuple[int, Sequence[Cell]]]
    about: int


def open_sheet(path: Path) -> Sheet:
    """The first sheet of a workbook, or a csv file in UTF-8 (with or without a mark) or GB18030.

    Raises:
        TableError: there is no such file, or it is neither.
    """
    if not path.is_file():
        raise TableError(f"{path}: there is no such file.", "missing")
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        return _workbook(path)
    if path.suffix.lower() in (".csv", ".txt"):
        return _csv(path)
    raise TableError(f"{path}: only .xlsx and .csv are read (an .xls can be saved as .xlsx).", "kind")


def _workbook(path: Path) -> Sheet:
    if is_bomb(path):
        raise TableError(f"{path}: the workbook unpacks to more than is read.", "too_big")
    try:
        book = load_workbook(path, read_only=True, keep_links=False)
        sheet: Any = book.worksheets[0]
        sheet.reset_dimensions()  # what programs write there is often wrong
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, IndexError, OSError) as error:
        raise TableError(f"{path}: this is no workbook that can be read.", "broken") from error

    def lines() -> Iterator[tuple[int, Sequence[Cell]]]:
        try:
            for number, row in enumerate(sheet.iter_rows(), 1):
                yield number, [_of_workbook(cell) for cell in row]
        except (zipfile.BadZipFile, ValueError, SyntaxError, KeyError) as error:
            raise TableError(f"{path}: the workbook is damaged.", "broken") from error
        finally:
            book.close()

    return Sheet(lines(), 0)


def _of_workbook(cell: Any) -> Cell:
    value, kind = cell.value, cell.data_type
    if kind == "f":
        return Formula()
    if kind == "e":
        return Broken()
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        if abs(value) >= _EXACT:
            return Rounded()
        return str(int(value)) if value == int(value) else str(value)
    if isinstance(value, datetime):
        return value.date()
    return _of_text(str(value)) if value is not None and not isinstance(value, date) else value


def _of_text(text: str) -> Cell:
    text = text.strip()
    return Formula() if text[:1] in ("=", "@") else text or None


def _csv(path: Path) -> Sheet:
    encoding, about = _encoding(path)

    def lines() -> Iterator[tuple[int, Sequence[Cell]]]:
        csv.field_size_limit(LONGEST_FIELD)
        with path.open(encoding=encoding, newline="") as file:
            first = file.readline()
            file.seek(0)
            reader = csv.reader(file, delimiter=max(",;\t", key=first.count))
            try:
                for row in reader:
                    yield reader.line_num, [_of_text(value.removeprefix("'")) for value in row]
            except csv.Error as error:
                raise TableError(f"{path}: line {reader.line_num + 1} is no csv ({error}).", "broken") from error

    return Sheet(lines(), about)


def _encoding(path: Path) -> tuple[str, int]:
    """The first encoding in which all of the file can be read, and how many lines it has."""
    for encoding in ENCODINGS:
        decoder, lines = codecs.getincrementaldecoder(encoding)(), 0
        try:
            with path.open("rb") as file:
                while chunk := file.read(_CHUNK):
                    lines += decoder.decode(chunk).count("\n")
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return encoding, lines
    raise TableError(f"{path}: the text is neither UTF-8 nor GB18030 (GBK).", "encoding")
