"""Festivals as dates: the next one to come (元旦, 国庆, 中秋)."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FILE = Path(__file__).with_name("holidays.yml")


@cache
def _table() -> dict[str, Any]:
    table: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return table


def names() -> list[str]:
    """All words for festivals, the longest first (for an alternation in a pattern)."""
    return sorted([*_table()["fixed"], *_table()["moving"]], key=len, reverse=True)


def next_holiday(name: str, today: date) -> date | None:
    """The festival's next day from `today` on; None beyond the table's years."""
    return next((day for day in _days(name, today.year) if day >= today), None)


def _days(name: str, year: int) -> list[date]:
    fixed = _table()["fixed"].get(name)
    if fixed is None:
        return list(_table()["moving"][name])
    month, day = (int(part) for part in fixed.split("-"))
    return [date(year, month, day), date(year + 1, month, day)]
