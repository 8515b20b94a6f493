"""An empty roster: our headings, and cells kept as text, so that Excel changes no number."""

import io
from typing import Any

from openpyxl import Workbook

from union.roster.files.headings import REQUIRED, own_name, synonyms

LINES = 1000  # whose cells are kept as text


def template() -> Workbook:
    """As a workbook; a star marks what is needed."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "会员名册"
    sheet.append([own_name(field) + ("*" if field in REQUIRED else "") for field in synonyms()])
    for row in sheet.iter_rows(min_row=1, max_row=LINES, max_col=len(synonyms())):
        for cell in row:
            cell.number_format = "@"
    sheet.freeze_panes = "A2"
    return book


def template_bytes() -> bytes:
    """As a file."""
    file = io.BytesIO()
    template().save(file)
    return file.getvalue()
