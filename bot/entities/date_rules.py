"""The grammar of Chinese dates: a pattern and what it means, one pair a way of speaking.

Rules are tried in order; where two match at one place, the longer match counts. A rule that answers
None has recognised something that is no date of use here (上周三, 5月 of a past year).
"""

import re
from collections.abc import Callable
from datetime import date, timedelta

from bot.entities import holidays, spans
from bot.entities.numbers import to_int
from bot.entities.spans import Days

Rule = tuple[re.Pattern[str], Callable[[re.Match[str], date], Days | None]]

_N = r"(?:\d{1,2}|[一二三四五六七八九]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|[一二三四五六七八九])"
_DAY_END = r"[号日]"
_NOT_A_DATE = r"(?![\d线楼门车院店厅馆窗桌台机选工段库仓码柜房口令厂井文球游元型人])"
_PART = r"(?P<part>初|上旬|中旬|下旬|底|末)"
_TO = r"\s*(?:到|至|-|—|~|～)+\s*"
_AHEAD = {"这": 0, "本": 0, "今": 0, "下": 1, "下下": 2}
_WEEKDAYS = {
    name: number % 7
    for number, names in enumerate(("一1", "二2", "三3", "四4", "五5", "六6", "日天七7"))
    for name in names
}
_DAYS = {"今": 0, "明": 1, "后": 2, "大后": 3}


def _number(match: re.Match[str], name: str) -> int:
    return to_int(match[name]) or 0


def _full(match: re.Match[str], _today: date) -> Days | None:
    return spans.day(int(match["y"]), _number(match, "m"), _number(match, "d"))


def _near_day(match: re.Match[str], today: date) -> Days:
    one = today + timedelta(days=_DAYS[match["near"]])
    return one, one


def _week(match: re.Match[str], today: date) -> Days | None:
    ahead = match["ahead"]
    if ahead in ("上", "上上", "每", "逢"):
        return None
    weeks = _AHEAD.get(ahead) if ahead else None
    if match["day"]:
        return spans.weekday(today, _WEEKDAYS[match["day"]], weeks)
    if match["end"]:
        return spans.weekend(today, weeks or 0)
    return spans.week(today, weeks) if weeks is not None else None


def _month_relative(match: re.Match[str], today: date) -> Days | None:
    ahead = _AHEAD.get(match["ahead"])
    if ahead is None:
        return None
    first, _ = spans.month(today.year, today.month + ahead)
    if match["d"]:
        return spans.day(first.year, first.month, _number(match, "d"))
    return spans.month(first.year, first.month, match["part"] or "")


def _part_of_month(match: re.Match[str], today: date) -> Days:
    found = spans.month(today.year, today.month, match["part"])
    return found if found[1] >= today else spans.month(today.year, today.month + 1, match["part"])


def _month_day(match: re.Match[str], today: date) -> Days | None:
    if match["year"] in _PAST_YEARS:
        return None
    month, number = _number(match, "m"), _number(match, "d")
    year = {"今年": today.year, "明年": today.year + 1}.get(match["year"] or "")
    first = spans.day(year, month, number) if year else spans.next_date(today, month, number)
    if first is None or not match["to"]:
        return first
    last = spans.day(first[0].year, month, _number(match, "to"))
    return (first[0], last[0]) if last else first


def _month(match: re.Match[str], today: date) -> Days | None:
    number = _number(match, "m")
    if not 1 <= number <= 12 or match["year"] in _PAST_YEARS:
        return None
    if match["year"]:
        return spans.month(today.year + (match["year"] == "明年"), number, match["part"] or "")
    return spans.next_month(today, number, match["part"] or "")


def _short(match: re.Match[str], today: date) -> Days | None:
    return spans.next_date(today, int(match["m"]), int(match["d"] or match["d2"]))


def _days_of_month(match: re.Match[str], today: date) -> Days | None:
    first = spans.next_day_of_month(today, _number(match, "d"))
    if first is None or not match["to"]:
        return first
    last = spans.next_day_of_month(first[0], _number(match, "to"))
    return (first[0], last[0]) if last else first


