"""Roster files made for the tests."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

HEADINGS = ("姓名", "手机号", "会员卡号", "身份证后四位", "性别", "出生年份")
Rows = Sequence[Sequence[Any]]


def person(number: int, **changed: Any) -> list[Any]:
    """A line that is right, by number; `changed` by heading."""
    plain = [
        "王" + "一二三四五六七八九十"[number % 10],
        f"138001{number:05d}",
        f"C{number:06d}",
        f"{number:04d}",
        "女",
        "1990",
    ]
    return [changed.get(heading, value) for heading, value in zip(HEADINGS, plain, strict=True)]


def csv_file(path: Path, rows: Rows, encoding: str = "utf-8", headings: Sequence[str] = HEADINGS) -> Path:
    lines = [",".join("" if value is None else str(value) for value in row) for row in (headings, *rows)]
    path.write_bytes("\r\n".join(lines).encode(encoding))
    return path


def workbook(path: Path, rows: Rows) -> Path:
    """The rows as they are: the header is among them."""
    book = Workbook()
    sheet: Any = book.active
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path
