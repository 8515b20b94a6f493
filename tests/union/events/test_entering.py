"""What clerks type: read as they mean it, and what is wrong is said of the field."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from base.clock import SHANGHAI
from tests.conftest import WEDNESDAY
from tests.union.conftest import event
from union.events.entering.event_form import event_answers, first_answers, read_event_answers
from union.events.entering.question_form import free_id, question_answers, read_question
from union.events.entering.reader import Reader, Wrong
from union.events.entering.session_form import read_session_answers, session_answers, wrong_sums
from union.events.kinds import KINDS
from union.events.terms import EventPolicy, EventQuestion, EventRules, Priority

AREAS = {"杭州市": ("上城区", "西湖区"), "湖州市": ("德清县",)}
DAY = timedelta(days=1)
EVENT = first_answers(WEDNESDAY) | {
    "title": "品茶会",
    "kind": "茶会",
    "city": "杭州市",
    "district": "上城区",
    "place": "职工之家",
    "sign_up_opens": "2026-11-18T09:00",
    "sign_up_closes": "2026-11-24T09:00",
}
SESSION = {"starts_at": "2026-11-25T14:00", "ends_at": "2026-11-25T16:00", "total": "20"}


def wrong(read: object) -> dict[str, str]:
    assert isinstance(read, Wrong), read
    return dict(read.fields)


def fields(read: object) -> dict[str, Any]:
    assert isinstance(read, dict), read
    return read


def test_what_is_typed_is_an_event() -> None:
    found = fields(
        read_event_answers(EVENT | {"districts": "上城区\n西湖区", "min_age": "22", "single_only": "1"}, AREAS)
    )
    assert found["sign_up_opens"] == datetime(2026, 11, 18, 9, tzinfo=SHANGHAI)
    assert found["rules"] == EventRules(districts=("上城区", "西湖区"), min_age=22, single_only=True)
    assert found["policy"] == EventPolicy()


@pytest.mark.parametrize(
    ("answers", "field", "words"),
    [
        ({"title": " "}, "title", "请填活动名称。"),
        ({"title": "长" * 101}, "title", "太长了"),
        ({"kind": "打麻将"}, "kind", "请从列表里选。"),
        ({"city": "上海市"}, "city", "请从列表里选。"),
        ({"district": "德清县"}, "district", "杭州市没有这个区县。"),
        ({"sign_up_closes": "2026-11-18T09:00"}, "sign_up_closes", "截止要晚于开始报名。"),
        ({"sign_up_closes": "2026-13-40T09:00"}, "sign_up_closes", "请填日期和时间"),
        ({"sign_up_closes": "明天"}, "sign_up_closes", "请填日期和时间"),
        ({"min_age": "50", "max_age": "40"}, "max_age", "最大年龄不能小于最小年龄。"),
        ({"min_age": "-1"}, "min_age", "请填 0 到 120 的整数。"),
        ({"places_per_member": "２"}, "places_per_member", "请填 1 到 20 的整数。"),
        ({"priority_first_hours": "24"}, "priority_first_hours", "请先在下面"),
        ({"districts": "上诚区"}, "districts", "没有“上诚区”这个区县。"),
    ],
)
def test_what_is_wrong_is_said_of_its_field(answers: dict[str, str], field: str, words: str) -> None:
    found = wrong(read_event_answers(EVENT | answers, AREAS))
    assert list(found) == [field] and words in found[field]


def test_nobody_signs_up_when_the_last_session_has_begun() -> None:
    last = datetime(2026, 11, 24, 8, tzinfo=SHANGHAI)
    assert wrong(read_event_answers(EVENT, AREAS, last_start=last)) == {"sign_up_closes": "报名要在活动开始前截止。"}


def test_an_event_goes_into_the_form_and_comes_out_as_it_was() -> None:
    rules: dict[str, Any] = {
        "days": 5,
        "priority": Priority(frontline=3),
        "priority_first_hours": 12,
        "unions": ("甲工会",),
        "ties": "date",
    }
    there = event(policy=EventPolicy(cancel_hours=3, no_shows=2, waitlist=False), **rules)
    found = fields(read_event_answers(event_answers(there), AREAS, there))
    assert found == {name: getattr(there, name) for name in found}


def test_what_is_typed_is_a_session_with_its_places() -> None:
    more = {"men": "10", "women": "10", "by_district": "上城区 5\n西湖区 8", "by_union": "湖滨 街道总工会 3"}
    found = fields(read_session_answers(SESSION | more, AREAS, now=WEDNESDAY))
    assert found["quotas"] == {
        "total": 20,
        "men": 10,
        "women": 10,
        "district:上城区": 5,
        "district:西湖区": 8,
        "union:湖滨 街道总工会": 3,
    }


@pytest.mark.parametrize(
    ("answers", "field", "words"),
    [
        ({"ends_at": "2026-11-25T14:00"}, "ends_at", "结束要晚于开始。"),
        ({"starts_at": "2026-11-17T14:00"}, "starts_at", "这个时间已经过了。"),
        ({"session_closes": "2026-11-25T15:00"}, "session_closes", "报名要在活动开始前截止。"),
        ({"total": ""}, "total", "请填一共有多少名额。"),
        ({"total": "0"}, "total", "请填 1 到 100000 的整数。"),
        ({"men": "21"}, "men", "不能多于总名额。"),
        ({"men": "10", "women": "5"}, "women", "会有名额谁也报不上"),
        ({"by_district": "上城区"}, "by_district", "看不懂"),
        ({"by_district": "德清区 5"}, "by_district", "没有“德清区”这个区县。"),
        ({"by_union": "甲工会 21"}, "by_union", "不能多于总名额"),
        ({"min_group": "5"}, "group_deadline", "请填到什么时候要满这么多人。"),
        ({"group_deadline": "2026-11-20T09:00"}, "min_group", "请填满多少人才成团。"),
        ({"min_group": "21", "group_deadline": "2026-11-20T09:00"}, "min_group", "成团人数不能多于总名额。"),
        ({"min_group": "5", "group_deadline": "2026-11-25T14:00"}, "group_deadline", "要早于活动开始"),
    ],
)
def test_what_is_wrong_with_a_session_is_said_of_its_field(answers: dict[str, str], field: str, words: str) -> None:
    found = wrong(read_session_answers(SESSION | answers, AREAS, now=WEDNESDAY))
    assert list(found) == [field] and words in found[field]


def test_a_session_goes_into_the_form_and_comes_out_as_it_was() -> None:
    [there] = event(min_group=3, group_deadline=WEDNESDAY + DAY).sessions
    found = fields(read_session_answers(session_answers(there), AREAS, with_places=False))
    assert found == {name: getattr(there, name) for name in found}


def test_sums_of_places_that_cannot_be_meant() -> None:
    assert wrong_sums({"total": 20, "men": 10, "women": 10}) == ""
    assert wrong_sums({"total": 20, "men": 15, "women": 15}) == ""  # at most 15 of each
    assert "多于总名额" in wrong_sums({"total": 5, "district:上城区": 6})
    assert "谁也报不上" in wrong_sums({"total": 20, "first_timers": 5, "returning": 5})
    assert wrong_sums({"total": 5, "allotted:甲": 9}) == ""  # those are not among the others


def test_a_question_is_read_and_shown() -> None:
    asked = EventQuestion(
        id="q2", label="衣服尺码", kind="choice", choices=("大", "小"), required=False, who_sees="all"
    )
    assert read_question(question_answers(asked), "q2") == asked
    assert "choices" in wrong(read_question({"label": "尺码", "kind": "choice", "choices": "大"}, "q1"))
    assert "label" in wrong(read_question({"label": "", "kind": "text"}, "q1"))
    assert free_id([]) == "q1" and free_id(["q1", "q7", "size"]) == "q8"


@given(st.text(max_size=40))
def test_whatever_is_typed_as_a_time_is_a_time_or_a_word_on_it(text: str) -> None:
    read = Reader({"at": text})
    assert read.moment("at") is not None or not text.strip() or read.wrong["at"]


@pytest.mark.parametrize("text", ["2026-12-05T14:00", "2026-12-05 14:00:00", "2026/12/5 14:00", "2026年12月5日 14：00"])
def test_times_as_forms_and_spreadsheets_have_them(text: str) -> None:
    assert Reader({"at": text}).moment("at") == datetime(2026, 12, 5, 14, tzinfo=SHANGHAI)


def test_the_kinds_offered_are_those_the_bot_knows() -> None:
    known = YAML(typ="safe").load(Path("bot/entities/event_kinds.yml"))
    assert set(KINDS) == set(known) - {"not"}
