"""Everything the rest of the house may do with appointments, in one place (docs/adr/0014)."""

from union.legal_aid.after import record_no_show, record_outcome
from union.legal_aid.answers import accept, decline
from union.legal_aid.booking import book
from union.legal_aid.change import cancel, change
from union.legal_aid.examples import Example, approved_examples, draft_example, drafts, review_example
from union.legal_aid.intake import Intake, needs_staff_now, read_intake
from union.legal_aid.listing import FreeSlot, find_appointment, free_slots, my_appointments
from union.legal_aid.mediation import lowest_level
from union.legal_aid.outcomes import (
    BookedSlot,
    Cancelled,
    Changed,
    Displaced,
    PassedOn,
    Recorded,
    StoppedWaiting,
    WaitsForEarlier,
)
from union.legal_aid.planning import (
    add_shift,
    close_window,
    end_leave,
    remove_shift,
    reopen_window,
    set_leave,
)
from union.legal_aid.privacy import Reader, may_read
from union.legal_aid.ratings import Rated, Verdict, rate, verdict
from union.legal_aid.refusal import Refused
from union.legal_aid.shift_rules import NewShift
from union.legal_aid.sitting import leaves, link_account
from union.legal_aid.sweep import refill, sweep
from union.legal_aid.telling import subject
from union.legal_aid.windows import NewWindow, add_lawyer, add_window
from union.legal_aid.wishes import stop_waiting, wait_for_earlier, wish_of

__all__ = [
    "BookedSlot",
    "Cancelled",
    "Changed",
    "Displaced",
    "Example",
    "FreeSlot",
    "Intake",
    "NewShift",
    "NewWindow",
    "PassedOn",
    "Rated",
    "Reader",
    "Recorded",
    "Refused",
    "StoppedWaiting",
    "Verdict",
    "WaitsForEarlier",
    "accept",
    "add_lawyer",
    "add_shift",
    "add_window",
    "approved_examples",
    "book",
    "cancel",
    "change",
    "close_window",
    "decline",
    "draft_example",
    "drafts",
    "end_leave",
    "find_appointment",
    "free_slots",
    "leaves",
    "link_account",
    "lowest_level",
    "may_read",
    "my_appointments",
    "needs_staff_now",
    "rate",
    "read_intake",
    "record_no_show",
    "record_outcome",
    "refill",
    "remove_shift",
    "reopen_window",
    "review_example",
    "set_leave",
    "stop_waiting",
    "subject",
    "sweep",
    "verdict",
    "wait_for_earlier",
    "wish_of",
]
