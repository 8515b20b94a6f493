"""Moments and periods as a template's time and date fields take them: 2026年11月25日 14:00, two of them joined by ~."""

import re
import unicodedata
from datetime import date, datetime

from base.clock import to_shanghai

_WEEKDAY = re.compile(r"\(?(?:周|星期|礼拜)[一二三四五六日天]\)?")
_TO = re.compile(r"\s*(?:[—–―~]+|至|到)\s*")
_MOMENT = re.compile(
    r"(?:(?:(\d{4})\s*[年\-/.]\s*)?(\d{1,2})\s*[月\-/.]\s*(\d{1,2})\s*日?)?"  # 2026年11月25日, 11-25
    r"\s*(?:(\d{1,2}):(\d{2})(?::\d{2})?)?"  # 14:00, 14:00:30
)
LEAP_YEAR = 2000  # has every day that a date without a year can name


def moments(text: str, *, with_time: bool) -> str:
    """A moment, or a period, in the platform's words; empty when the text is none.

    Args:
        text: as wording.period writes it, as ISO (a period: two with a slash), or as the platform itself would.
        with_time: the time of day is needed (a field `time`), else the date (a field `date`).
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    parts = [_local(part) for part in plain.split("/")] if "T" in plain else _TO.split(_WEEKDAY.sub(" ", plain))
    if not 1 <= len(parts) <= 2:
        return ""
    read = [_read(part.strip()) for part in parts]
    if not all(time if with_time else day or time for day, time in read) or not (with_time or read[0][0]):
        return ""
    first_day = read[0][0]  # 13:30 to 16:30 is of the same day
    return "~".join(" ".join(filter(None, (day or first_day, time))) for day, time in read)


def _local(iso: str) -> str:
    try:
        moment = datetime.fromisoformat(iso.strip())
    except ValueError:
        return iso
    return f"{to_shanghai(moment) if moment.tzinfo else moment:%Y-%m-%d %H:%M}"


def _read(part: str) -> tuple[str, str]:
    """Day and time of day in the platform's words; empty where the part has none, or is nothing of the kind."""
    match = _MOMENT.fullmatch(part)
    if match is None:
        return "", ""
    year, month, day, hour, minute = (int(group) if group else None for group in match.groups())
    if not _exists(year, month, day) or (hour is not None and hour > 23) or (minute is not None and minute > 59):
        return "", ""
    the_day = f"{month}月{day}日" if month else ""
    return f"{year}年{the_day}" if year else the_day, f"{hour:02}:{minute:02}" if hour is not None else ""


def _exists(year: int | None, month: int | None, day: int | None) -> bool:
    if month is None or day is None:
        return True
    try:
        date(year or LEAP_YEAR, month, day)
    except ValueError:
        return False
    return True
