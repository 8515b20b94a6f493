"""The notices of one appointment: queued with what they tell about, taken back and moved with it."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from union.ids import new_id
from union.legal_aid import texts
from union.legal_aid.models import Appointment
from union.notices.new import NewNotice
from union.notices.service import NoticeQueue, cancel_notices, queue_new, write_notices

REMINDERS = {"day": timedelta(days=1), "hours": timedelta(hours=2)}


def subject(appointment_id: str) -> str:
    """By which notices and pictures belong to an appointment."""
    return f"appointment:{appointment_id}"


async def tell(
    session: AsyncSession,
    queue: NoticeQueue | None,
    appointment: Appointment,
    kind: str,
    text: str,
    now: datetime,
    *,
    step: str = "",
    due: datetime | None = None,
    expires: datetime | None = None,
) -> None:
    """Queue one notice about an appointment; `step` tells notices of one kind apart, so that each goes out once.

    Without a queue the worker's sweep does that, within a second.
    """
    about = subject(appointment.id)
    facts = texts.facts(appointment)
    key = f"legal.{kind}:{appointment.id}{':' if step else ''}{step}"
    new = NewNotice(appointment.member_id, f"legal.{kind}", text, key, facts, due, expires, about)
    if queue is None:
        await (await session.connection()).run_sync(write_notices, [new], now)
    else:
        await queue_new(session, queue, new, now)


async def confirm(session: AsyncSession, queue: NoticeQueue | None, appointment: Appointment, now: datetime) -> None:
    """The confirmation now, and the reminders for later."""
    await tell(session, queue, appointment, "booked", texts.confirmation(appointment), now)
    await remind(session, queue, appointment, now)


async def remind(
    session: AsyncSession, queue: NoticeQueue | None, appointment: Appointment, now: datetime, step: str = ""
) -> None:
    """One day and two hours before, as far as that is still to come."""
    starts = appointment.starts_at
    for name, before in REMINDERS.items():
        if starts - before > now:
            text, due = texts.reminder(appointment), starts - before
            await tell(session, queue, appointment, "reminder", text, now, step=name + step, due=due, expires=starts)


async def moved(
    session: AsyncSession, queue: NoticeQueue | None, appointment: Appointment, why: str, now: datetime
) -> None:
    """The appointment is at another time or with another lawyer: what was queued is taken back, and told anew."""
    await take_back(session, appointment, now)
    step = new_id()[:12]  # what was taken back keeps its key, also when it moves back to where it was
    await tell(session, queue, appointment, "changed", texts.changed(appointment, why), now, step=step)
    await remind(session, queue, appointment, now, step)


async def take_back(session: AsyncSession, appointment: Appointment, now: datetime) -> None:
    """Nothing that is still queued about this appointment goes out."""
    await cancel_notices(session, subject(appointment.id), now)
