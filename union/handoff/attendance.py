"""Whether anybody of staff is there for a member just now: by the hours, and by who is at the desk."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from base.limits import Limits
from union.handoff.hours import hours_of, next_open, open_now
from union.handoff.outcomes import Absent
from union.handoff.presence import anybody

_DEFAULT = Limits()


async def absence(session: AsyncSession, now: datetime, *, limits: Limits = _DEFAULT) -> Absent | None:
    """Why nobody is there, and when they are back; None: somebody is."""
    hours = await hours_of(session)
    if not open_now(now, hours):
        return Absent("closed", next_open(now, hours))
    return None if await anybody(session, now, limits=limits) else Absent("nobody")
