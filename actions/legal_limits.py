"""Time limits of labour law before a booking: what the knowledge base says, and what can be reckoned from a date.

What the law says comes from knowledge/faq alone, with its articles and the month of review. Reckoned here is only
what is certain from the day told: one's own year for a work injury (工伤保险条例 17), and the year for arbitration
from the day of a dismissal (劳动争议调解仲裁法 27); arrears of wages have no such day while the work goes on.
"""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from actions.story_dates import Since
from knowledge.rights import Law

EMPLOYER_DAYS = 30  # in which the employer reports a work injury
_SHORT = "中华人民共和国"


@dataclass(frozen=True)
class Limit:
    """A limit reckoned from what was told; `ends`: 2027年8月5日, or a month where only the month is known."""

    kind: Literal["injury", "dismissal"]
    begins: str
    ends: str
    employer_ends: str = ""
    over: bool = False


def limit_of(kind: Literal["injury", "dismissal"] | None, since: Since | None, today: date) -> Limit | None:
    """The limit that runs since then; None where the topic has none that can be reckoned, or the date is rough."""
    if kind is None or since is None or since.about:
        return None
    first = date(since.year, since.month, since.day or 1)
    ends = _a_year_on(first)
    last_day = ends if since.day else date(ends.year, ends.month, calendar.monthrange(ends.year, ends.month)[1])
    employer = ""
    if kind == "injury" and since.day and today <= first + timedelta(days=EMPLOYER_DAYS):
        employer = in_words(first + timedelta(days=EMPLOYER_DAYS))
    shown = in_words(ends) if since.day else f"{ends.year}年{ends.month}月"
    return Limit(kind, since.in_words(), shown, employer, last_day < today)


def in_words(day: date) -> str:
    """2027年8月5日"""
    return f"{day.year}年{day.month}月{day.day}日"


def articles(laws: Sequence[Law]) -> str:
    """Each law once, by its short name: 《劳动合同法》第四十八条、第八十七条；《工伤保险条例》第十七条"""
    found: dict[str, list[str]] = {}
    for law in laws:
        found.setdefault(law.name.removeprefix(_SHORT), []).append(law.article)
    return "；".join(f"《{name}》{'、'.join(numbers)}" for name, numbers in found.items())


def _a_year_on(day: date) -> date:
    """The same day a year on; the last of February where there is no such day."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)
