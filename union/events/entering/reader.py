"""Reading the answers of a form: each is a text; what cannot be meant is noted under the answer's name."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from base.clock import SHANGHAI, to_shanghai

Answers = Mapping[str, str]
Areas = Mapping[str, tuple[str, ...]]  # city -> its districts
MANY = "\n"  # between the values of an answer that has several
ON = "1"
_SEPARATORS = re.compile(r"[\n、，,；;]+")
_MOMENT = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T\s]*)(\d{1,2})[:：](\d{2})(?:[:：]\d{2}(?:\.\d+)?)?"
)


@dataclass(frozen=True)
class Wrong:
    """Nothing was written: the answer's name ("" for none of them) and what is wrong with it."""

    fields: Mapping[str, str]


class Reader:
    """Reads answers by their names and collects what is wrong; the first thing said of an answer stays."""

    def __init__(self, answers: Answers) -> None:
        self.answers = answers
        self.wrong: dict[str, str] = {}

    def say(self, name: str, words: str) -> None:
        self.wrong.setdefault(name, words)

    def text(self, name: str, longest: int, needed: str = "") -> str:
        """The text; `needed`: what is said when it is empty."""
        value = self.answers.get(name, "").strip()
        if needed and not value:
            self.say(name, needed)
        if len(value) > longest:
            self.say(name, f"太长了，请不要超过 {longest} 个字。")
        return value

    def many(self, name: str) -> tuple[str, ...]:
        """Several values, by line or comma, each once."""
        parts = (part.strip() for part in _SEPARATORS.split(self.answers.get(name, "")))
        return tuple(dict.fromkeys(part for part in parts if part))

    def is_on(self, name: str) -> bool:
        return self.answers.get(name, "") == ON

    def chosen(self, name: str, among: Mapping[str, object], needed: str = "") -> str:
        value = self.answers.get(name, "").strip()
        if value and value not in among:
            self.say(name, "请从列表里选。")
        if needed and not value:
            self.say(name, needed)
        return value

    def number(self, name: str, low: int, high: int) -> int | None:
        """A whole number between both; None when it is left empty or wrong."""
        value = self.answers.get(name, "").strip()
        if not value:
            return None
        if not (value.isascii() and value.isdecimal() and len(value) <= 9 and low <= int(value) <= high):
            self.say(name, f"请填 {low} 到 {high} 的整数。")
            return None
        return int(value)

    def moment(self, name: str, needed: str = "") -> datetime | None:
        """A day with a time, of Shanghai; None when it is left empty or wrong."""
        value = self.answers.get(name, "").strip()
        if not value:
            if needed:
                self.say(name, needed)
            return None
        found = _MOMENT.fullmatch(value)
        try:
            if found and 2000 <= int(found[1]) <= 2100:
                year, month, day, hour, minute = (int(part) for part in found.groups())
                return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)
        except ValueError:
            pass
        self.say(name, "请填日期和时间，例如 2026-12-05 14:00。")
        return None


def as_answer(moment: datetime | None) -> str:
    """2026-12-05T14:00, as a field for moments has it."""
    return to_shanghai(moment).strftime("%Y-%m-%dT%H:%M") if moment else ""


def number_answer(number: int | None) -> str:
    return "" if number is None else str(number)


def switch_answer(value: bool) -> str:
    return ON if value else ""
