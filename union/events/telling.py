"""The notices of one booking: queued with what they tell about, taken back and moved with it."""

from datetime import datetime, timedelta

from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncSession

from union.events import texts
from union.events.meeting import Meeting
from union.events.models import Booking
from union.notices.new import NewNotice
from union.notices.service import NoticeQueue, cancel_notices, queue_new, write_notices

REMINDERS = {"day": timedelta(days=1), "hours": timedelta(hours=2)}


def about(booking: Booking) -> str:
    """By which its notices are found again."""
    return f"booking:{booking.id}"


def notice(
    booking: Booking,
    event: Meeting,
    kind: str,
    text: str,
    *,
    step: str = "",
    due: datetime | None = None,
    expires: datetime | None = None,
) -> NewNotice:
    """One notice about a booking; `step` tells notices of one kind apart, so that each goes out once."""
    belongs = about(booking)
    facts = {"title": event.title, "when": event.when, "place": event.place, "code": booking.code, "name": booking.name}
    key = f"{belongs}:{kind}:{step or booking.moves}"
    return NewNotice(booking.member_id, f"events.{kind}", text, key, facts, due, expires or event.ends_at, belongs)


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
    expires: datetime | None = None,
) -> None:
    """Queue one notice about a booking."""
    await queue_new(session, queue, notice(booking, event, kind, text, step=step, expires=expires), now)


async def confirm(session: AsyncSession, queue: NoticeQueue, event: Meeting, booking: Booking, now: datetime) -> None:
    """The confirmation now, and the reminders for later. All by the sweep: see `write_notices`."""
    await (await session.connection()).run_sync(write_confirmation, event, booking, now)


async def remind(session: AsyncSession, queue: NoticeQueue, event: Meeting, booking: Booking, now: datetime) -> None:
    """Only the reminders."""
    await (await session.connection()).run_sync(write_notices, reminders(event, booking, now), now)


def write_confirmation(connection: Connection, event: Meeting, booking: Booking, now: datetime) -> None:
    """As `confirm`, on a connection."""
    confirmation = notice(booking, event, "booked", texts.confirmation(event, booking))
    write_notices(connection, [confirmation, *reminders(event, booking, now)], now)


def reminders(event: Meeting, booking: Booking, now: datetime) -> list[NewNotice]:
    """One day and two hours before, as far as that is still to come."""
    text, starts = texts.reminder(event, booking), event.starts_at
    return [
        notice(
            booking,
            event,
            "reminder",
            text,
            step=f"{name}:{starts:%y%m%d%H%M}:{booking.moves}",
            due=starts - before,
            expires=starts,
        )
        for name, before in REMINDERS.items()
        if starts - before > now
    ]


async def take_back(session: AsyncSession, booking: Booking, now: datetime) -> None:
    """Nothing that is still queued about this booking goes out."""
    await cancel_notices(session, about(booking), now)