def _later(match: re.Match[str], today: date) -> Days | None:
    count = 0.5 if match["n"] == "半" else _number(match, "n")
    unit = match["unit"]
    if unit == "天" or count == 0.5:
        one = today + timedelta(days=int(count) if unit == "天" else 15)
    elif unit == "个月":
        first, last = spans.month(today.year, today.month + int(count))
        one = min(first.replace(day=1) + timedelta(days=today.day - 1), last)
    else:
        one = today + timedelta(weeks=int(count))
    return one, one


def _holiday(match: re.Match[str], today: date) -> Days | None:
    found = holidays.next_holiday(match["name"], today)
    return (found, found) if found else None


_YEAR = r"(?:(?P<year>今年|明年|去年|前年|上一?年)的?\s*)?"
_PAST_YEARS = frozenset({"去年", "前年", "上年", "上一年"})
_WEEK = r"(?:周|星期|礼拜)"

RULES: list[Rule] = [
    (
        re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)\s*[年./-]\s*(?P<m>\d{1,2})\s*[月./-]\s*(?P<d>\d{1,2})(?!\d)[日号]?"),
        _full,
    ),
    (re.compile(r"(?P<near>大后|[今明后])(?:天|日|儿|早上?|晚上?|夜|朝(?!阳))"), _near_day),
    (
        re.compile(
            rf"(?:(?<![一两二三四五六\d])|(?<=[周拜期][一二三四五六]))(?:(?P<ahead>下下|上上|[这本下上每逢今])个?)?{_WEEK}(?:(?P<day>[一二三四五六日天1-7])(?![\d个次年个])|(?P<end>末))?(?!年|边|围|期)"
        ),
        _week,
    ),
    (re.compile(r"(?P<ahead>)(?P<day>)(?P<end>双休日?)"), _week),
    (re.compile(rf"(?P<ahead>下下|[这本下上])个?月(?:份)?(?:的?(?:(?P<d>{_N}){_DAY_END}|{_PART}))?"), _month_relative),
    (re.compile(r"(?<![\d一二三四五六七八九十这本下上个])月(?P<part>初|底|末|中(?!旬))"), _part_of_month),
    (re.compile(r"(?<![\d月一二三四五六七八九十这本下上])(?P<part>上旬|中旬|下旬)"), _part_of_month),
    (
        re.compile(
            rf"{_YEAR}(?<![\d十])(?P<m>{_N})月(?P<d>{_N})(?:{_DAY_END}?{_TO}(?P<to>{_N}){_DAY_END}|{_DAY_END}|(?![\d点个多万块元岁]))"
        ),
        _month_day,
    ),
    (re.compile(rf"{_YEAR}(?<![\d十])(?<!\d年)(?P<m>{_N})月(?:份)?{_PART}?(?!{_N}|[薪嫂子饼光]|风荷)"), _month),
    (
        re.compile(
            r"(?<![\d./:-])(?P<m>1[0-2]|0?[1-9])(?:/(?P<d>3[01]|[12]\d|0?[1-9])|[-.](?:(?P<d2>3[01]|[12]\d|0[1-9])))(?![\d./:%-]|[人点个天岁年万元块名张倍小公米吨])"
        ),
        _short,
    ),
    (
        re.compile(
            rf"(?<![\d路街巷弄道幢栋第村月几.一二三四五六七八九十])(?P<d>{_N})(?:{_DAY_END}?{_TO}(?P<to>{_N}))?{_DAY_END}{_NOT_A_DATE}"
        ),
        _days_of_month,
    ),
    (re.compile(rf"(?<![\d第])(?P<n>{_N}|两|半)(?P<unit>天|周|个?星期|个?礼拜|个月)(?:以|之|过)?后(?!天)"), _later),
    (re.compile(rf"(?P<name>{'|'.join(holidays.names())})(?:节|假期|期间)*(?![\d路村门学]|劳动奖)"), _holiday),
]
