"""Tables that clerks bring, xlsx or csv, row by row: a file of any length takes the memory of a row."""

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from base.errors import TableError
from base.spreadsheet import is_bomb

Row = tuple[int, dict[str, str]]  # number in the file as people count (the header is the first), cell by column
_ENCODINGS = ("utf-8-sig", "gb18030")  # what spreadsheets of Chinese offices write
MOST_BYTES = 50_000_000


def read_table(path: Path, columns: Iterable[str]) -> Iterator[Row]:
    """Rows that hold anything, cells stripped; a formula counts as its value, an error in it as nothing.

    Raises:
        TableError: no such file, no table, too big, or one of `columns` is missing.
    """
    if not path.is_file():
        raise TableError(f"{path}: there is no such file.", "missing")
    if path.stat().st_size > MOST_BYTES:
        raise TableError(f"{path}: larger than {MOST_BYTES // 1_000_000} MB.", "too_big")
    rows = _csv(path) if path.suffix.lower() == ".csv" else _xlsx(path)
    header = next(rows, [])
    if missing := [column for column in columns if column not in header]:
        lacking = "、".join(missing)
        raise TableError(f"{path}: the first row lacks the columns {lacking}.", "columns", lacking)
    for number, cells in enumerate(rows, 2):
        row = {name: cell for name, cell in zip(header, cells, strict=False) if name}
        if any(row.values()):
            yield number, row


def _csv(path: Path) -> Iterator[list[str]]:
    text = _decoded(path)
    try:
        for cells in csv.reader(io.StringIO(text, newline="")):
            yield [cell.strip() for cell in cells]
    except csv.Error as error:
        raise TableError(f"{path}: this is no CSV table ({error}).", "broken") from error


def _decoded(path: Path) -> str:
    for encoding in _ENCODINGS:
        try:
            return path.read_text(encoding=encoding)
        except UnicodeDecodeError:
            continue
    raise TableError(f"{path}: neither UTF-8 nor GBK text.", "encoding")


def _xlsx(path: Path) -> Iterator[list[str]]:
    if is_bomb(path):
        raise TableError(f"{path}: the workbook unpacks to more than is read.", "too_big")
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        raise TableError(f"{path}: this is neither an xlsx nor a csv table.", "broken") from error
    try:
        for cells in book.worksheets[0].iter_rows(values_only=True):
            yield [_cell(value) for value in cells]
    finally:
        book.close()


def _cell(value: object) -> str:
    """Numbers without the .0 that spreadsheets put behind them; #N/A and its kind are nothing."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = "" if value is None else str(value).strip()
    return "" if text.startswith("#") else text
