"""What a clerk opens in a spreadsheet cannot calculate."""

import io

import openpyxl

from base.spreadsheet import as_xlsx


def test_a_workbook_holds_the_rows_as_texts_and_no_formula() -> None:
    rows: list[list[object]] = [["姓名", "备注"], ["王芳", "=HYPERLINK(1)"], ["@SUM", True], [None, 3]]
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx(rows))).active
    assert sheet is not None
    shown = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert shown == [["姓名", "备注"], ["王芳", "'=HYPERLINK(1)"], ["'@SUM", "是"], [None, "3"]]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}
