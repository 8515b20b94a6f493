"""A "no", the rule behind it, and what would work instead."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from union.legal_aid.listing import FreeSlot

Reason = Literal[
    "unknown",  # no such appointment of this member (or, for staff, at all)
    "no_such_slot",  # nobody sits then: outside hours, too far ahead, or another lawyer's day
    "holiday",  # the windows are closed on that day; detail: the day
    "closed",  # that window is closed on that day; detail: why
    "on_leave",  # the lawyer wished for is away then
    "no_such_way",  # not by telephone, or not at the window, then; detail: how it is possible
    "taken",
    "busy",  # the member has another appointment at that time; detail: when
    "past",
    "already_cancelled",
    "bad_topic",
    "bad_description",  # nothing told
    "too_long",  # detail: how many characters are kept
    "bad_name",
    "bad_phone",
    # the life of an appointment
    "same_slot",
    "too_many_changes",  # detail: how often one may
    "not_booked",  # detail: what it is instead
    "offer_over",
    "waiting",  # one waits for an earlier slot already
    "free_now",  # an earlier slot is free: no need to wait for one
    "no_earlier",  # there is no time between now and the appointment
    # staff
    "not_yours",  # another lawyer's talk
    "not_over",  # it has not begun yet
    "recorded",  # detail: by whom
    "empty",
    "no_such_lawyer",
    "bad_period",
    "bad_substitute",
    "bad_window",
    "already_there",
    "bad_outcome",
    "private",  # nothing of counselling becomes an example
    "not_anonymous",  # detail: what gives somebody away
    "own_draft",  # somebody else reviews it
    "decided",
    "no_level",  # there is no level above
    "no_window",  # no window of that kind for this place, or nothing free there
    "bad_stars",
    "not_asked",
]


@dataclass(frozen=True)
class Refused:
    """A "no", and the free slots nearest to what was asked for.

    `detail` is the fact to put into the sentence, ready to read; may be empty.
    """

    reason: Reason
    nearest: Sequence[FreeSlot] = ()
    detail: str = ""
