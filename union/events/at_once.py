"""A plain sign-up in one go: one SELECT, the rules, and four writes; most of a rush only needs the first.

Plain functions over a Connection: what a session adds to a statement costs more than the statement (docs/adr/0008).
"""

from sqlalchemy import Connection

from union.events.look import Sight, look_at
from union.events.meeting import Meeting
from union.events.outcomes import Booked
from union.events.placing import seat_now
from union.events.refusal import Refused
from union.events.seating import why_full
from union.events.wanted import Asked, wanted_of
from union.excursions.terms import needed


def at_once(connection: Connection, asked: Asked) -> Booked | Refused | Sight:
    """The booking, or why not. A Sight: nothing was changed, and it needs the long way of sign_up.py."""
    sight = look_at(connection, asked.session_id, asked.member_id, asked.key, asked.now)
    if sight is None:
        return Refused("unknown")
    if not _is_plain(sight):
        return sight
    event, wanted = sight.meeting, wanted_of(sight, asked)
    if isinstance(wanted, Refused):
        return wanted
    full = why_full(event, wanted)
    if full is not None:
        return sight if asked.wait and event.policy.waitlist else full
    booking = seat_now(connection, event, wanted)
    return sight if booking is None else Booked(booking, event)


def counts_history(event: Meeting) -> bool:
    """Whether a quota asks if the member has been there before."""
    return any(quota.who in ("first_timers", "returning") for quota in event.quotas)


def _is_plain(sight: Sight) -> bool:
    event = sight.meeting
    has_none = sight.repeated is None and sight.standing is None
    takes_entitlement = needed(event.rules) is not None
    return has_none and event.way == "first_come" and not takes_entitlement and not counts_history(event)
