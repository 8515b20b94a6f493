"""Dates said on Wednesday 18 November 2026."""

from datetime import datetime

import pytest

from base.clock import SHANGHAI
from bot.entities import holidays
from bot.entities.dates import find_dates

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=SHANGHAI)


def dates(text: str, now: datetime = NOW) -> list[str]:
    return [one.value for one in find_dates(text, now)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("今天", "2026-11-18"),
        ("明晚有空", "2026-11-19"),
        ("大后天", "2026-11-21"),
        ("下周三下午", "2026-11-25"),
        ("礼拜五", "2026-11-20"),
        ("周三", "2026-11-18"),
        ("这周末", "2026-11-21/2026-11-22"),
        ("下周末", "2026-11-28/2026-11-29"),
        ("下周", "2026-11-23/2026-11-29"),
        ("月底", "2026-11-25/2026-11-30"),
        ("下个月初", "2026-12-01/2026-12-05"),
        ("12月21日晚7点", "2026-12-21"),
        ("十二月二十一号", "2026-12-21"),
        ("21号", "2026-11-21"),
        ("11月21到23号", "2026-11-21/2026-11-23"),
        ("21号至23号", "2026-11-21/2026-11-23"),
        ("周一到周五", "2026-11-23/2026-11-27"),
        ("12月中旬", "2026-12-11/2026-12-20"),
        ("三天后", "2026-11-21"),
        ("2026-12-01", "2026-12-01"),
        ("12-21", "2026-12-21"),
        ("明年3月", "2027-03-01/2027-03-31"),
    ],
)
def test_a_date_is_understood(text: str, value: str) -> None:
    assert dates(text) == [value]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("周二", "2026-11-24"),
        ("3号", "2026-12-03"),
        ("10月", "2027-10-01/2027-10-31"),
        ("元旦", "2027-01-01"),
        ("国庆", "2027-10-01"),
        ("中秋节", "2027-09-15"),
        ("2月29号", "2028-02-29"),
    ],
)
def test_what_could_lie_in_the_past_is_the_next_one(text: str, value: str) -> None:
    assert dates(text) == [value]


@pytest.mark.parametrize(
    "text",
    [
        "地铁12号线",
        "文化路22号",
        "欠了3个月工资",
        "一周三次",
        "每周三开门",
        "上周三",
        "春节前",
        "周边",
        "周年庆",
        "五一劳动奖章",
        "几十号人",
    ],
)
def test_no_date_is_found_where_none_is_meant(text: str) -> None:
    assert dates(text) == []


def test_the_day_is_the_one_in_shanghai() -> None:
    late = datetime.fromisoformat("2026-11-18T17:00:00+00:00")  # already the 19th there
    assert dates("今天", late) == ["2026-11-19"]


def test_a_date_that_the_calendar_does_not_have_is_none() -> None:
    assert dates("6月31日") == []


def test_the_table_of_moving_holidays_reaches_three_years_ahead() -> None:
    assert all(holidays.next_holiday(name, NOW.date().replace(year=2029, month=1)) for name in ("春节", "中秋", "端午"))


@pytest.mark.parametrize(
    "text",
    [
        "老板从8月开始没发工资",
        "八月份起就没发过",
        "去年3月到现在",
        "前年的十月受的伤",
        "6月受的伤",
        "三月住院的",
        "从五月至今",
        "去年12月21日离职",
    ],
)
def test_since_when_something_lasts_is_no_day_to_book(text: str) -> None:
    assert dates(text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12月1日开始报名", "2026-12-01"),
        ("明年8月开始", "2027-08-01/2027-08-31"),
        ("从下周三起", "2026-11-25"),
        ("今年六月到九月", "2026-06-01/2026-09-30"),
        ("12月到1月", "2026-12-01/2027-01-31"),
        ("周一到周三", "2026-11-23/2026-11-25"),
    ],
)
def test_what_begins_ahead_and_a_range_are_dates(text: str, value: str) -> None:
    assert dates(text) == [value]
