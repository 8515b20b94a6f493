"""Whose turn it is among those who are free. Pure rule, and the one query it needs."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from union.legal_aid.listing import FreeSlot
from union.legal_aid.models import Appointment

LATELY = timedelta(days=28)
_LONG_AGO = datetime.min.replace(tzinfo=UTC)
COUNTED = ("booked", "over", "done", "no_show")


@dataclass(frozen=True)
class Talks:
    """How many talks a lawyer has had lately or has before them, and when the last of them is."""

    count: int = 0
    last: datetime = _LONG_AGO


def in_turn(free: Iterable[FreeSlot], talks: Mapping[str, Talks]) -> list[FreeSlot]:
    """Who has had the fewest talks goes first; then who has waited longest; then by id, so that it can be told why."""

    def turn(slot: FreeSlot) -> tuple[int, datetime, str]:
        had = talks.get(slot.lawyer_id, Talks())
        return had.count, had.last, slot.lawyer_id

    return sorted(free, key=turn)


async def talks_of(session: AsyncSession, lawyer_ids: Collection[str], now: datetime) -> dict[str, Talks]:
    """The talks of the last four weeks and all that are to come."""
    columns = select(Appointment.lawyer_id, func.count(), func.max(Appointment.starts_at))
    lately = (Appointment.starts_at >= now - LATELY, Appointment.status.in_(COUNTED))
    rows = await session.execute(
        columns.where(Appointment.lawyer_id.in_(lawyer_ids), *lately).group_by(Appointment.lawyer_id)
    )
    return {lawyer_id: Talks(count, last) for lawyer_id, count, last in rows}
