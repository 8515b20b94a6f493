"""What a verb on a booking came to. A "no" is Refused."""

from dataclasses import dataclass
from datetime import datetime

from union.events.meeting import Meeting
from union.events.models import Booking


@dataclass(frozen=True)
class Outcome:
    """The booking as the verb left it (also when the same message came again), and what it is for."""

    booking: Booking
    event: Meeting


class Booked(Outcome):
    """The member has the places."""


class Cancelled(Outcome):
    """The booking is given up and its places are free."""


class Entered(Outcome):
    """The member takes part in the draw."""


class Changed(Outcome):
    """The booking is for another session now."""


class CheckedIn(Outcome):
    """The member is in."""


@dataclass(frozen=True)
class Held(Outcome):
    """The places are kept while the form runs, until a time."""

    until: datetime


@dataclass(frozen=True)
class Waitlisted(Outcome):
    """The member waits; `position` counts from 1."""

    position: int
