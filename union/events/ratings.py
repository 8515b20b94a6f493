"""What members thought of an event: asked once a booking, 1 to 5 stars and words."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import insert_into
from union.events.models import Booking
from union.events.records import Rating
from union.events.refusal import Refused
from union.ratings.rules import are_stars, kept_words


@dataclass(frozen=True)
class Rated:
    """The rating is kept; saying it again replaces it."""

    rating: Rating


@dataclass(frozen=True)
class Verdict:
    """Of one session: how many answered of those asked, and the mean of their stars (None: nobody)."""

    asked: int
    answered: int
    mean: float | None


async def ask_once(session: AsyncSession, booking: Booking, now: datetime) -> None:
    """Note that the member was asked."""
    values = {"booking_id": booking.id, "session_id": booking.session_id, "asked_at": now}
    await session.execute(insert_into(session, Rating).values(**values).on_conflict_do_nothing())


async def rate(
    session: AsyncSession, member_id: str, booking_id: str, stars: int, words: str, *, now: datetime
) -> Rated | Refused:
    """Keep what a member says of an event they were asked about."""
    if not are_stars(stars):
        return Refused("bad_stars")
    mine = select(Rating).join(Booking, Booking.id == Rating.booking_id)
    found = await session.scalar(mine.where(Rating.booking_id == booking_id, Booking.member_id == member_id))
    if found is None:
        return Refused("not_asked")
    found.stars, found.words, found.rated_at = stars, kept_words(words), now
    await session.flush()
    return Rated(found)


async def verdict(session: AsyncSession, session_id: str) -> Verdict:
    """How a session was liked."""
    columns = select(func.count(), func.count(Rating.stars), func.avg(Rating.stars))
    asked, answered, mean = (await session.execute(columns.where(Rating.session_id == session_id))).one()
    return Verdict(asked, answered, None if mean is None else float(mean))


async def comments(session: AsyncSession, session_id: str, *, most: int = 100) -> list[tuple[int, str]]:
    """Stars and words of those who wrote any, the latest first; whose they are is not told."""
    columns = select(Rating.stars, Rating.words).where(Rating.session_id == session_id, Rating.stars.is_not(None))
    rows = (await session.execute(columns.order_by(Rating.rated_at.desc()).limit(most))).tuples().all()
    return [(stars, words) for stars, words in rows if stars is not None and words]
