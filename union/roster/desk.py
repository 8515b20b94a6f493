"""What staff look at: one entry of a roster, found by its card number, and who is bound to it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from base.encryption import Keyring
from union.roster.codes import entry_of_card
from union.roster.models import BindingCode, RosterBinding, Union
from union.roster.record import Record


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


async def entry_shown(session: AsyncSession, keyring: Keyring, card: str, now: datetime) -> EntryShown | None:
    """The entry with this card number, whole: only who holds the card, or the roster, can ask for it."""
    entry = await entry_of_card(session, keyring, card.strip())
    if entry is None:
        return None
    record, union = Record.from_json(entry.person), await session.get_one(Union, entry.union_id)
    live = (RosterBinding.entry_id == entry.id, RosterBinding.ended_at.is_(None))
    bound = await session.scalars(select(RosterBinding.bound_at).where(*live).order_by(RosterBinding.id))
    good = (BindingCode.entry_id == entry.id, BindingCode.used_at.is_(None), BindingCode.expires_at > now)
    until: datetime | None = await session.scalar(select(func.max(BindingCode.expires_at)).where(*good))
    left = entry.left_at is not None
    return EntryShown(entry.id, record.name, record.phone, record.card, union.name, left, tuple(bound), until)
