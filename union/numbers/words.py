"""Numbers as they are read. Pure."""

from datetime import timedelta

from union.wording import duration

NOTHING = "—"
OUTCOMES = {"answered": "答上了", "ambiguous": "反问了是哪一项", "not_found": "没找到答案"}


def percent(part: int, whole: int) -> str:
    """62; "—" of nothing."""
    return f"{100 * part / whole:.0f}" if whole else NOTHING


def minutes(length: timedelta | None) -> str:
    """12 分钟; "—" where nobody waited."""
    return NOTHING if length is None else duration(length)


def stars(mean: float | None, number: int) -> str:
    """4.6（12 人）"""
    return NOTHING if mean is None else f"{mean:.1f}（{number} 人）"
