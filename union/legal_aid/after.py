"""After the talk: who gave it writes down what came of it, or that nobody came."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from base.database import insert_into
from union.legal_aid import telling
from union.legal_aid.listing import find_appointment
from union.legal_aid.mediation import go_up
from union.legal_aid.models import Appointment
from union.legal_aid.outcomes import Recorded
from union.legal_aid.ratings import ask
from union.legal_aid.records import OUTCOMES, AppointmentOutcome
from union.legal_aid.refusal import Refused
from union.legal_aid.steps import done, move, note
from union.legal_aid.waitlist import fill, let_go
from union.legal_aid.wishes import end_wish
from union.notices.service import NoticeQueue

UNSETTLED = ("failed", "refused")  # mediation goes up a level
LONGEST_WORDS = 2_000


async def record_outcome(
    session: AsyncSession,
    queue: NoticeQueue,
    staff: str,
    appointment_id: str,
    outcome: str,
    words: str,
    *,
    key: str,
    now: datetime,
    next_step: str = "",
) -> Recorded | Refused:
    """Write down what came of a talk; the member is asked how it was. Writing it again replaces the words.

    Only who gave the talk may. Mediation can be refused before it begins; refused or failed, it goes up a level.
    """
    mine = await find_appointment(session, Appointment.id == appointment_id)
    refused = _why_not(mine, staff, now, early=outcome == "refused") or _bad(mine, outcome, words)
    if mine is None or refused is not None:
        return refused or Refused("unknown")
    if await done(session, key) == appointment_id:
        return Recorded(mine)
    before_it_began = mine.status == "booked" and mine.starts_at > now
    if not await move(session, mine, ["booked", "over", "done"], status="done"):
        return Refused("not_booked")
    await note(session, mine.id, "outcome", key, now, staff)
    await _write(session, mine.id, outcome, words, next_step, staff, now)
    if before_it_began:
        await _leave_slot(session, queue, mine, now)
    else:
        await ask(session, queue, mine, now)
    goes_up = outcome in UNSETTLED and mine.lawyer.window.service == "mediation"
    offer = await go_up(session, queue, mine, now) if goes_up else None
    await session.refresh(mine, ["status"])
    return Recorded(mine, offer)


async def record_no_show(
    session: AsyncSession, staff: str, appointment_id: str, *, key: str, now: datetime
) -> Recorded | Refused:
    """Nobody came. They are not asked how it was."""
    mine = await find_appointment(session, Appointment.id == appointment_id)
    refused = _why_not(mine, staff, now)
    if mine is None or refused is not None:
        return refused or Refused("unknown")
    if mine.status == "done":
        return Refused("recorded")
    if mine.status != "no_show" and not await move(session, mine, ["booked", "over"], status="no_show"):
        return Refused("not_booked")
    await note(session, mine.id, "no_show", key, now, staff)
    await session.refresh(mine, ["status"])
    return Recorded(mine)


def _why_not(mine: Appointment | None, staff: str, now: datetime, *, early: bool = False) -> Refused | None:
    if mine is None or mine.status == "offered":
        return Refused("unknown")
    if not staff or mine.lawyer.staff != staff:
        return Refused("not_yours")
    if mine.status == "booked" and mine.starts_at > now and not early:
        return Refused("not_over")
    if mine.status not in ("booked", "over", "done", "no_show"):
        return Refused("not_booked", detail=mine.status)
    return None


def _bad(mine: Appointment | None, outcome: str, words: str) -> Refused | None:
    """Only mediation can be refused by the other side."""
    of_mediation = mine is not None and mine.lawyer.window.service == "mediation"
    if outcome not in OUTCOMES or (outcome == "refused" and not of_mediation):
        return Refused("bad_outcome")
    return None if words.strip() else Refused("empty")


async def _write(
    session: AsyncSession, appointment_id: str, outcome: str, words: str, next_step: str, staff: str, now: datetime
) -> None:
    values = {
        "outcome": outcome,
        "words": words.strip()[:LONGEST_WORDS],
        "next_step": next_step.strip()[:LONGEST_WORDS],
        "by": staff,
        "at": now,
    }
    new = insert_into(session, AppointmentOutcome).values(appointment_id=appointment_id, **values)
    await session.execute(new.on_conflict_do_update(index_elements=["appointment_id"], set_=values))


async def _leave_slot(session: AsyncSession, queue: NoticeQueue, mine: Appointment, now: datetime) -> None:
    """The other side refused before the talk began: the time is somebody else's now."""
    await telling.take_back(session, mine, now)
    await end_wish(session, mine.id)
    await let_go(session, queue, mine.id, now)
    await fill(session, queue, mine.lawyer_id, mine.starts_at, now)
