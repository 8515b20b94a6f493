"""When an entry is to be compared with how things are. Pure."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from base.clock import to_shanghai
from knowledge.content import Entry
from knowledge.entries import Program

GOOD_FOR = 12  # months after which an entry is to be looked at again
SOON = 2  # months before that it is said

State = Literal["overdue", "soon", "fresh"]


@dataclass(frozen=True)
class Review:
    """`checked`: the month of the last look, or of the source where nobody has looked since (`is_source`)."""

    state: State
    checked: str
    is_source: bool = False


def review_of(entry: Entry, now: datetime) -> Review:
    """How an entry stands."""
    checked = last_checked(entry)
    local = to_shanghai(now)
    age = local.year * 12 + local.month - _months(checked)
    state: State = "overdue" if age > GOOD_FOR else "soon" if age > GOOD_FOR - SOON else "fresh"
    return Review(state, checked, is_source=not entry.reviewed)


def last_checked(entry: Entry) -> str:
    """2026-11; a source dated by its year alone counts from its end."""
    if entry.reviewed:
        return entry.reviewed
    assert isinstance(entry, Program), "all others have a month of review"
    return entry.published[:7] if len(entry.published) > 4 else f"{entry.published}-12"


def this_month(now: datetime) -> str:
    """2026-11, in Shanghai."""
    return to_shanghai(now).strftime("%Y-%m")


def _months(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7])
