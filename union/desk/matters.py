"""What a member has with the union, a line each, for the card of the desk.

Left out: what was told without a name (who suggests namelessly stays unknown to staff), profiles of matchmaking, and
what a talk is about (whoever gives it reads that, on its own page).
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Literal

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from union.applications.models import Application
from union.events.models import Booking, Event, EventSession
from union.legal_aid.models import Appointment, Lawyer, LegalWindow
from union.legal_aid.services import NAMES
from union.voices.models import Suggestion

MOST = 5  # of a kind

Row = tuple[str, str, datetime, str]  # title, status, when, number
MatterKind = Literal["booking", "appointment", "application", "suggestion"]


async def bookings(session: AsyncSession, member_id: str) -> Sequence[Row]:
    query = (
        select(Event.title, Booking.status, EventSession.starts_at, Event.id)
        .join(EventSession, EventSession.id == Booking.session_id)
        .join(Event, Event.id == Booking.event_id)
        .where(Booking.member_id == member_id, Booking.status != "held")
        .order_by(EventSession.starts_at.desc(), Booking.id)
        .limit(MOST)
    )
    return (await session.execute(query)).tuples().all()


async def appointments(session: AsyncSession, member_id: str) -> Sequence[Row]:
    query = (
        select(LegalWindow.service, Appointment.status, Appointment.starts_at, Appointment.code)
        .join(Lawyer, Lawyer.id == Appointment.lawyer_id)
        .join(LegalWindow, LegalWindow.id == Lawyer.window_id)
        # That somebody sees a counsellor is no affair of who answers about something else.
        .where(Appointment.member_id == member_id, LegalWindow.privacy == "ordinary")
        .order_by(Appointment.starts_at.desc(), Appointment.id)
        .limit(MOST)
    )
    rows = (await session.execute(query)).tuples().all()
    return [(NAMES.get(service, service), status, at, code) for service, status, at, code in rows]


async def applications(session: AsyncSession, member_id: str) -> Sequence[Row]:
    query = select(Application).where(Application.member_id == member_id)
    newest = query.order_by(Application.submitted_at.desc(), Application.id).limit(MOST)
    return [(one.round.title, one.status, one.submitted_at, one.number) for one in await session.scalars(newest)]


async def suggestions(session: AsyncSession, member_id: str) -> Sequence[Row]:
    query = (
        select(Suggestion.topic, Suggestion.state, Suggestion.created_at, Suggestion.number)
        .where(Suggestion.member_id == member_id, or_(Suggestion.name.is_not(None), Suggestion.phone.is_not(None)))
        .order_by(Suggestion.created_at.desc(), Suggestion.id)
        .limit(MOST)
    )
    return (await session.execute(query)).tuples().all()


READS: dict[MatterKind, Callable[[AsyncSession, str], Awaitable[Sequence[Row]]]] = {
    "booking": bookings,
    "appointment": appointments,
    "application": applications,
    "suggestion": suggestions,
}
