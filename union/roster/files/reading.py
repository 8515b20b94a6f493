"""A line of a roster file, checked cell by cell: a person, or what is wrong with it."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from stdnum.cn import ric

from union.members.rules import mobile_phone, person_name
from union.roster.entering import Line, Problem
from union.roster.files.headings import own_name
from union.roster.files.sheet import Broken, Cell, Formula, Rounded
from union.roster.record import Record
from union.roster.rules import card_number, last_four

YOUNGEST, OLDEST = 14, 110  # years; what lies outside is a slip of the pen
_GENDERS = {"男": "male", "女": "female", "m": "male", "f": "female", "1": "male", "2": "female"}
_YES_NO = {"是": True, "√": True, "有": True, "1": True, "y": True, "yes": True, "否": False, "无": False, "0": False,
           "×": False, "n": False, "no": False}  # fmt: skip
_DATE = re.compile(
    r"(?P<y>(?:19|20)\d\d)(?:[年./-]?(?P<m>0?[1-9]|1[0-2])(?:[月./-]?(?P<d>0?[1-9]|[12]\d|3[01]))?)?[年月日]?"
)
_ELEVEN, _PREFIX = re.compile(r"1[0-9]{10}"), 7
_UNREADABLE = {
    Formula: "单元格里是公式，请改成文字",
    Rounded: "数字太长，Excel 已改动末位，请把这一列设为文本格式后重新填写",
    Broken: "单元格里是错误值",
}


class Unreadable(Exception):  # noqa: N818  # no failure: it ends the reading of one cell
    """What is wrong with a cell, in Chinese."""


@lru_cache(50_000)
def _is_mobile(prefix: str) -> bool:
    """The numbering plan decides by the first digits: looking it up anew for each line was a third of an import."""
    return mobile_phone(prefix.ljust(11, "0")) is not None


class LineReader:
    """Reads the lines of one file.

    Args:
        columns: of each field, from 0.
        union_of: the id of the union a cell names, or None; called with "" where the cell is empty.
        this_year: for years of birth.
    """

    def __init__(self, columns: Mapping[str, int], union_of: Callable[[str], str | None], this_year: int) -> None:
        self._columns = columns
        self._union_of = union_of
        self._this_year = this_year

    def read(self, number: int, cells: Sequence[Cell]) -> Line | list[Problem] | None:
        """The line; everything that is wrong with it; None for an empty one."""
        given = {field: cells[at] if at < len(cells) else None for field, at in self._columns.items()}
        if all(value is None for value in given.values()):
            return None
        known: dict[str, Any] = {}
        problems: list[Problem] = []
        for field, value in given.items():
            try:
                known |= self._cell(field, value)
            except Unreadable as why:
                problems.append(Problem(number, own_name(field), str(why)))
        union_id = known.pop("union", None) or self._union_of("")
        if union_id is None and not any(problem.column == own_name("union") for problem in problems):
            problems.append(Problem(number, own_name("union"), "没有写是哪家工会"))
        if problems or union_id is None:
            return problems
        return Line(number, union_id, Record(**known))

    def _cell(self, field: str, value: Cell) -> dict[str, Any]:
        """What the cell says, by the names of Record; nothing where it is empty.

        Raises:
            Unreadable: it says nothing that can be taken.
        """
        if isinstance(value, Formula | Rounded | Broken):
            raise Unreadable(_UNREADABLE[type(value)])
        text = value.isoformat() if isinstance(value, date) else (value or "")
        if not text:
            if field in ("name", "card"):
                raise Unreadable("不能为空")
            return {}
        read: Callable[[str], Any] = getattr(self, f"_{field}", self._yes_no)
        found = read(text)
        if found is None:
            raise Unreadable("认不出来")
        return found if isinstance(found, dict) else {field: found}

    def _name(self, text: str) -> str | None:
        return person_name(text)

    def _phone(self, text: str) -> str:
        phone = text if _ELEVEN.fullmatch(text) and _is_mobile(text[:_PREFIX]) else mobile_phone(text)
        if phone is None:
            raise Unreadable("不是 11 位手机号")
        return phone

    def _card(self, text: str) -> str:
        card = card_number(text)
        if card is None:
            raise Unreadable("卡号要有 4 到 32 位数字或字母")
        return card

    def _id_last4(self, text: str) -> dict[str, str]:
        four = last_four(text.zfill(4) if text.isdigit() else text)  # Excel drops leading noughts
        if four is None:
            raise Unreadable("要写身份证最后四位")
        return {"id_last4": four}

    def _id_number(self, text: str) -> dict[str, Any]:
        """Of the whole number only the last four, the sex and the year are kept."""
        compact = ric.compact(text).upper()
        if not ric.is_valid(compact):
            raise Unreadable("身份证号不对")
        year = self._year(ric.get_birth_date(compact).year)
        return {"id_last4": compact[-4:], "gender": "male" if int(compact[16]) % 2 else "female", "birth_year": year}

    def _gender(self, text: str) -> str:
        gender = _GENDERS.get(text.lower().removesuffix("性"))
        if gender is None:
            raise Unreadable("要写男或女")
        return gender

    def _birth_year(self, text: str) -> int:
        match = _DATE.fullmatch(text)
        if match is None:
            raise Unreadable("要写四位年份，如 1990")
        return self._year(int(match["y"]))

    def _joined(self, text: str) -> date:
        match = _DATE.fullmatch(text)
        try:
            if match is not None:
                return date(int(match["y"]), int(match["m"] or 1), int(match["d"] or 1))
        except ValueError:
            pass
        raise Unreadable("要写日期，如 2020-05-01")

    def _union(self, text: str) -> str:
        union_id = self._union_of(text)
        if union_id is None:
            raise Unreadable("这家工会不在导入的范围内，或者不止一家叫这个名字")
        return union_id

    def _yes_no(self, text: str) -> bool:
        said = _YES_NO.get(text.lower())
        if said is None:
            raise Unreadable("要写是或否")
        return said

    def _year(self, year: int) -> int:
        if not self._this_year - OLDEST <= year <= self._this_year - YOUNGEST:
            raise Unreadable("出生年份不可能")
        return year
