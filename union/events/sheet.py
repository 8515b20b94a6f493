"""Who is signed up, for staff: lists, numbers, and the rows of a spreadsheet."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from base.clock import to_shanghai
from base.spreadsheet import cell
from union.events.announce import announce
from union.events.listing import get
from union.events.meeting import Meeting
from union.events.models import DEAD, SEATED, Booking
from union.events.texts import STATUS_WORDS
from union.ids import new_ordered_id

_HEADER = ("签到码", "姓名", "手机", "人数", "状态", "报名时间", "签到时间", "实到人数", "同行人")


@dataclass(frozen=True)
class Attendance:
    """Places by what became of them: {"booked": 12, "checked_in": 30 …}, and how many are taken of how many."""

    places: dict[str, int]
    taken: int
    capacity: int


async def attendance(session: AsyncSession, session_id: str) -> Attendance | None:
    """The numbers of one session."""
    meeting = await get(session, session_id)
    if meeting is None:
        return None
    by_status = select(Booking.status, func.sum(Booking.places)).where(Booking.session_id == session_id)
    rows = (await session.execute(by_status.group_by(Booking.status))).tuples().all()
    places = {status: int(number) for status, number in rows}
    taken = sum(places.get(status, 0) for status in SEATED)
    return Attendance(places, taken, taken + meeting.left)


async def export_rows(session: AsyncSession, session_id: str, *, viewer: str = "organiser") -> list[list[str]]:
    """A header and a row a booking that stands, waitlist last. `viewer`: whose answers are shown (who_sees).

    No cell begins as a formula: a name like =HYPERLINK(…) stays text.
    """
    meeting = await get(session, session_id)
    if meeting is None:
        return []
    questions = [q for q in meeting.questions if q.who_sees in (viewer, "all")]
    header: list[object] = [*_HEADER, *(q.label for q in questions)]
    standing = (Booking.session_id == session_id, Booking.status.not_in([*DEAD, "held"]))
    query = select(Booking).where(*standing).order_by(Booking.status == "waitlisted", Booking.line, Booking.created_at)
    rows = [_row(booking, meeting, [q.id for q in questions]) for booking in (await session.scalars(query)).all()]
    return [[cell(value) for value in row] for row in [header, *rows]]


async def broadcast(
    session: AsyncSession, session_id: str, text: str, *, by: str, now: datetime, key: str | None = None
) -> int:
    """Send a text to everybody signed up; returns how many. The same key again sends nothing."""
    used = key or new_ordered_id()
    return await announce(session, session_id, "say", text.strip(), key=f"say:{used}", by=by, now=now)


def _row(booking: Booking, meeting: Meeting, questions: Sequence[str]) -> list[object]:
    details = json.loads(booking.details or "{}")
    answers, companions = details.get("answers", {}), details.get("companions", [])
    return [
        booking.code,
        booking.name,
        booking.phone,
        booking.places,
        STATUS_WORDS[booking.status],
        _time(booking.created_at),
        _time(booking.checked_in_at),
        "" if booking.checked_in_at is None else booking.places if booking.came is None else booking.came,
        "、".join(companions),
        *(answers.get(question, "") for question in questions),
    ]


def _time(moment: datetime | None) -> str:
    return f"{to_shanghai(moment):%Y-%m-%d %H:%M}" if moment else ""
