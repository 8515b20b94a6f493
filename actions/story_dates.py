"""Since when: what a story says of the past, where the grammar of bookings looks only ahead. Pure: text and day in."""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

import cn2an

_N = r"(?:\d{1,2}|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])"
_YEAR = r"(?:(?P<year>今年|去年|前年|大前年|20\d\d|\d\d(?=年))年?\s*的?)?"
_MONTH = re.compile(
    rf"{_YEAR}(?<![\d个])(?P<m>{_N})月(?:份)?(?:(?P<d>{_N})[日号]?(?![\d个多万块元点]))?(?!薪|饼|嫂|子)"
)
_YEAR_ALONE = re.compile(r"(?P<year>今年|去年|前年|大前年|20\d\d年)(?P<part>初|年初|底|年底|春节|过年)?")
_LAST_MONTH = re.compile(r"(?P<more>上+)个?月(?:份)?(?:的?(?P<d>\d{1,2}|[一二三]?十?[一二三四五六七八九十])[日号])?")
_LAST_WEEK = re.compile(r"(?P<more>上+)个?(?:周|星期|礼拜)(?P<day>[一二三四五六日天])?")
_NEAR = re.compile(r"大前天|前天|昨天|昨晚|昨日|今天|今早|今晚")
_AGO = re.compile(
    rf"(?<![\d第号月])(?P<n>{_N}|半|几)(?P<more>多)?(?P<unit>个多?(?:月|星期|礼拜)|年|周|天)(?P<half>半)?"
    r"(?:多)?(?P<after>之前|以前|前|了|的?(?:工资|工钱|薪水|钱|社保|加班费)?(?:都|也|一直|还)?(?:没|不|未)|的?工资|的?工钱|的?社保|的?加班)"
)
SOON = timedelta(days=60)  # so far ahead people book and are summoned
_DAYS_BACK = {"大前天": 3, "前天": 2, "昨天": 1, "昨晚": 1, "昨日": 1, "今天": 0, "今早": 0, "今晚": 0}
_YEARS_BACK = {"今年": 0, "去年": 1, "前年": 2, "大前年": 3}
# A time that is ahead: the wish for a slot, not the story.
_AHEAD = re.compile(r"明天|后天|下周|下个?星期|下个?礼拜|下个?月")


@dataclass(frozen=True)
class Since:
    """When it began: a day, or a month (`day` None); `about`: reckoned from a duration, so only roughly known."""

    year: int
    month: int
    day: int | None = None
    about: bool = False

    @classmethod
    def of(cls, written: str) -> "Since":
        """From `str(since)`: 2026-08, 2026-08-05, ~2026-08."""
        year, month, *rest = (int(part) for part in written.removeprefix("~").split("-"))
        return cls(year, month, rest[0] if rest else None, written.startswith("~"))

    def __str__(self) -> str:
        day = f"-{self.day:02}" if self.day else ""
        return f"{'~' if self.about else ''}{self.year}-{self.month:02}{day}"

    def in_words(self) -> str:
        """2026年8月5日, 约2026年8月"""
        return f"{'约' if self.about else ''}{self.year}年{self.month}月{f'{self.day}日' if self.day else ''}"


def read_since(text: str, today: date) -> Since | None:
    """The first time in the past that the text names, or None. One of several is only roughly the beginning."""
    text = _AHEAD.sub("　", text)
    for read in (_named_month, _relative, _ago, _year_alone):
        found = read(text, today)
        if found is not None:
            return replace(found, about=found.about or _times_named(text) > 1)
    return None


def _times_named(text: str) -> int:
    return sum(len(pattern.findall(text)) for pattern in (_MONTH, _LAST_MONTH, _LAST_WEEK, _NEAR, _AGO))


def _named_month(text: str, today: date) -> Since | None:
    """8月, 8月5号, 去年12月: without a year the last one that has begun."""
    for match in _MONTH.finditer(text):
        month, number = _number(match["m"]), _number(match["d"]) if match["d"] else None
        if not 1 <= month <= 12 or (number is not None and _day(2024, month, number) is None):
            continue
        year = _year(match["year"], today)
        found = Since(year, month, number) if year else _last_begun(month, number, today)
        if found and (found.year, month, number or 1) <= (today.year, today.month, today.day):
            return found
    return None


def _last_begun(month: int, number: int | None, today: date) -> Since | None:
    """The last such time; a day soon to come is none of the past (11月20日开庭), a month soon to come hardly."""
    if (month, number or 1) <= (today.month, today.day):
        return Since(today.year, month, number)
    soon = date(today.year, month, number or 1) - today <= SOON if _day(today.year, month, number or 1) else False
    return None if soon and number else Since(today.year - 1, month, number, about=soon)


def _relative(text: str, today: date) -> Since | None:
    """上个月, 上周三, 昨天."""
    if match := _LAST_MONTH.search(text):
        back = today.year * 12 + today.month - 1 - len(match["more"])
        number = _number(match["d"]) if match["d"] else None
        return Since(back // 12, back % 12 + 1, number if number and _day(back // 12, back % 12 + 1, number) else None)
    if match := _LAST_WEEK.search(text):
        monday = today - timedelta(days=today.weekday(), weeks=len(match["more"]))
        one = monday + timedelta(days="一二三四五六日天".index(match["day"]) % 7 if match["day"] else 0)
        return Since(one.year, one.month, one.day if match["day"] else None, about=not match["day"])
    if match := _NEAR.search(text):
        one = today - timedelta(days=_DAYS_BACK[match[0]])
        return Since(one.year, one.month, one.day)
    return None


def _ago(text: str, today: date) -> Since | None:
    """三个月没发, 半年前, 两年了: the month, roughly."""
    match = _AGO.search(text)
    if match is None or match["n"] == "几":
        return None
    unit = match["unit"].replace("多", "")
    count = 0.5 if match["n"] == "半" else _number(match["n"]) + (0.5 if match["half"] else 0)
    days = {"天": 1, "周": 7, "个星期": 7, "个礼拜": 7, "个月": 30.44, "年": 365.25}[unit] * count
    one = today - timedelta(days=round(days))
    return Since(one.year, one.month, about=True)


def _year_alone(text: str, today: date) -> Since | None:
    """今年年初, 去年底: the month, roughly. A bare 去年 says too little."""
    match = _YEAR_ALONE.search(text)
    if match is None or match["part"] is None:
        return None
    year = _year(match["year"], today) or today.year
    month = 12 if "底" in match["part"] else 2 if match["part"] in ("春节", "过年") else 1
    return Since(year, month, about=True) if (year, month) <= (today.year, today.month) else None


def _year(written: str | None, today: date) -> int | None:
    if not written:
        return None
    if written in _YEARS_BACK:
        return today.year - _YEARS_BACK[written]
    number = int(written.removesuffix("年"))
    return number if number > 100 else 2000 + number


def _number(written: str) -> int:
    return int(written) if written.isdecimal() else int(cn2an.cn2an(written, "smart"))


def _day(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None
