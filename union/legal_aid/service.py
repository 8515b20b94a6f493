"""Everything the rest of the house may do with appointments, in one place (docs/adr/0014)."""

from union.legal_aid.answers import accept, decline
from union.legal_aid.booking import book
from union.legal_aid.change import cancel, change
from union.legal_aid.intake import Intake, needs_staff_now, read_intake
from union.legal_aid.listing import FreeSlot, find_appointment, free_slots, my_appointments
from union.legal_aid.outcomes import (
    BookedSlot,
    Cancelled,
    Changed,
    PassedOn,
    StoppedWaiting,
    WaitsForEarlier,
)
from union.legal_aid.refusal import Refused
from union.legal_aid.telling import subject
from union.legal_aid.waitlist import stop_waiting, wait_for_earlier, wish_of

__all__ = [
    "BookedSlot",
    "Cancelled",
    "Changed",
    "FreeSlot",
    "Intake",
    "PassedOn",
    "Refused",
    "StoppedWaiting",
    "WaitsForEarlier",
    "accept",
    "book",
    "cancel",
    "change",
    "decline",
    "find_appointment",
    "free_slots",
    "my_appointments",
    "needs_staff_now",
    "read_intake",
    "stop_waiting",
    "subject",
    "wait_for_earlier",
    "wish_of",
]
