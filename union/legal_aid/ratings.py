"""How a talk was: asked once, after its outcome was written down, or a day after it ended."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import insert_into
from union.legal_aid import telling, texts
from union.legal_aid.codes import rating_code
from union.legal_aid.models import Appointment
from union.legal_aid.records import AppointmentRating
from union.legal_aid.refusal import Refused
from union.notices.service import NoticeQueue
from union.ratings.rules import are_stars, kept_words


@dataclass(frozen=True)
class Rated:
    """The rating is kept; saying it again replaces it."""

    rating: AppointmentRating


@dataclass(frozen=True)
class Verdict:
    """Of one lawyer: how many answered of those asked, and the mean of their stars (None: nobody)."""

    asked: int
    answered: int
    mean: float | None


async def ask(session: AsyncSession, queue: NoticeQueue, appointment: Appointment, now: datetime) -> bool:
    """Ask how it was; False: it was asked before."""
    values = {"appointment_id": appointment.id, "asked_at": now}
    new = insert_into(session, AppointmentRating).values(**values).on_conflict_do_nothing()
    if await session.scalar(new.returning(AppointmentRating.appointment_id)) is None:
        return False
    code = await rating_code(session, appointment, now)
    await telling.tell(session, queue, appointment, "rate", texts.ask_rating(appointment, code), now)
    return True


async def rate(
    session: AsyncSession, member_id: str, appointment_id: str, stars: int, words: str, *, now: datetime
) -> Rated | Refused:
    """Keep what a member says of a talk they were asked about."""
    if not are_stars(stars):
        return Refused("bad_stars")
    mine = select(AppointmentRating).join(Appointment, Appointment.id == AppointmentRating.appointment_id)
    which = (AppointmentRating.appointment_id == appointment_id, Appointment.member_id == member_id)
    found = await session.scalar(mine.where(*which))
    if found is None:
        return Refused("not_asked")
    found.stars, found.words, found.rated_at = stars, kept_words(words), now
    await session.flush()
    return Rated(found)


async def verdict(session: AsyncSession, lawyer_id: str) -> Verdict:
    """How a lawyer's talks were liked."""
    stars = AppointmentRating.stars
    columns = select(func.count(), func.count(stars), func.avg(stars)).select_from(AppointmentRating)
    joined = columns.join(Appointment, Appointment.id == AppointmentRating.appointment_id)
    asked, answered, mean = (await session.execute(joined.where(Appointment.lawyer_id == lawyer_id))).one()
    return Verdict(asked, answered, None if mean is None else float(mean))
