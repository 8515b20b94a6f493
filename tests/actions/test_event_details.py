"""Answers to an event's own questions, and names of those who come along."""

from typing import Any

import pytest

from actions.event_details import next_question, read_companions, read_details, shown_answer
from actions.forms.question import Invalid, Narrowed, Value
from tests.actions.turns import turn_of
from tests.union.events.meetings import a_meeting

MEAL = {"id": "meal", "label": "用餐", "kind": "choice", "choices": ["普通", "清真"]}


def question(kind: str, **more: Any) -> Any:
    return a_meeting(questions=({"id": "q", "label": "问题", "kind": kind, **more},))


@pytest.mark.parametrize(
    ("kind", "text", "intent", "value"),
    [
        ("text", "海鲜过敏", "out_of_scope", "海鲜过敏"),
        ("number", "3", "inform", 3),
        ("number", "大概3个吧", "inform", 3),
        ("yes_no", "是", "affirm", True),
        ("yes_no", "不会", "deny", False),
        ("date", "12月25日", "inform", "2026-12-25"),
        ("phone", "138 0013 8000", "inform", "13800138000"),
    ],
)
def test_an_answer_of_each_kind(kind: str, text: str, intent: str, value: object) -> None:
    reading = read_details(turn_of(text, intent), question(kind), {}, asked=True, again=False)

    assert reading == Narrowed({"event_answers": {"q": value}})


@pytest.mark.parametrize(
    ("kind", "text"), [("number", "很多"), ("date", "改天"), ("phone", "12345"), ("yes_no", "看情况")]
)
def test_an_answer_that_does_not_fit_is_asked_again(kind: str, text: str) -> None:
    reading = read_details(turn_of(text), question(kind), {}, asked=True, again=False)

    assert reading == Invalid("utter_event_refused_bad_answer", {"detail": "问题"})


def test_a_choice_is_named_picked_or_told_in_the_same_sentence() -> None:
    event = a_meeting(questions=(MEAL,))
    meal = Narrowed({"event_answers": {"meal": "清真"}})

    assert read_details(turn_of("要清真的"), event, {}, asked=True, again=False) == meal
    assert read_details(turn_of("第二个"), event, {}, asked=True, again=False) == meal
    assert read_details(turn_of("报名登山，吃清真"), event, {}, asked=False, again=False) == meal
    assert read_details(turn_of("清真"), event, {"meal": "普通"}, asked=False, again=False) is None
    assert read_details(turn_of("改成清真"), event, {"meal": "普通"}, asked=False, again=True) == meal


def test_only_what_is_optional_can_be_skipped() -> None:
    optional, needed = question("text", required=False), question("text")

    assert read_details(turn_of("跳过"), optional, {}, True, False) == Narrowed({"event_answers": {"q": ""}})
    assert read_details(turn_of("没有"), needed, {}, True, False) == Narrowed({"event_answers": {"q": "没有"}})
    assert next_question(optional, {"q": ""}) is None


def test_a_question_of_the_members_is_no_answer() -> None:
    turn = turn_of("吴兴的工会律师什么时候在", "ask_program", 0.95)

    assert read_details(turn, question("text"), {}, asked=True, again=False) is None


@pytest.mark.parametrize("text", ["李雷、韩梅梅", "李雷和韩梅梅", "李雷 韩梅梅", "他们叫李雷，韩梅梅。"])
def test_names_of_those_who_come_along(text: str) -> None:
    assert read_companions(turn_of(text), 2, asked=True) == Value(["李雷", "韩梅梅"])


def test_names_told_beside_other_facts() -> None:
    assert read_companions(turn_of("三个人，同行人是李雷和韩梅梅，13800138000"), 2, asked=False) == Value(
        ["李雷", "韩梅梅"]
    )
    assert read_companions(turn_of("王小明 13800138000"), 2, asked=False) is None


def test_too_few_names_are_asked_again() -> None:
    assert read_companions(turn_of("李雷"), 2, asked=True) == Invalid("utter_event_bad_companions", {"count": 2})


def test_yes_and_no_in_the_summary() -> None:
    assert [shown_answer(value) for value in (True, False, 3, "清真")] == ["是", "否", "3", "清真"]
