"""Everything a member did, and was told, on one line of time."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from union.dossier.entry import Entry, Source
from union.dossier.sources import applications, appointments, bookings, cases, notices, suggestions
from union.staff.scope import EVERYTHING, Scope, sees_member

SOURCES: Sequence[Source] = (
    bookings.read,
    appointments.read,
    applications.read,
    suggestions.read,
    cases.read,
    notices.read,
)
MOST = 100


async def timeline(
    session: AsyncSession,
    member_id: str,
    *,
    scope: Scope = EVERYTHING,
    before: datetime | None = None,
    most: int = MOST,
) -> list[Entry]:
    """The newest first, of all sources together; nothing of a member outside of the scope."""
    if not await sees_member(session, scope, member_id):
        return []
    found = [entry for read in SOURCES for entry in await read(session, member_id, before, most)]
    return sorted(found, key=lambda entry: entry.at, reverse=True)[:most]
