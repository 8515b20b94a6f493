"""What staff are told about batches: a row a step, by a key, so that each is told once."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import CursorResult, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import insert_into
from union.excursions.models import BatchStep


async def note_step(
    session: AsyncSession,
    session_id: str,
    what: str,
    places: int,
    *,
    key: str,
    by: str,
    now: datetime,
    branch: str = "",
) -> bool:
    """Write the row; False: the key was there already."""
    values = {"session_id": session_id, "what": what, "branch": branch, "places": places, "key": key, "by": by}
    statement = insert_into(session, BatchStep).values(**values, at=now)
    result = await session.execute(statement.on_conflict_do_nothing(index_elements=["key"]))
    assert isinstance(result, CursorResult)
    return result.rowcount == 1


async def step_done(session: AsyncSession, key: str) -> bool:
    """Whether this key has done its work already."""
    return bool(await session.scalar(select(exists(select(BatchStep.id).where(BatchStep.key == key)))))


async def batch_steps(session: AsyncSession, session_id: str | None = None, most: int = 100) -> Sequence[BatchStep]:
    """The newest steps first, of one batch or of all."""
    query = select(BatchStep).order_by(BatchStep.at.desc(), BatchStep.id.desc()).limit(most)
    return (await session.scalars(query.where(BatchStep.session_id == session_id) if session_id else query)).all()
