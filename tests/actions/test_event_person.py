"""Facts about the person in a message."""

from dataclasses import fields
from typing import Any

import pytest

from actions.event_person import ASKS, needed, options, read_facts
from tests.actions.turns import turn_of
from tests.union.events.meetings import a_meeting
from union.events.person import Person


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("我是男的，92年的，单身", {"gender": "male", "birth_year": 1992, "single": True}),
        ("女，1995年，未婚", {"gender": "female", "birth_year": 1995, "single": True}),
        ("我已婚", {"single": False}),
        ("离异", {"single": True}),
        ("我不是单身", {"single": False}),
        ("我是一线工人", {"frontline": True}),
        ("我不是一线的", {"frontline": False}),
        ("报名单身职工相亲会", {}),
        ("带女儿去", {}),
        ("想找个男朋友", {}),
    ],
)
def test_facts_in_a_sentence(text: str, facts: dict[str, Any]) -> None:
    assert read_facts(turn_of(text), None, None) == facts


@pytest.mark.parametrize(
    ("text", "intent", "asked", "value"),
    [
        ("是的", "affirm", "single", True),
        ("不是", "deny", "single", False),
        ("92", "inform", "birth_year", 1992),
        ("34岁", "inform", "birth_year", 1992),
        ("男", "inform", "gender", "male"),
        ("杭州钢铁工会的", "inform", "union", "杭州钢铁工会"),
        ("我们厂工会", "inform", "union", "我们厂工会"),
        ("第二个", "inform", "union", "公交工会"),
    ],
)
def test_a_bare_answer_to_what_was_asked(text: str, intent: str, asked: str, value: object) -> None:
    event = a_meeting(rules={"unions": ["杭州钢铁工会", "公交工会"]})

    assert read_facts(turn_of(text, intent), asked, event)[asked] == value


def test_a_question_is_no_name_of_a_union() -> None:
    assert read_facts(turn_of("为什么要填这个", "ask_why"), "union", a_meeting()) == {}


def test_the_next_fact_that_is_needed_and_nothing_more() -> None:
    event = a_meeting(rules={"single_only": True, "min_age": 22})

    assert needed(turn_of("好"), event, {}) == "single"
    assert needed(turn_of("好"), event, {"single": True}) == "birth_year"
    assert needed(turn_of("好"), event, {"single": True, "birth_year": 1992}) is None
    assert needed(turn_of("好"), event, {"single": False}) is None  # refused: there is nothing to ask


def test_every_fact_a_rule_may_need_can_be_asked() -> None:
    found_out = {"member", "first_time"}  # by the services themselves

    assert set(ASKS) == {field.name for field in fields(Person)} - found_out


def test_rules_and_quotas_name_what_can_be_tapped() -> None:
    event = a_meeting(rules={"unions": ["甲工会"]}, quotas={"total": 5, "union:乙工会": 2})

    assert options("union", event) == ["甲工会", "乙工会"]
