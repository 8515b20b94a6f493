"""Years, ages and heights as people write them in a matchmaking profile. Pure."""

import re
from datetime import datetime

from base.clock import to_shanghai
from union.matchmaking.fields import Field

_FULL_YEAR = re.compile(r"(?<!\d)(19[3-9]\d|20[0-2]\d)(?!\d)")
_SHORT_YEAR = re.compile(r"(?<!\d)(\d{2})年(?!级|薪)")
_AGE = re.compile(r"(?<!\d)(\d{1,3})\s*周?岁")
_BARE = re.compile(r"(\d{2})(?:年?的|后)?")
_YEARS = re.compile(r"(?<!\d)(\d{2}|\d{4})年?-(\d{2}|\d{4})年")
_AGES = re.compile(r"(?<!\d)(\d{1,3})岁?-(\d{1,3})(?:岁|(?!\d|年))")
_ONE_AGE = re.compile(r"(?<!\d)(\d{2})岁?(?P<how>以上|以下|以内|左右|上下)")
_CENTIMETRES = re.compile(r"(?<![\d.])([12]\d{2})\s*(?:CM|厘米|公分)|身高\D{0,3}(\d{2,3})(?!\d)|^(1[4-9]\d)(?:以上)?$")
_METRES = re.compile(r"(?<![\d.])1(?:米|\.|M)(\d{1,2})(?!\d)")
_SPELLED = re.compile("一米([四五六七八九])([一二三四五六七八九])?")
_DIGITS = "零一二三四五六七八九"


def birth_year(clause: str, asked: bool, now: datetime) -> str | None:
    """1992年, 92年的, 34岁; bare two digits only where it was asked for. Not checked whether anybody is that old."""
    year = to_shanghai(now).year
    if match := _FULL_YEAR.search(clause):
        return match[1]
    if match := _SHORT_YEAR.search(clause):
        return str(_century(int(match[1]), year))
    if match := _AGE.search(clause):
        return str(year - int(match[1]))
    if asked and (match := _BARE.fullmatch(clause)):
        number = int(match[1])  # 34 is an age, 92 a year
        return str(year - number) if 18 <= number < 60 else str(_century(number, year))
    return None


def age_range(clause: str, wish: Field, now: datetime) -> str | None:
    """28到35岁, 90到95年的, 30岁以上, 35左右 (three years either way)."""
    year = to_shanghai(now).year
    if match := _YEARS.search(clause):
        ages = sorted(year - _century(int(part), year) for part in match.groups())
        return f"{ages[0]}-{ages[1]}"
    if match := _AGES.search(clause):
        return f"{int(match[1])}-{int(match[2])}"
    if match := _ONE_AGE.search(clause):
        number = int(match[1])
        if match["how"] == "以上":
            return f"{number}-{wish.most}"
        if match["how"] in ("以下", "以内"):
            return f"{wish.least}-{number}"
        return f"{max(number - 3, wish.least)}-{min(number + 3, wish.most)}"
    return None


def height(clause: str) -> str | None:
    """172cm, 身高172, 1米72, 1.72, 一米七二: in centimetres."""
    clause = clause.upper()
    if match := _CENTIMETRES.search(clause):
        return next(part for part in match.groups() if part)
    if match := _METRES.search(clause):
        return f"1{match[1]:0<2}"
    if match := _SPELLED.search(clause):
        return f"1{_DIGITS.index(match[1])}{_DIGITS.index(match[2]) if match[2] else 0}"
    return None


def _century(number: int, year: int) -> int:
    if number >= 100:
        return number
    return 2000 + number if 2000 + number <= year else 1900 + number
