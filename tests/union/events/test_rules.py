"""Each rule of signing up says no for its own reason, with the fact that explains it."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.conftest import WEDNESDAY
from tests.union.events.readings import meeting_like
from union.events.person import NOBODY, Person
from union.events.quotas import counting
from union.events.rules import Refused, fits, may_cancel, may_sign_up, scope_of
from union.events.terms import EventPolicy, EventRules

EVENT = meeting_like()
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("now", "places", "expected"),
    [
        (WEDNESDAY, 1, None),
        (WEDNESDAY, 2, None),
        (WEDNESDAY, 3, Refused("too_many", "2")),
        (WEDNESDAY, 0, Refused("too_few")),
        (WEDNESDAY - 2 * DAY, 1, Refused("not_open", "11月17日（周二）10:00")),
        (WEDNESDAY - DAY, 1, None),
        (WEDNESDAY + 6 * DAY, 1, Refused("closed", "11月24日（周二）10:00")),
        (WEDNESDAY + 7 * DAY, 1, Refused("past", "11月25日（周三）10:00")),
    ],
)
def test_time_and_number_decide(now: datetime, places: int, expected: Refused | None) -> None:
    assert may_sign_up(EVENT, now, places) == expected


def test_a_full_event_says_how_many_are_left_and_that_one_may_wait() -> None:
    assert may_sign_up(meeting_like(quotas={"total": 1}), WEDNESDAY, 2) == Refused("full", "1", may_wait=True)
    no_waiting = replace(meeting_like(quotas={"total": 1}), policy=EventPolicy(waitlist=False))
    assert may_sign_up(no_waiting, WEDNESDAY, 2) == Refused("full", "1")


def test_an_event_without_quota_has_no_places() -> None:
    assert may_sign_up(meeting_like(quotas={}), WEDNESDAY, 1) == Refused("full", "0", may_wait=True)


def test_called_off_goes_before_everything_else() -> None:
    assert may_sign_up(replace(EVENT, status="called_off"), WEDNESDAY + 9 * DAY, 9) == Refused("called_off")


def test_a_draft_is_not_there_yet() -> None:
    assert may_sign_up(replace(EVENT, status="draft"), WEDNESDAY, 1) == Refused("unknown")


def test_a_standing_booking_is_named_by_its_code() -> None:
    assert may_sign_up(EVENT, WEDNESDAY, 1, "ABCD2345") == Refused("already", "ABCD2345")


def test_one_cancels_until_it_begins() -> None:
    assert may_cancel(EVENT, EVENT.starts_at - timedelta(seconds=1)) is None
    assert may_cancel(EVENT, EVENT.starts_at) == Refused("past", "11月25日（周三）10:00")


def test_a_policy_ends_cancelling_some_hours_before_or_counts_it() -> None:
    strict = replace(EVENT, policy=EventPolicy(cancel_hours=24))
    assert may_cancel(strict, EVENT.starts_at - DAY) is None
    assert may_cancel(strict, EVENT.starts_at - timedelta(hours=23)) == Refused("too_late", "11月24日（周二）10:00")
    counting_it = replace(EVENT, policy=EventPolicy(cancel_hours=24, late_cancel_counts=True))
    assert may_cancel(counting_it, EVENT.starts_at - timedelta(hours=23)) is None


@pytest.mark.parametrize(
    ("rules", "person", "expected"),
    [
        ({}, NOBODY, None),
        ({"members_only": True}, NOBODY, Refused("members_only")),
        ({"members_only": True}, Person(member=True), None),
        ({"single_only": True}, NOBODY, Refused("needs", "single")),
        ({"single_only": True}, Person(single=False), Refused("single_only")),
        ({"single_only": True}, Person(single=True), None),
        ({"gender": "female"}, NOBODY, Refused("needs", "gender")),
        ({"gender": "female"}, Person(gender="male"), Refused("gender", "女")),
        ({"min_age": 22, "max_age": 45}, NOBODY, Refused("needs", "birth_year")),
        ({"min_age": 22, "max_age": 45}, Person(birth_year=1980), Refused("age", "22—45岁")),
        ({"min_age": 22}, Person(birth_year=2005), Refused("age", "22岁及以上")),
        ({"max_age": 45}, Person(birth_year=1981), None),
        ({}, Person(birth_year=1850), Refused("bad_age", "1850")),
        ({}, Person(birth_year=2024), Refused("bad_age", "2024")),
        ({"unions": ("甲公司",)}, NOBODY, Refused("needs", "union")),
        ({"unions": ("甲公司", "乙公司")}, Person(union="丙公司"), Refused("union", "甲公司、乙公司")),
        ({"districts": ("上城区",)}, Person(district="余杭区"), Refused("district", "上城区")),
        ({"frontline_first_hours": 72}, NOBODY, Refused("needs", "frontline")),
        ({"frontline_first_hours": 72}, Person(frontline=False), Refused("frontline_first", "11月20日（周五）10:00")),
        ({"frontline_first_hours": 72}, Person(frontline=True), None),
        ({"frontline_first_hours": 12}, Person(frontline=False), None),
    ],
)
def test_the_person_decides(rules: dict[str, object], person: Person, expected: Refused | None) -> None:
    event = replace(EVENT, rules=EventRules.model_validate(rules))
    assert fits(event, person, WEDNESDAY) == expected


def test_a_quota_asks_for_the_fact_it_counts_by() -> None:
    party = meeting_like(quotas={"total": 10, "men": 5, "women": 5})
    assert fits(party, NOBODY, WEDNESDAY) == Refused("needs", "gender")
    assert fits(party, Person(gender="male"), WEDNESDAY) is None


def test_a_booking_counts_in_every_quota_that_fits() -> None:
    quotas = meeting_like(
        quotas={
            "total": 9,
            "men": 5,
            "women": 4,
            "union:甲": 3,
            "district:上城区": 3,
            "branch:一分会": 2,
            "returning": 5,
        }
    ).quotas
    names = {quota.id: quota.who for quota in quotas}
    man = Person(gender="male", union="甲", district="余杭区", branch="一分会", first_time=False)
    assert [names[id_] for id_ in counting(quotas, man)] == [
        "total",
        "men",
        "union:甲",
        "branch:一分会",
        "returning",
    ]
    woman = Person(gender="female", district="上城区", first_time=True)
    assert [names[id_] for id_ in counting(quotas, woman)] == ["total", "women", "district:上城区"]


@pytest.mark.parametrize(
    ("rules", "scope"),
    [
        ({"once_per": "session"}, "s1"),
        ({"once_per": "event"}, "e1"),
        ({"once_per": "year"}, "疗休养:1:2026"),
        ({"once_per": "cycle", "cycle_years": 2}, "疗休养:2:2026"),
        ({"once_per": "cycle", "cycle_years": 4}, "疗休养:4:2024"),
    ],
)
def test_a_scope_says_how_often_one_may(rules: dict[str, object], scope: str) -> None:
    assert scope_of(EventRules.model_validate(rules), "疗休养", "e1", "s1", WEDNESDAY) == scope
