"""What staff look at: one entry of a roster and who is bound to it, and how they help with binding."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from base.encryption import Keyring
from union.roster.binding import release
from union.roster.codes import Issued, issue_codes
from union.roster.models import BindingCode, RosterBinding, RosterEntry, Union
from union.roster.record import Record
from union.staff.scope import EVERYTHING, Scope, unions_within


@dataclass(frozen=True)
class EntryShown:
    """A person on a roster. `left`: no longer on it; `bound`: since when each of its WeChat users is bound."""

    id: str
    name: str
    phone: str
    card: str
    union: str
    left: bool
    bound: tuple[datetime, ...]
    code_until: datetime | None


async def entry_shown(
    session: AsyncSession, entry_id: str, now: datetime, *, scope: Scope = EVERYTHING
) -> EntryShown | None:
    """One entry of a roster within the scope, whole; the page masks it."""
    if not await entry_within(session, entry_id, scope):
        return None
    entry = await session.get_one(RosterEntry, entry_id, populate_existing=True)
    record, union = Record.from_json(entry.person), await session.get_one(Union, entry.union_id)
    live = (RosterBinding.entry_id == entry.id, RosterBinding.ended_at.is_(None))
    bound = await session.scalars(select(RosterBinding.bound_at).where(*live).order_by(RosterBinding.id))
    good = (BindingCode.entry_id == entry.id, BindingCode.used_at.is_(None), BindingCode.expires_at > now)
    until: datetime | None = await session.scalar(select(func.max(BindingCode.expires_at)).where(*good))
    left = entry.left_at is not None
    return EntryShown(entry.id, record.name, record.phone, record.card, union.name, left, tuple(bound), until)


async def entry_within(session: AsyncSession, entry_id: str, scope: Scope) -> bool:
    """Whether the entry is there, on a roster within the scope."""
    query = select(RosterEntry.id).join(Union, Union.id == RosterEntry.union_id)
    return await session.scalar(query.where(RosterEntry.id == entry_id, unions_within(scope))) is not None


async def issue_code(
    session: AsyncSession, keyring: Keyring, entry_id: str, *, scope: Scope, staff: str, days: int, now: datetime
) -> Issued | None:
    """A code for one person; None: not on a roster within the scope any more."""
    if not await entry_within(session, entry_id, scope):
        return None
    return next(iter(await issue_codes(session, keyring, [entry_id], staff=staff, days=days, now=now)), None)


async def end_bindings(session: AsyncSession, entry_id: str, *, scope: Scope, staff: str, now: datetime) -> int:
    """End all bindings of one person; how many there were. Nobody's outside of the scope."""
    if not await entry_within(session, entry_id, scope):
        return 0
    return await release(session, entry_id, staff=staff, now=now)
