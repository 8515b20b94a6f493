"""Binding codes: the union gives a member one, on paper or by its own staff, for one entry, once, for some days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from base.encryption import Keyring
from union.ids import new_code
from union.roster.models import BindingCode, RosterBinding, RosterEntry, Union
from union.roster.record import Record, card_value

_NO_SYNC = {"synchronize_session": False}


@dataclass(frozen=True)
class Issued:
    """A code as it is given out, this once: the database keeps only its blind index."""

    entry_id: str
    name: str
    union: str
    code: str
    expires_at: datetime

    @property
    def printed(self) -> str:
        """K7M2-9QXP"""
        return f"{self.code[:4]}-{self.code[4:]}"


async def issue_codes(
    session: AsyncSession, keyring: Keyring, entry_ids: Sequence[str], *, staff: str, days: int, now: datetime
) -> list[Issued]:
    """A new code for each of the entries; codes given out for them before are no longer good."""
    query = select(RosterEntry, Union.name).join(Union, Union.id == RosterEntry.union_id)
    found = (await session.execute(query.where(RosterEntry.id.in_(entry_ids), RosterEntry.left_at.is_(None)))).all()
    unused = (BindingCode.entry_id.in_(entry_ids), BindingCode.used_at.is_(None))
    await session.execute(delete(BindingCode).where(*unused), execution_options=_NO_SYNC)
    until = now + timedelta(days=days)
    names = [(entry.id, Record.from_json(entry.person).name, union) for entry, union in found]
    issued = [Issued(*named, _new_code(), until) for named in names]
    for one in issued:
        index = keyring.blind_index(_value(one.code))
        row = BindingCode(entry_id=one.entry_id, code_index=index, issued_by=staff, issued_at=now, expires_at=until)
        session.add(row)
    await session.flush()
    return issued


async def unbound_entries(session: AsyncSession, union: Union, *, after: str = "", most: int = 500) -> list[str]:
    """Ids, ascending and above `after`, of entries of the union and those below it to which nobody is bound."""
    bound = exists().where(RosterBinding.entry_id == RosterEntry.id, RosterBinding.ended_at.is_(None))
    below = (Union.path.startswith(union.path, autoescape=True), RosterEntry.left_at.is_(None), ~bound)
    query = select(RosterEntry.id).join(Union, Union.id == RosterEntry.union_id).where(*below, RosterEntry.id > after)
    return list(await session.scalars(query.order_by(RosterEntry.id).limit(most)))


async def entry_of_card(session: AsyncSession, keyring: Keyring, card: str) -> RosterEntry | None:
    """The entry with this card number, on whichever roster."""
    indexes = keyring.blind_indexes(card_value(card))
    return (await session.scalars(select(RosterEntry).where(RosterEntry.card_index.in_(indexes)))).first()


async def entry_of_code(session: AsyncSession, keyring: Keyring, code: str, now: datetime) -> list[RosterEntry]:
    """The entry a code is good for now, alone in a list; none where it is not."""
    good = (BindingCode.used_at.is_(None), BindingCode.expires_at > now, RosterEntry.left_at.is_(None))
    query = select(RosterEntry).join(BindingCode, BindingCode.entry_id == RosterEntry.id)
    return list(await session.scalars(query.where(BindingCode.code_index.in_(_indexes(keyring, code)), *good)))


async def use_code(session: AsyncSession, keyring: Keyring, code: str, now: datetime) -> bool:
    """Spend the code; False where somebody else did so at this very moment."""
    mine = (BindingCode.code_index.in_(_indexes(keyring, code)), BindingCode.used_at.is_(None))
    spent = update(BindingCode).where(*mine).values(used_at=now).returning(BindingCode.id)
    return await session.scalar(spent, execution_options=_NO_SYNC) is not None


async def give_code_back(session: AsyncSession, keyring: Keyring, code: str) -> None:
    """It led nowhere: another WeChat user is bound to its entry. Good again, in the transaction that spent it."""
    mine = BindingCode.code_index.in_(_indexes(keyring, code))
    await session.execute(update(BindingCode).where(mine).values(used_at=None), execution_options=_NO_SYNC)


def _new_code() -> str:
    """Letters and digits both: nothing that a member writes for another reason looks so."""
    while (code := new_code()).isalpha() or code.isdigit():
        pass
    return code


def _indexes(keyring: Keyring, code: str) -> list[str]:
    return keyring.blind_indexes(_value(code))


def _value(code: str) -> str:
    return f"code:{code}"
