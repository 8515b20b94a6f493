"""Answers of each kind, what is none, and what a message says beside."""

from typing import Any

import pytest

from actions.application_reading import also_read, apart, is_question, read_asked, read_corrections
from tests.actions.turns import turn_of
from union.applications.answers import asked
from union.applications.kinds import Ask, kinds

JOB = {"kind": "choice", "choices": ["货车司机", "都不是"], "spelled": {"货车司机": ["货车"], "都不是": ["其他"]}}


def ask(**values: Any) -> Ask:
    return Ask.model_validate({"id": "q", "label": "问题？", "short": "收入", **values})


@pytest.mark.parametrize(
    ("values", "text", "intent", "answer"),
    [
        (JOB, "开货车的", "inform", "货车司机"),
        (JOB, "第2个", "inform", "都不是"),
        (JOB, "厨师", "inform", None),
        ({"kind": "choice", "choices": ["男", "女"]}, "女", "inform", "女"),
        ({"kind": "yes_no"}, "是的", "affirm", True),
        ({"kind": "yes_no"}, "在", "inform", True),
        ({"kind": "yes_no"}, "不在", "deny", False),
        ({"kind": "yes_no"}, "看情况", "inform", None),
        ({"kind": "money"}, "两千五左右", "inform", 2500),
        ({"kind": "money"}, "没有", "deny", 0),
        ({"kind": "number", "least": 1, "most": 20}, "100", "inform", None),
        ({"kind": "number"}, "30多个人", "legal.urgent", 30),
        ({"kind": "number"}, "工地出事死人了快来30个人", "legal.urgent", None),
        ({"kind": "date"}, "2025年6月", "inform", "2025-06-01"),
        ({"kind": "date"}, "2025年6月31日", "inform", None),
        ({"kind": "date"}, "12月25日", "inform", "2026-12-25"),
        ({"required": False}, "跳过", "deny", ""),
        ({}, "老板欠我三个月工资", "ask_labour_right", "老板欠我三个月工资"),
        ({}, "工资不发怎么办？", "ask_labour_right", None),
        ({}, "算了", "cancel_task", None),
        ({}, "不想活了", "crisis", None),
        ({"longest": 5}, "一二三四五六七", "inform", "一二三四五"),
    ],
)
def test_an_answer_of_each_kind(values: dict[str, Any], text: str, intent: str, answer: object) -> None:
    assert read_asked(turn_of(text, intent), ask(**values)) == answer


def test_what_an_answer_brings_up_is_answered_too() -> None:
    given = also_read(turn_of("我是外卖骑手，想加入工会"), kinds()["join"], {}, bound=False)
    assert given == {"group": "新就业形态", "job": "外卖骑手"}


def test_a_story_gives_numbers_only_beside_their_label() -> None:
    told = turn_of("在工地意外受伤，家里4口人，花了八万")
    assert also_read(told, kinds()["hardship"], {}, bound=True, story=True) == {"people": 4}


def test_a_clause_that_is_another_answer_is_taken_out_of_a_text() -> None:
    asks = asked(kinds()["homecoming"], {}, bound=True)
    assert apart(turn_of("贵州毕节，火车"), asks) == ("贵州毕节", {"travels": "火车"})
    assert apart(turn_of("坐火车去贵州毕节"), asks) == ("坐火车去贵州毕节", {})


def test_a_correction_names_what_and_says_to_what() -> None:
    asks = asked(kinds()["degree"], {}, bound=True)
    given: dict[str, Any] = {"level": "专科", "school": "甲校", "fees": 100}
    assert read_corrections(turn_of("学校改成浙江工业大学", "correct"), asks, given) == {"school": "浙江工业大学"}
    assert read_corrections(turn_of("学费应该是15000", "correct"), asks, given) == {"fees": 15000}
    assert read_corrections(turn_of("学历层次填错了，是本科", "correct"), asks, given) == {"level": "本科"}


def test_a_question_of_the_members_own() -> None:
    assert is_question(turn_of("体检要多少钱", "ask_program"))
    assert not is_question(turn_of("去年做的手术", "ask_program"))
