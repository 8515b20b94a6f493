"""What readers find in a member's story: when it began, how much, how many, where."""

from datetime import date

import pytest

from actions.story_dates import Since, read_since
from actions.story_facts import read_employer, read_people, read_sum

TODAY = date(2026, 11, 18)


@pytest.mark.parametrize(
    ("text", "since"),
    [
        ("老板从8月开始就没发工资，一共欠我两万多", "2026-08"),
        ("8月5号摔伤的，厂里不管", "2026-08-05"),
        ("十月十二号被机器压了手", "2026-10-12"),
        ("去年12月进厂，一直没签合同", "2025-12"),
        ("2025年3月1日入职", "2025-03-01"),
        ("25年3月进的公司", "2025-03"),
        ("12月的工资没发", "~2025-12"),  # or is it the one to come
        ("11月20日开庭", None),
        ("2020年3月进厂，上个月被辞退", "~2020-03"),  # of two times the beginning is a guess
        ("上个月把我辞退了", "2026-10"),
        ("上个月15号被辞退", "2026-10-15"),
        ("上周三通知我不用来了", "2026-11-11"),
        ("昨天被开除了", "2026-11-17"),
        ("拖欠工资三个月了", "~2026-08"),
        ("三个月工资没发", "~2026-08"),
        ("两年前受的伤", "~2024-11"),
        ("半年没交社保", "~2026-05"),
        ("今年年初就开始拖", "~2026-01"),
        ("去年底就不发了", "~2025-12"),
        ("公司不签合同", None),
        ("明天下午2点", None),
        ("下个月想约", None),
        ("他说13月发", None),
        ("一共欠两万", None),
        ("2月30号", None),
    ],
)
def test_since_is_the_last_such_time_that_has_begun(text: str, since: str | None) -> None:
    found = read_since(text, TODAY)
    assert (str(found) if found else None) == since


def test_since_keeps_what_it_knows_when_it_is_written_down() -> None:
    for since in (Since(2026, 8), Since(2026, 8, 5), Since(2026, 8, about=True)):
        assert Since.of(str(since)) == since
    assert Since(2026, 8, 5).in_words() == "2026年8月5日"
    assert Since(2026, 8, about=True).in_words() == "约2026年8月"


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("一共欠我两万多，问他就说没钱", 20_000),
        ("欠了我23000块", 23_000),
        ("欠 12,500 元", 12_500),
        ("每月5000元，三个月共15000元没给", 15_000),
        ("扣了我三百块钱", 300),
        ("欠薪1.5万", 15_000),
        ("工资两万三没给", 23_000),
        ("差我一万五千元", 15_000),
        ("欠8k", 8_000),
        ("工友20个人，8月开始", None),
        ("公司有一万人", None),
        ("我今年35岁，干了三年", None),
        ("13800138000", None),
        ("明天上午9点半", None),
    ],
)
def test_a_sum_is_money_and_the_largest_named(text: str, yuan: int | None) -> None:
    assert read_sum(text) == yuan


def test_a_bare_number_is_a_sum_only_where_it_was_asked_for() -> None:
    assert read_sum("20000", asked=True) == 20_000
    assert read_sum("两万多吧", asked=True) == 20_000
    assert read_sum("20000") is None
    assert read_sum("第一个", asked=True) is None


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("我们12个人都没拿到钱", 12),
        ("我们班组十几个人被欠薪", 10),
        ("还有五个工友也一样", 5),
        ("厂里几十号人工资都没发", 20),
        ("三十多个工人的工资拖着", 30),
        ("就我一个人", 1),
        ("公司有500人，只欠我", 1),
        ("公司有500人", None),
        ("家里有四口人要养", None),
        ("找了两个人来谈话", None),
        ("我想一个人去", None),
        ("拖了三个月", None),
    ],
)
def test_people_are_those_who_share_the_trouble(text: str, people: int | None) -> None:
    assert read_people(text) == people


def test_a_bare_number_of_people_is_one_only_where_it_was_asked_for() -> None:
    assert read_people("8", asked=True) == 8
    assert read_people("十来个", asked=True) == 10
    assert read_people("8") is None


@pytest.mark.parametrize(
    ("text", "employer"),
    [
        ("我在湖州织里童装有限公司上班，老板欠薪", "湖州织里童装有限公司"),
        ("上个月被辞退了，公司名字是恒达电子有限公司", "恒达电子有限公司"),
        ("公司叫宏达纺织厂，不给工资", "宏达纺织厂"),
        ("在这家公司干了三年", None),
        ("我在厂里摔了", None),
        ("老板的公司倒闭了", None),
        ("公司不签合同，还拖欠工资三个月了", None),
        ("被公司开除", None),
        ("10月5日在车间手被机器压伤，老板不管", None),
    ],
)
def test_an_employer_has_a_name_of_its_own(text: str, employer: str | None) -> None:
    assert read_employer(text) == employer


def test_a_bare_name_is_an_employer_only_where_it_was_asked_for() -> None:
    assert read_employer("单位是宏达纺织", asked=True) == "宏达纺织"
    assert read_employer("宏达纺织") is None
