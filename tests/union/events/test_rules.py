"""Each rule of signing up says no for its own reason, with the fact that explains it."""

from datetime import datetime, timedelta

import pytest

from tests.conftest import WEDNESDAY
from tests.union.conftest import event
from union.events.models import Booking
from union.events.rules import Refused, may_cancel, may_sign_up

EVENT = event()
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


def test_a_full_event_says_how_many_are_left() -> None:
    assert may_sign_up(event(capacity=1), WEDNESDAY, 2) == Refused("full", "1")


def test_an_event_without_quota_has_no_places() -> None:
    assert may_sign_up(event(quotas=[]), WEDNESDAY, 1) == Refused("full", "0")


def test_called_off_goes_before_everything_else() -> None:
    assert may_sign_up(event(status="called_off"), WEDNESDAY + 9 * DAY, 9) == Refused("called_off")


def test_a_standing_booking_is_named_by_its_code() -> None:
    assert may_sign_up(EVENT, WEDNESDAY, 1, Booking(code="ABCD2345")) == Refused("already", "ABCD2345")


def test_one_cancels_until_it_begins() -> None:
    assert may_cancel(EVENT, EVENT.starts_at - timedelta(seconds=1)) is None
    assert may_cancel(EVENT, EVENT.starts_at) == Refused("past", "11月25日（周三）10:00")
