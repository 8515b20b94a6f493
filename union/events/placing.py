"""Writing a booking on a connection: its row, and for a plain one its places and notices with it."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete
from sqlalchemy.dialects import postgresql, sqlite

from base.database import seal
from union.events import telling
from union.events.meeting import Meeting
from union.events.models import Booking
from union.events.quotas import take
from union.events.wanted import Wanted
from union.ids import new_code, new_id
from union.notices.models import Notice

_INSERT = {
    "sqlite": sqlite.insert(Booking).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(Booking).on_conflict_do_nothing(),
}


def seat_now(connection: Connection, event: Meeting, wanted: Wanted) -> Booking | None:
    """Book it, with its notices. None: somebody was quicker, and nothing is left behind.

    The places last: the lock on a quota's row, for which everybody waits, is then held for the shortest time.
    """
    values = row_of(event, wanted, "booked")
    booking = Booking(**values)
    values |= {name: seal(connection, values[name]) for name in ("name", "phone")}
    # What takes longest to prepare goes first: on SQLite the writers' lock is taken when it is sent.
    telling.write_confirmation(connection, event, booking, wanted.now)
    if inserted(connection, values) and take(connection, wanted.quota_ids, wanted.places):
        return booking
    connection.execute(delete(Notice).where(Notice.about == telling.about(booking)))
    connection.execute(delete(Booking).where(Booking.id == booking.id))
    return None


def inserted(connection: Connection, values: dict[str, Any]) -> bool:
    """False: the key or the member's live booking was there first."""
    return connection.execute(_INSERT[connection.dialect.name], values).rowcount == 1


def row_of(event: Meeting, wanted: Wanted, status: str, until: datetime | None = None) -> dict[str, Any]:
    """A new booking, by columns."""
    return {
        "id": new_id(),
        "event_id": event.event_id,
        "session_id": event.id,
        "member_id": wanted.member_id,
        "scope": event.scope,
        "places": wanted.places,
        "quota_ids": wanted.quota_ids,
        **wanted.contact,
        "status": status,
        "until": until,
        "rank": wanted.rank,
        "line": 0,
        "moves": 0,
        "code": new_code(),
        "key": wanted.key,
        "created_at": wanted.now,
    }
