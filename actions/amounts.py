"""Whole numbers in a text, as people write them: 3000, 3千, 两万三, 八万多, 4口人. Pure."""

import re

import cn2an

_DIGITS = r"\d{1,9}(?:\.\d{1,2})?[万千百]?"
_WRITTEN = r"[零〇一二两三四五六七八九十百千万]+"
_AMOUNT = re.compile(rf"(?<![\d.\-第])(?:{_DIGITS}|{_WRITTEN})(?![\d.]|月[^收入薪均]|[号日点])")
CLAUSE = re.compile(r"[，,。；;、！!？?\n]|(?<=\S)\s+(?=\S)")
MOST = 10**9


def amounts(text: str) -> list[int]:
    """All of them, in the order of the text; what is none (万万, 一下) is left out."""
    found = (_value(match.group()) for match in _AMOUNT.finditer(text))
    return [number for number in found if number is not None]


def labelled(text: str, labels: tuple[str, ...]) -> int | None:
    """The number in the first clause that says one of the labels (月收入3000, 家里4口人)."""
    for clause in CLAUSE.split(text):
        at = min((clause.index(label) for label in labels if label in clause), default=None)
        if at is not None and (numbers := amounts(clause[at:]) or amounts(clause[:at])):
            return numbers[0]
    return None


def _value(written: str) -> int | None:
    try:
        number = float(cn2an.cn2an(written.replace("〇", "零"), "smart"))
    except (ValueError, KeyError, IndexError):
        return None
    return int(number) if number < MOST else None
