"""What the verbs answer when it was a yes; a no is `Refused`."""

from dataclasses import dataclass
from datetime import datetime

from union.legal_aid.models import Appointment


@dataclass(frozen=True)
class BookedSlot:
    """The member has the slot (also when the same message came again); `appointment.lawyer` is loaded."""

    appointment: Appointment


@dataclass(frozen=True)
class Changed:
    """The appointment is at its new time (also when the same message came again)."""

    appointment: Appointment


@dataclass(frozen=True)
class Cancelled:
    """The appointment is cancelled and its slot free (also when the same message came again)."""

    appointment: Appointment


@dataclass(frozen=True)
class WaitsForEarlier:
    """The member is told when a slot before `before` comes free, and keeps the appointment until then."""

    appointment: Appointment
    before: datetime
    ahead: int


@dataclass(frozen=True)
class StoppedWaiting:
    """No earlier slot is looked for any more; the appointment stands."""

    appointment: Appointment


@dataclass(frozen=True)
class PassedOn:
    """The offered slot was let go; `appointment` is what the member has without it, if anything."""

    appointment: Appointment | None


@dataclass(frozen=True)
class Recorded:
    """Outcome or no-show is written down.

    `offer`: the slot that is kept a level above for a mediation that was refused or failed. None there: there is no
    level, no window or no free slot above, and whoever wrote it down has to tell the member how it goes on.
    """

    appointment: Appointment
    offer: Appointment | None = None


@dataclass(frozen=True)
class Displaced:
    """A leave or a closed day is written down: how many talks a substitute took over, and how many need a new time."""

    taken_over: int
    displaced: int
