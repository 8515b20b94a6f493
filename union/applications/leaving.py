"""An admission that is taken back: the entry it made leaves the roster, and its bindings end."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from union.roster.binding import release
from union.roster.models import RosterBinding, RosterEntry

_NO_SYNC = {"synchronize_session": False}


def binding_key(application_id: str) -> str:
    """By which the binding that an admission made is found again."""
    return f"join:{application_id}"


async def take_off_roster(session: AsyncSession, application_id: str, *, staff: str, now: datetime) -> None:
    """Where an admission has entered somebody, they have left; where it has not, nothing happens."""
    made = select(RosterBinding.entry_id).where(RosterBinding.key == binding_key(application_id))
    entry_id = await session.scalar(made)
    if entry_id is None:
        return
    left = update(RosterEntry).where(RosterEntry.id == entry_id, RosterEntry.left_at.is_(None)).values(left_at=now)
    await session.execute(left, execution_options=_NO_SYNC)
    await release(session, entry_id, staff=staff, now=now)
