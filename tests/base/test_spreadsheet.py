"""What a clerk opens in a spreadsheet cannot calculate."""

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from base import spreadsheet
from base.spreadsheet import as_xlsx, is_bomb


def test_a_workbook_holds_the_rows_as_texts_and_no_formula() -> None:
    rows: list[list[object]] = [["姓名", "备注"], ["王芳", "=HYPERLINK(1)"], ["@SUM", True], [None, 3]]
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx(rows))).active
    assert sheet is not None
    shown = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert shown == [["姓名", "备注"], ["王芳", "'=HYPERLINK(1)"], ["'@SUM", "是"], [None, "3"]]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}


def test_a_workbook_that_unpacks_to_too_much_is_known_before_it_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spreadsheet, "MOST_STRINGS", 1_000_000)
    book = tmp_path / "a.xlsx"
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/sharedStrings.xml", b" " * 2_000_000)
    assert book.stat().st_size < 10_000 and is_bomb(book)
    book.write_bytes(as_xlsx([["姓名"]]))
    assert not is_bomb(book)
    book.write_bytes(b"no zip file")
    assert not is_bomb(book)
