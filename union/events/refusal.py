"""A "no", the rule behind it, and what would work instead."""

from dataclasses import dataclass
from typing import Literal

Reason = Literal[
    "unknown",  # no such session, or no such booking of this member
    "called_off",
    "past",  # it has begun; detail: when
    "not_open",  # detail: when sign-up opens
    "closed",  # detail: when it closed
    "too_few",  # less than one place asked for
    "too_many",  # detail: how many a member may take
    "full",  # detail: how many places are left (fewer than asked for)
    "quota_full",  # detail: which part of the places, and how many are left of it
    "already",  # detail: the code of the booking that stands
    "already_cancelled",
    "bad_name",
    "bad_phone",
    # the person
    "needs",  # detail: the fact (a field of Person) a rule asks for
    "bad_age",  # detail: the year of birth nobody can have
    "members_only",
    "single_only",
    "gender",  # detail: 男 or 女, whom it is for
    "age",  # detail: 22—45岁
    "union",  # detail: the unions it is for
    "district",  # detail: the districts it is for
    "frontline_first",  # detail: when the others may
    "priority_first",  # detail: when the others may
    "entitlement",  # detail: 本年度还剩 2 天，这条线路需要 4 天
    "barred",  # detail: until when, and why
    # what is asked
    "needs_answer",  # detail: the question
    "bad_answer",  # detail: the question
    "companions",  # detail: how many names are needed
    # the life of a booking
    "too_late",  # detail: until when one could
    "offer_over",  # detail: until when one could accept
    "not_offered",  # nothing is there to accept
    "waiting",  # detail: the position: one waits already
    "no_waitlist",
    "other_event",  # a change stays within the event
    "same_session",
    # the door
    "unknown_code",
    "wrong_session",  # detail: the session the code is for
    "already_in",  # detail: 19:05, when it was checked in
    "cancelled",
    "not_booked",  # detail: what it is instead (候补 …)
    "too_early",  # detail: when the door opens
    "too_late_in",  # detail: when it ended
    # staff
    "below_taken",  # detail: how many are taken
    "bad_terms",  # detail: the field and what is wrong with it
    "has_bookings",
    "not_over",
    "not_lottery",
    "drawn",  # the draw has taken place
    "no_bar",
    "decided",
    "bad_stars",
    "not_asked",
]


@dataclass(frozen=True)
class Refused:
    """A "no". `detail` is the fact to put into the sentence, ready to read; may be empty.

    `may_wait`: there is a waitlist to be put on. What would work instead: `nearest` in listing.py.
    """

    reason: Reason
    detail: str = ""
    may_wait: bool = False
