"""Spreadsheets that clerks open: every cell a text, none of them a formula."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
MOST_UNPACKED = 1_000_000_000  # bytes of a workbook; read as a stream
MOST_STRINGS = 200_000_000  # of its table of texts, which is read into memory as a whole


def cell(value: object) -> str:
    """The value as a text that no spreadsheet takes for a formula; truth as 是 and 否, nothing as an empty cell."""
    text = "" if value is None else {True: "是", False: "否"}[value] if isinstance(value, bool) else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def as_xlsx(rows: Sequence[Sequence[object]], title: str = "名单") -> bytes:
    """The rows as a workbook of one sheet."""
    return as_workbook({title: rows})


def as_workbook(sheets: Mapping[str, Sequence[Sequence[object]]]) -> bytes:
    """A sheet for each entry, by its title (31 characters at most)."""
    # Here, not above: it takes 0.2 s and some megabytes that only an export needs.
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            cells = [WriteOnlyCell(sheet, value=cell(value)) for value in row]
            for one in cells:
                one.data_type = "s"
            sheet.append(cells)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def is_bomb(path: Path) -> bool:
    """Whether a workbook unpacks to more than anybody needs. What is no zip file is none: opening it fails."""
    try:
        with zipfile.ZipFile(path) as packed:
            sizes = {one.filename: one.file_size for one in packed.infolist()}
    except (zipfile.BadZipFile, OSError):
        return False
    strings = sum(size for name, size in sizes.items() if name.lower().endswith("sharedstrings.xml"))
    return strings > MOST_STRINGS or sum(sizes.values()) > MOST_UNPACKED
