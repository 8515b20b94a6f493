"""Topics as data, what a message tells of them, and the limits that can be reckoned."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from actions.legal_limits import Limit, articles, limit_of
from actions.legal_topics import in_words, missing, told_in, topics
from actions.story_dates import Since
from knowledge.rights import Law
from union.legal_aid.models import TOPICS

TODAY = date(2026, 11, 18)
FAQ = Path("knowledge/faq")


def test_every_topic_of_a_booking_has_its_row() -> None:
    assert tuple(topics()) == TOPICS


def test_every_rule_that_is_told_is_in_the_knowledge_base_with_law_and_review() -> None:
    entries = {entry["id"]: entry for path in FAQ.glob("*.yml") for entry in yaml.safe_load(path.read_text("utf-8"))}
    for topic in topics().values():
        assert entries[topic.rule]["law"] and entries[topic.rule]["reviewed"]


def test_what_was_told_is_not_asked_and_never_more_than_two() -> None:
    assert missing("欠薪", {}) == ["since", "sum"]
    assert missing("欠薪", {"since": "2026-08", "sum": 20_000}) == ["people", "employer"]
    assert missing("工伤", {"since": "2026-10-05", "employer": "宏达厂"}) == []
    assert missing("其他", {}) == []


def test_a_story_tells_its_facts() -> None:
    told = told_in("我们6个人从8月开始就没发工资，一共欠两万多，单位叫宏达纺织厂", TODAY)
    assert told == {"since": "2026-08", "sum": 20_000, "people": 6, "employer": "宏达纺织厂"}
    assert in_words(told) == "开始时间：2026年8月；金额：约20000元；人数：6人；单位：宏达纺织厂"


@pytest.mark.parametrize(
    ("text", "asked", "told"),
    [
        ("两万", ["sum"], {"sum": 20_000}),
        ("5个", ["people"], {"people": 5}),
        ("宏达纺织", ["employer"], {"employer": "宏达纺织"}),
        ("宏达纺织", [], {}),
        ("8月", ["since", "employer"], {"since": "2026-08"}),
    ],
)
def test_a_bare_answer_is_taken_where_it_was_asked_for(text: str, asked: list[str], told: dict[str, object]) -> None:
    assert told_in(text, TODAY, asked) == told  # type: ignore[arg-type]


def test_a_work_injury_has_its_thirty_days_and_its_year() -> None:
    limit = limit_of("injury", Since(2026, 11, 11), TODAY)
    assert limit == Limit("injury", "2026年11月11日", "2027年11月11日", "2026年12月11日")


def test_the_employers_thirty_days_are_not_told_when_they_are_over() -> None:
    limit = limit_of("injury", Since(2026, 10, 5), TODAY)
    assert limit is not None and limit.employer_ends == "" and not limit.over


def test_of_a_month_only_the_month_is_reckoned() -> None:
    limit = limit_of("dismissal", Since(2026, 8), TODAY)
    assert limit is not None and (limit.begins, limit.ends) == ("2026年8月", "2027年8月")


@pytest.mark.parametrize(
    ("kind", "since"),
    [(None, Since(2026, 8)), ("dismissal", None), ("dismissal", Since(2026, 8, about=True))],
)
def test_what_is_not_certain_is_not_reckoned(kind: str | None, since: Since | None) -> None:
    assert limit_of(kind, since, TODAY) is None  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("since", "over"),
    [(Since(2025, 11, 17), True), (Since(2025, 11, 18), False), (Since(2025, 11), False), (Since(2025, 10), True)],
)
def test_a_year_is_over_the_day_after_its_last(since: Since, over: bool) -> None:
    limit = limit_of("injury", since, TODAY)
    assert limit is not None and limit.over is over


def test_the_year_of_a_leap_day_ends_on_the_last_of_february() -> None:
    limit = limit_of("injury", Since(2024, 2, 29), date(2024, 3, 1))
    assert limit is not None and limit.ends == "2025年2月28日"


def test_each_law_is_named_once_and_shortly() -> None:
    laws = [
        Law(name="中华人民共和国劳动合同法", article="第四十八条"),
        Law(name="中华人民共和国劳动合同法", article="第八十七条"),
        Law(name="工伤保险条例", article="第十七条"),
    ]
    assert articles(laws) == "《劳动合同法》第四十八条、第八十七条；《工伤保险条例》第十七条"
