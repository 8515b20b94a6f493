"""The verbs on events and bookings, all in one place for whoever calls them.

Members: list_events, get, nearest, my_bookings, hold, sign_up, sign_up_on, cancel, accept, change, appeal, rate,
my_entry.
Staff: create, load_file, open_event, add_session, change_event, change_session, set_quota, call_off_session,
call_off_event, draw, check_in, mark_no_shows, attendance, export_rows, broadcast, bar, appeals, decide.
The worker: sweep. Anybody: publication, export_publication, verify_draw.
"""

from union.events.afterwards import NoShows, mark_no_shows
from union.events.bars import Appealed, Decided, appeal, appeals, bar, bars_of, decide
from union.events.call_off import CalledOff, call_off_event, call_off_session
from union.events.change import change
from union.events.desk import (
    QuotaSet,
    Written,
    add_session,
    change_event,
    change_session,
    create,
    load_file,
    open_event,
    set_quota,
)
from union.events.door import check_in
from union.events.fair_draw import verify_draw
from union.events.life import accept, cancel
from union.events.listing import Mine, find_booking, get, list_events, my_bookings, nearest, position
from union.events.lottery import DrawDone, EntryProof, draw, export_publication, my_entry, publication
from union.events.meeting import Meeting
from union.events.outcomes import Booked, Cancelled, Changed, CheckedIn, Entered, Held, Waitlisted
from union.events.person import NOBODY, Person
from union.events.ratings import Rated, Verdict, rate, verdict
from union.events.refusal import Refused
from union.events.sheet import Attendance, attendance, broadcast, export_rows
from union.events.sign_up import SignedUp, hold, sign_up, sign_up_on
from union.events.sweep import refill, sweep
from union.events.wanted import Asked

__all__ = [
    "NOBODY",
    "Appealed",
    "Asked",
    "Attendance",
    "Booked",
    "CalledOff",
    "Cancelled",
    "Changed",
    "CheckedIn",
    "Decided",
    "DrawDone",
    "Entered",
    "EntryProof",
    "Held",
    "Meeting",
    "Mine",
    "NoShows",
    "Person",
    "QuotaSet",
    "Rated",
    "Refused",
    "SignedUp",
    "Verdict",
    "Waitlisted",
    "Written",
    "accept",
    "add_session",
    "appeal",
    "appeals",
    "attendance",
    "bar",
    "bars_of",
    "broadcast",
    "call_off_event",
    "call_off_session",
    "cancel",
    "change",
    "change_event",
    "change_session",
    "check_in",
    "create",
    "decide",
    "draw",
    "export_publication",
    "export_rows",
    "find_booking",
    "get",
    "hold",
    "list_events",
    "load_file",
    "mark_no_shows",
    "my_bookings",
    "my_entry",
    "nearest",
    "open_event",
    "position",
    "publication",
    "rate",
    "refill",
    "set_quota",
    "sign_up",
    "sign_up_on",
    "sweep",
    "verdict",
    "verify_draw",
]
