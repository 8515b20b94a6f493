"""What an account may send, and until when."""

from datetime import timedelta

from tests.conftest import WEDNESDAY as NOW
from webhook.simulator.ledger import CLICK_GRANT, MESSAGE_GRANT, Grant, Refused, Spent, grant, spend


def _spend(grants: tuple[Grant, ...], times: int) -> tuple[Grant, ...]:
    for _ in range(times):
        spent = spend(grants, NOW)
        assert isinstance(spent, Spent)
        grants = spent.grants
    return grants


def test_a_message_allows_five() -> None:
    used_up = _spend(grant((), MESSAGE_GRANT, NOW), 5)
    assert spend(used_up, NOW) == Refused(45047)


def test_a_new_message_allows_five_again() -> None:
    used_up = _spend(grant((), MESSAGE_GRANT, NOW), 5)
    _spend(grant(used_up, MESSAGE_GRANT, NOW), 5)


def test_after_48_hours_nothing_goes() -> None:
    grants = grant((), MESSAGE_GRANT, NOW)
    assert isinstance(spend(grants, NOW + timedelta(hours=47, minutes=59)), Spent)
    assert spend(grants, NOW + timedelta(hours=48)) == Refused(45015)


def test_who_never_wrote_cannot_be_written_to() -> None:
    assert spend((), NOW) == Refused(45015)


def test_a_click_allows_three_within_a_minute() -> None:
    grants = grant((), CLICK_GRANT, NOW)
    assert spend(_spend(grants, 3), NOW) == Refused(45047)
    assert spend(grants, NOW + timedelta(minutes=1)) == Refused(45015)


def test_the_allowance_that_ends_first_is_used_first() -> None:
    grants = _spend(grant(grant((), MESSAGE_GRANT, NOW), CLICK_GRANT, NOW), 4)
    left = {one.trigger: one.left for one in grants}
    assert left == {"click": 0, "message": 4}
