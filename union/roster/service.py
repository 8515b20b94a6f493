"""Verbs on unions, rosters and bindings, in one place for who calls them."""

from union.roster.binding import Bound, NotBound, Unbound, bind, release, unbind
from union.roster.codes import Issued, entry_of_card, issue_codes, unbound_entries
from union.roster.phones import OpenChange, PhoneRefused, PhoneTold, change_phone, open_changes, settle_change
from union.roster.record import Proof, Record
from union.roster.standing import Membership, Standing, allies, memberships, standing
from union.roster.tree import Misplaced, Place, all_unions, below, find_union, put_unions
from union.roster.tries import left_today, purge_tries

__all__ = [
    "Bound",
    "Issued",
    "Membership",
    "Misplaced",
    "NotBound",
    "OpenChange",
    "PhoneRefused",
    "PhoneTold",
    "Place",
    "Proof",
    "Record",
    "Standing",
    "Unbound",
    "all_unions",
    "allies",
    "below",
    "bind",
    "change_phone",
    "entry_of_card",
    "find_union",
    "issue_codes",
    "left_today",
    "memberships",
    "open_changes",
    "purge_tries",
    "put_unions",
    "release",
    "settle_change",
    "standing",
    "unbind",
    "unbound_entries",
]
