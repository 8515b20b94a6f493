"""The verbs on events and bookings, all in one place for whoever calls them."""

from union.events.bars import Appealed, Decided, appeal, appeals, bar, bars_of, decide
from union.events.change import change
from union.events.life import accept, cancel
from union.events.listing import Mine, find_booking, get, list_events, my_bookings, nearest, position
from union.events.meeting import Meeting
from union.events.outcomes import Booked, Cancelled, Changed, CheckedIn, Entered, Held, Waitlisted
from union.events.person import NOBODY, Person
from union.events.refusal import Refused
from union.events.sign_up import hold, sign_up

__all__ = [
    "NOBODY",
    "Appealed",
    "Booked",
    "Cancelled",
    "Changed",
    "CheckedIn",
    "Decided",
    "Entered",
    "Held",
    "Meeting",
    "Mine",
    "Person",
    "Refused",
    "Waitlisted",
    "accept",
    "appeal",
    "appeals",
    "bar",
    "bars_of",
    "cancel",
    "change",
    "decide",
    "find_booking",
    "get",
    "hold",
    "list_events",
    "my_bookings",
    "nearest",
    "position",
    "sign_up",
]
