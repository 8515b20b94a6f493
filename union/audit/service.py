"""Writing and reading the log."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from union.audit.models import AuditEntry
from union.staff.accounts import accounts_within
from union.staff.models import Staff
from union.staff.scope import EVERYTHING, Scope

COMMAND = "command"  # who did what came from the command line


async def note(
    session: AsyncSession,
    *,
    staff: str,
    task: str,
    what: str,
    now: datetime,
    path: str = "",
    member_id: str = "",
) -> None:
    """Note a step, in the transaction that makes it. `what` carries no personal data."""
    row = AuditEntry(at=now, staff=staff[:32], task=task[:24], what=what[:200], path=path[:200])
    row.member_id = member_id or None
    session.add(row)
    await session.flush()


@dataclass(frozen=True)
class Wanted:
    """Which entries: of one account, one task, one member, a time; empty means any. `before`: an id to go on from.

    `scope`: only steps of the accounts of this union and of those below it.
    """

    staff: str = ""
    task: str = ""
    member_id: str = ""
    since: datetime | None = None
    until: datetime | None = None
    before: int | None = None
    scope: Scope = EVERYTHING


async def entries(session: AsyncSession, wanted: Wanted, *, most: int = 100) -> Sequence[AuditEntry]:
    """The newest first."""
    query = select(AuditEntry).order_by(AuditEntry.id.desc()).limit(most)
    for column in ("staff", "task", "member_id"):
        if value := getattr(wanted, column):
            query = query.where(getattr(AuditEntry, column) == value)
    if wanted.since is not None:
        query = query.where(AuditEntry.at >= wanted.since)
    if wanted.until is not None:
        query = query.where(AuditEntry.at < wanted.until)
    if not wanted.scope.is_everything:
        query = query.where(AuditEntry.staff.in_(select(Staff.name).where(accounts_within(wanted.scope))))
    if wanted.before is not None:
        query = query.where(AuditEntry.id < wanted.before)
    return (await session.scalars(query)).all()
