"""What a member's acts allow, and which of it is taken first."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import WEDNESDAY as NOW
from union.allowances.rules import Allowance, Refused, spend


def test_what_ends_first_is_taken_first() -> None:
    both = Allowance(5, NOW + timedelta(hours=48), 3, NOW + timedelta(minutes=1))
    assert spend(both, NOW) == "moment"
    assert spend(both, NOW + timedelta(minutes=1)) == "message"
    assert both.left(NOW) == 8 and both.left(NOW + timedelta(minutes=1)) == 5
    assert both.ends() == NOW + timedelta(hours=48)


def test_a_used_up_moment_leaves_the_messages() -> None:
    assert spend(Allowance(1, NOW + timedelta(hours=1), 0, NOW + timedelta(seconds=1)), NOW) == "message"


def test_nothing_left_and_nothing_open_are_told_apart() -> None:
    used_up = Allowance(0, NOW + timedelta(hours=1))
    assert spend(used_up, NOW) == Refused("used_up")
    assert spend(used_up, NOW + timedelta(hours=1)) == Refused("window")
    assert spend(Allowance(), NOW) == Refused("window")


counts = st.integers(0, 5)
moments = st.none() | st.integers(-100, 100).map(lambda minutes: NOW + timedelta(minutes=minutes))


@given(st.builds(Allowance, counts, moments, counts, moments))
def test_one_may_go_out_exactly_when_something_is_left(allowance: Allowance) -> None:
    assert isinstance(spend(allowance, NOW), Refused) == (allowance.left(NOW) == 0)
