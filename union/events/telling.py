"""The notices of one booking: queued with what they tell about, taken back and moved with it."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from union.events import texts
from union.events.meeting import Meeting
from union.events.models import Booking
from union.notices.service import NoticeQueue, cancel_notices, queue_notice

REMINDERS = {"day": timedelta(days=1), "hours": timedelta(hours=2)}


async def tell(
    session: AsyncSession,
    queue: NoticeQueue,
    booking: Booking,
    event: Meeting,
    kind: str,
    text: str,
    now: datetime,
    *,
    step: str = "",
    due: datetime | None = None,
    expires: datetime | None = None,
) -> None:
    """Queue one notice about a booking; `step` tells notices of one kind apart, so that each goes out once."""
    about = f"booking:{booking.id}"
    facts = {"title": event.title, "when": event.when, "place": event.place, "code": booking.code, "name": booking.name}
    await queue_notice(
        session,
        queue,
        booking.member_id,
        f"events.{kind}",
        text,
        now,
        f"{about}:{kind}:{step or booking.moves}",
        facts=facts,
        due=due,
        expires=expires or event.ends_at,
        about=about,
    )


async def confirm(session: AsyncSession, queue: NoticeQueue, event: Meeting, booking: Booking, now: datetime) -> None:
    """The confirmation now, and the reminders for later."""
    await tell(session, queue, booking, event, "booked", texts.confirmation(event, booking), now)
    await remind(session, queue, event, booking, now)


async def remind(session: AsyncSession, queue: NoticeQueue, event: Meeting, booking: Booking, now: datetime) -> None:
    """One day and two hours before, as far as that is still to come."""
    text = texts.reminder(event, booking)
    for name, before in REMINDERS.items():
        due = event.starts_at - before
        if due > now:
            step = f"{name}:{event.starts_at:%y%m%d%H%M}:{booking.moves}"
            await tell(
                session, queue, booking, event, "reminder", text, now, step=step, due=due, expires=event.starts_at
            )


async def take_back(session: AsyncSession, booking: Booking, now: datetime) -> None:
    """Nothing that is still queued about this booking goes out."""
    await cancel_notices(session, f"booking:{booking.id}", now)
