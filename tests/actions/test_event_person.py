"""Facts about the person in a message."""

from dataclasses import fields
from typing import Any

import pytest

from actions.event_person import ASKS, MEMBER, needed, options, person_of, read_facts
from actions.turn import Turn
from tests.actions.turns import turn_of
from tests.conftest import WEDNESDAY
from tests.union.events.meetings import a_meeting
from union.events.person import Person
from union.events.quotas import counts
from union.events.rules import fits
from union.roster.service import Standing


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


async def test_the_next_fact_that_is_needed_and_nothing_more() -> None:
    event = a_meeting(rules={"single_only": True, "min_age": 22})

    assert await needed(unbound("好"), event, {}) == "single"
    assert await needed(unbound("好"), event, {"single": True}) == "birth_year"
    assert await needed(unbound("好"), event, {"single": True, "birth_year": 1992}) is None
    assert await needed(unbound("好"), event, {"single": False}) is None  # refused: there is nothing to ask


def test_every_fact_a_rule_may_need_can_be_asked() -> None:
    found_out = {"member", "first_time", "unions"}  # by the rosters and the services themselves

    assert set(ASKS) == {field.name for field in fields(Person)} - found_out


def test_rules_and_quotas_name_what_can_be_tapped() -> None:
    event = a_meeting(rules={"unions": ["甲工会"]}, quotas={"total": 5, "union:乙工会": 2})

    assert options("union", event) == ["甲工会", "乙工会"]


def unbound(text: str, standing: Standing | None = None) -> Turn:
    """A message of somebody who is on no roster, or on one."""
    turn = turn_of(text)
    turn.looked_up["standing"] = standing
    return turn


RIDER = Standing(
    entry_id="e",
    name="王芳",
    phone="13800138000",
    gender="female",
    birth_year=1990,
    joined=None,
    unions=("hangzhou", "shangcheng", "riders"),
    union_names=("杭州市总工会", "上城区总工会", "骑手工会"),
    all_unions=frozenset({"hangzhou", "shangcheng", "riders"}),
    all_names=frozenset({"杭州市总工会", "上城区总工会", "骑手工会"}),
    city="杭州市",
    district="上城区",
)


async def test_what_the_roster_says_beats_what_was_told_and_is_not_asked() -> None:
    event = a_meeting(
        rules={"gender": "female", "min_age": 18, "max_age": 40, "unions": ["上城区总工会"], "members_only": True}
    )
    told = {"gender": "male", "birth_year": 1950, "union": "别的工会"}

    person = await person_of(unbound("好", RIDER), event, told)

    assert (person.gender, person.birth_year, person.union, person.district) == ("female", 1990, "骑手工会", "上城区")
    assert person.member
    assert await needed(unbound("好", RIDER), event, {}) is None


async def test_who_is_on_no_roster_needs_to_be_bound_before_anything_else_is_asked() -> None:
    event = a_meeting(rules={"single_only": True, "members_only": True})
    assert await needed(unbound("好"), event, {}) == MEMBER
    assert await needed(unbound("好", RIDER), event, {}) == "single"


@pytest.mark.parametrize(
    ("union", "refused"), [("上城区总工会", None), ("shangcheng", None), ("骑手工会", None), ("拱墅区总工会", "union")]
)
async def test_an_event_of_a_union_is_open_to_the_unions_below_it(union: str, refused: str | None) -> None:
    event = a_meeting(rules={"unions": [union]})
    decision = fits(event, await person_of(unbound("好", RIDER), event, {}), WEDNESDAY)
    assert (decision.reason if decision else None) == refused


async def test_a_quota_of_a_union_counts_who_belongs_below_it() -> None:
    person = await person_of(unbound("好", RIDER), None, {})
    counted = [
        who for who in ("union:上城区总工会", "union:拱墅区总工会", "district:上城区", "women") if counts(who, person)
    ]
    assert counted == ["union:上城区总工会", "district:上城区", "women"]
