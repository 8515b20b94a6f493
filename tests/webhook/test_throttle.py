"""Whatever comes a thousand times a second is counted, and written down once a minute."""

from datetime import timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import WEDNESDAY
from webhook.throttle import EVERY, Throttle


def test_the_first_is_written_at_once_and_the_others_with_the_next_line() -> None:
    throttle = Throttle()
    assert [throttle.note("signature", WEDNESDAY) for _ in range(1000)] == [1] + [None] * 999
    assert throttle.note("plaintext", WEDNESDAY) == 1
    assert throttle.note("signature", WEDNESDAY + EVERY) == 1000


def test_a_clock_that_is_put_back_does_not_silence_it() -> None:
    throttle = Throttle()
    throttle.note("signature", WEDNESDAY)
    assert throttle.note("signature", WEDNESDAY - timedelta(days=1)) == 1


@given(pauses=st.lists(st.integers(0, 90), max_size=60))
def test_nothing_is_lost_and_lines_are_a_minute_apart(pauses: list[int]) -> None:
    throttle, now, lines, total = Throttle(), WEDNESDAY, [], 0
    for pause in pauses:
        now += timedelta(seconds=pause)
        if (number := throttle.note("signature", now)) is not None:
            lines.append(now)
            total += number
    final = throttle.note("signature", now + EVERY)
    assert total + (final or 0) == len(pauses) + 1
    assert all(later - earlier >= EVERY for earlier, later in pairwise(lines))
