"""What became of staff's answers on their way to a member."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from union.handoff.answering import ANSWER, ANSWER_PICTURE
from union.notices.models import Notice


@dataclass(frozen=True)
class Delivery:
    """What became of an answer: the notice's state and reason, and the transcript line it belongs to."""

    at: datetime
    text: str
    state: str
    reason: str

    @property
    def is_settled(self) -> bool:
        return self.state not in ("waiting", "queued", "sending")


async def deliveries(session: AsyncSession, member_id: str, since: datetime) -> list[Delivery]:
    """The deliveries of staff's answers, oldest first. An answer and its line carry the same moment and text."""
    kinds = (ANSWER, ANSWER_PICTURE)
    query = (
        select(Notice)
        .where(Notice.member_id == member_id, Notice.kind.in_(kinds), Notice.created_at >= since)
        .order_by(Notice.created_at)
    )
    return [Delivery(row.created_at, row.text, row.state, row.reason) for row in await session.scalars(query)]
