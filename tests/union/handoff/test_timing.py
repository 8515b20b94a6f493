"""What time brings about, as a pure rule."""

from datetime import datetime

import pytest

from tests.union.handoff.desk import at
from union.handoff.timing import Talk, Waiting, due_of_talk, due_of_waiting


@pytest.mark.parametrize(
    ("minutes", "reminded", "next_id", "expected"),
    [
        (4, False, 2, None),
        (5, False, 2, "remind"),
        (5, True, 2, None),
        (15, True, 2, "escalate"),
        (15, False, 2, "escalate"),
        (99, True, None, None),
        (99, False, None, "remind"),
    ],
)
def test_a_case_nobody_takes(minutes: int, reminded: bool, next_id: int | None, expected: str | None) -> None:
    assert due_of_waiting(Waiting(at(0), reminded, 5, 15, next_id), at(minutes)) == expected


@pytest.mark.parametrize(
    ("unanswered", "answered", "flagged", "gone", "expected"),
    [
        (at(-4), None, False, False, None),
        (at(-5), None, False, False, "flag"),
        (at(-5), None, True, False, None),
        (at(-1), None, False, True, "give_back"),
        (None, at(-29), False, False, None),
        (None, at(-30), False, False, "end"),
        (None, at(-1), False, True, None),  # nobody waits for who has gone
        (at(-40), at(-41), True, False, None),  # the member spoke last: silence is not theirs
    ],
)
def test_a_talk(
    unanswered: datetime | None, answered: datetime | None, flagged: bool, gone: bool, expected: str | None
) -> None:
    assert due_of_talk(Talk(unanswered, answered, flagged, gone, 5, 30), at(0)) == expected
