"""An event in the words a member reads."""

import pytest

from tests.conftest import WEDNESDAY
from tests.union.events.meetings import a_meeting
from union.events.describe import how_to_get_in, should_hold, state_of, who_may


def test_who_may_come() -> None:
    rules = {
        "members_only": True,
        "single_only": True,
        "gender": "female",
        "min_age": 22,
        "unions": ["甲工会", "乙工会"],
    }

    assert who_may(a_meeting(rules=rules)) == "仅限会员，单身，女职工，22岁及以上，甲工会、乙工会"
    assert who_may(a_meeting()) == "职工均可"


def test_how_one_gets_a_place() -> None:
    assert how_to_get_in(a_meeting()) == "先到先得"
    assert how_to_get_in(a_meeting(way="lottery", rules={"places_per_member": 2})) == "抽签决定，每人最多 2 个名额"
    assert how_to_get_in(a_meeting(min_group=20)) == "先到先得，满 20 人成团"


def test_what_is_left() -> None:
    assert state_of(a_meeting(taken=3), WEDNESDAY) == "余 7 名"
    assert state_of(a_meeting(taken=10), WEDNESDAY) == "已满，可候补"
    assert state_of(a_meeting(taken=10, policy={"waitlist": False}), WEDNESDAY) == "已满"
    assert state_of(a_meeting(way="lottery", taken=10), WEDNESDAY) == "抽签报名中"
    assert state_of(a_meeting(sign_up_closes=WEDNESDAY), WEDNESDAY) == "报名已截止"


@pytest.mark.parametrize(
    ("taken", "hold", "kept"),
    [
        (0, "nearly_full", False),
        (7, "nearly_full", True),
        (10, "nearly_full", False),  # nothing is left to keep
        (0, "always", True),
        (9, "never", False),
    ],
)
def test_when_places_are_kept_while_the_form_runs(taken: int, hold: str, kept: bool) -> None:
    assert should_hold(a_meeting(taken=taken, policy={"hold": hold}), 1) is kept


def test_a_lottery_keeps_nothing() -> None:
    assert not should_hold(a_meeting(way="lottery", policy={"hold": "always"}), 1)
