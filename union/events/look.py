"""What a sign-up has to know, in one statement: the session, the member's bookings, and whether they are barred."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, RowMapping, and_, bindparam, exists, or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from union.events.meeting import COLUMNS, QUOTA_COLUMNS, Meeting, meeting_of
from union.events.models import DEAD, Booking, Event, EventSession, Quota
from union.events.records import Bar

_BOOKING = ("id", "session_id", "status", "code", "key", "places", "quota_ids", "until")
# Written out: a list of parameters would be rendered anew each time.
_LIVE = text(f"bookings.status NOT IN {DEAD}")
HAD_A_PLACE = ("booked", "checked_in", "no_show", "won", "offered")


@dataclass(frozen=True)
class Standing:
    """A booking the member has already, as far as a sign-up must know it."""

    id: str
    session_id: str
    status: str
    code: str
    key: str
    places: int
    quota_ids: list[int]
    until: datetime | None


@dataclass(frozen=True)
class Sight:
    """A session as one member finds it. `repeated`: made by the very same message."""

    meeting: Meeting
    repeated: Standing | None
    standing: Standing | None
    barred_until: datetime | None
    bar_reason: str


def _statement() -> Any:
    """Built once: building it costs more than sending it."""
    member: BindParameter[str] = bindparam("member")
    now = bindparam("now", type_=Bar.until.type)
    mine = and_(
        Booking.member_id == member,
        or_(Booking.key == bindparam("key"), and_(Booking.scope == EventSession.scope, _LIVE)),
    )
    # The one that lasts longest. `lifted` bars nobody.
    bars = (
        Bar.member_id == member,
        Bar.until > now,
        Bar.appeal != "lifted",
        or_(Bar.kind == "", Bar.kind == Event.kind),
    )
    longest = select(Bar.id).where(*bars).order_by(Bar.until.desc()).limit(1).correlate(Event).scalar_subquery()
    joined = (
        EventSession.__table__.join(Event.__table__, Event.id == EventSession.event_id)
        .outerjoin(Quota.__table__, Quota.session_id == EventSession.id)
        .outerjoin(Booking.__table__, mine)
        .outerjoin(Bar.__table__, Bar.id == longest)
    )
    bookings = [getattr(Booking, name).label(f"booking_{name}") for name in _BOOKING]
    bar = (Bar.until.label("barred_until"), Bar.reason.label("bar_reason"))
    columns = select(*COLUMNS, *QUOTA_COLUMNS, *bookings, *bar).select_from(joined)
    return columns.where(EventSession.id == bindparam("session"))


_LOOK = _statement()


async def look(session: AsyncSession, session_id: str, member_id: str, key: str, now: datetime) -> Sight | None:
    """The session, or None if there is none."""
    return await (await session.connection()).run_sync(look_at, session_id, member_id, key, now)


def look_at(connection: Connection, session_id: str, member_id: str, key: str, now: datetime) -> Sight | None:
    """As `look`.

    The member's bookings by key and by scope come in one statement: between two, the same message could commit
    its booking elsewhere.
    """
    parameters = {"session": session_id, "member": member_id, "key": key, "now": now}
    rows = connection.execute(_LOOK, parameters).mappings().all()
    return _sight(rows, key) if rows else None


async def been_before(session: AsyncSession, member_id: str, kind: str, but: str) -> bool:
    """Whether the member ever had a place at an event of the kind, apart from the session `but`."""
    place = (Booking.member_id == member_id, Booking.status.in_(HAD_A_PLACE), Booking.session_id != but)
    query = select(
        exists(select(Booking.id).join(Event, Event.id == Booking.event_id).where(*place, Event.kind == kind))
    )
    return bool(await session.scalar(query))


def _sight(rows: Sequence[RowMapping], key: str) -> Sight:
    found = {row["booking_id"]: _standing(row) for row in rows if row["booking_id"] is not None}
    repeated = next((standing for standing in found.values() if standing.key == key), None)
    standing = next((standing for standing in found.values() if standing.key != key), None)
    return Sight(meeting_of(rows), repeated, standing, rows[0]["barred_until"], rows[0]["bar_reason"] or "")


def _standing(row: RowMapping) -> Standing:
    return Standing(**{name: row[f"booking_{name}"] for name in _BOOKING})
