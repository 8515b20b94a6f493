"""Times of day: 下午两点半, 晚上7点, 14:30. A part of the day alone (上午) is no time."""

import re
from collections.abc import Iterator

from bot.entities.entity import Entity
from bot.entities.numbers import to_int

_SIGN = re.compile(r"[点:时]")
_HOUR = r"(?:\d{1,2}|[一二两三四五六七八九]|十[一二三四五六七八九]?|二十[一二三]?)"
_PART = r"凌晨|清早|清晨|早上|早晨|上午|早|中午|午后|下午|傍晚|晚上|夜里|晚"
_TIME = re.compile(
    rf"(?P<part>{_PART})?\s*(?:"
    rf"(?<![\d一二三四五六七八九十第几老])(?P<hour>{_HOUR})\s*(?P<mark>点钟|点整|点|时(?=$|[半\d整到至\-~]))"
    r"(?P<minute>半|一刻|三刻|\d{1,2}分?|[零〇]?[一二三四五]?十?[一二三四五六七八九]分)?"
    r"|(?<![\d:])(?P<h>[01]?\d|2[0-3]):(?P<m>[0-5]\d)(?![\d:]))"
)
# 两点建议, 一点都不, 早一点: amounts, not hours.
_AMOUNT = re.compile(r"(?:建议|意见|要求|原因|问题|想法|希望|疑问|都|儿|也|钱|吧?点)")
_MINUTES = {"半": 30, "一刻": 15, "三刻": 45}
_MORNING = {"凌晨", "清早", "清晨", "早上", "早晨", "上午", "早"}
_EVENING = {"傍晚", "晚上", "夜里", "晚"}


def find_times(text: str) -> Iterator[Entity]:
    """Value: T14:00. The end of 七点到九点 inherits the part of the day."""
    if not _SIGN.search(text):
        return
    part, last_end, last = "", -9, ""
    for match in _TIME.finditer(text):
        follows = match.start() - last_end <= 2
        part = match["part"] or (part if follows else "")
        if (value := _value(match, part, text)) is not None:
            if follows and value < last and value < "T12:00":  # 六点到七点 begins in the afternoon
                value = f"T{int(value[1:3]) + 12}{value[3:]}"
            last_end, last = match.end(), value
            start = match.start() + len(match[0]) - len(match[0].lstrip())
            yield Entity("time", value, start, match.end(), text[start : match.end()])


def _value(match: re.Match[str], part: str, text: str) -> str | None:
    if match["h"]:
        hour, minute = int(match["h"]), int(match["m"])
    else:
        if _is_amount(match, part, text):
            return None
        hour = to_int(match["hour"]) or 0
        minute = _minute(match["minute"])
    hour = _in_24_hours(hour, part, guess=not match["h"])
    return f"T{hour:02d}:{minute:02d}" if hour < 24 and minute < 60 else None


def _is_amount(match: re.Match[str], part: str, text: str) -> bool:
    if part in ("早", "晚") and match["hour"] in ("一", "1"):
        return True
    if part or match["mark"] != "点" or match["minute"]:
        return False
    if match["hour"] in ("一", "1") and match[0].strip() != text.strip():
        return not re.match(r"[到至~\-]", text[match.end() :])
    return bool(_AMOUNT.match(text, match.end()))


def _minute(written: str | None) -> int:
    if not written:
        return 0
    return _MINUTES.get(written) or to_int(written.rstrip("分").lstrip("零〇") or "0") or 0


def _in_24_hours(hour: int, part: str, guess: bool) -> int:
    """三点 alone is meant as 15:00: nobody books an event or a lawyer before seven."""
    if part == "夜里" and hour < 6:
        return hour
    if part in _EVENING:
        return 0 if hour == 12 else hour + 12 if hour < 12 else hour
    if part in _MORNING:
        return hour
    if part == "中午":
        return hour + 12 if hour < 4 else hour
    if part:
        return hour + 12 if hour < 12 else hour
    return hour + 12 if guess and 1 <= hour <= 6 else hour
