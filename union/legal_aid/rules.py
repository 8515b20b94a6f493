"""What a booking of legal aid must be like: data and the time in, None (yes) or a reason out."""

from datetime import datetime
from typing import Literal

from union.legal_aid.models import TOPICS

Reason = Literal[
    "unknown",  # no such appointment of this member
    "no_such_slot",  # outside hours, on a holiday, too far ahead, or another lawyer's day
    "taken",
    "busy",  # the member has another lawyer at that time
    "past",
    "already_cancelled",
    "bad_topic",
    "bad_description",
    "bad_name",
    "bad_phone",
]

LONGEST_DESCRIPTION = 2_000  # characters
DAYS_AHEAD = 60


def check_request(start: datetime, topic: str, description: str, now: datetime) -> Reason | None:
    """Whether what was asked for can be asked for at all; whether the slot is free is the database's word."""
    if start <= now:
        return "past"
    if topic not in TOPICS:
        return "bad_topic"
    return "bad_description" if not 0 < len(description.strip()) <= LONGEST_DESCRIPTION else None
