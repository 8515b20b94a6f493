"""Among equals in priority, who applied first goes first: the lot has nothing left to decide."""

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from union.events.meeting import Meeting
from union.events.models import Booking

MOST_ENTRIES = 1_000_000


async def rank_by_date(session: AsyncSession, meeting: Meeting) -> None:
    """Before the entries are published: give each a rank of its own, by (rank, date), where the rules want that.

    So the published list says the order already, and anybody's check of the draw needs no other rule.
    """
    if meeting.way != "lottery" or meeting.rules.ties != "date":
        return
    entered = (Booking.session_id == meeting.id, Booking.status == "entered")
    query = select(Booking.id, Booking.rank).where(*entered).order_by(Booking.created_at, Booking.id).with_for_update()
    found = (await session.execute(query)).tuples().all()
    rows = [{"id": id_, "rank": rank * MOST_ENTRIES + number} for number, (id_, rank) in enumerate(found)]
    if rows:
        await session.execute(update(Booking), rows, execution_options={"synchronize_session": False})
