"""A bound member's new phone: used at once to reach them, and told to the union, whose roster it is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from sqlalchemy import ColumnElement, select, true, update
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import insert_into
from base.encryption import Keyring
from union.members.models import Member
from union.members.rules import mobile_phone
from union.roster.models import PhoneChange, RosterEntry, Union
from union.roster.record import Record, indexes, phone_value
from union.roster.standing import memberships
from union.staff.scope import EVERYTHING, Scope, unions_within

_NO_SYNC = {"synchronize_session": False}


@dataclass(frozen=True)
class PhoneTold:
    """The new phone is known, and told to the unions of so many entries (also when the same message came again)."""

    phone: str
    unions: tuple[str, ...]


@dataclass(frozen=True)
class PhoneRefused:
    """not_bound, bad_phone: of the member. unknown (settled already), phone_taken (by somebody else): of staff."""

    reason: Literal["not_bound", "bad_phone", "unknown", "phone_taken"]


@dataclass(frozen=True)
class OpenChange:
    """A change that staff have not looked at."""

    change: PhoneChange
    record: Record
    union: Union


async def change_phone(
    session: AsyncSession, member_id: str, phone: str, *, key: str, now: datetime
) -> PhoneTold | PhoneRefused:
    """Record a bound member's new phone for every roster they are on. An earlier one not looked at yet is replaced."""
    number, mine = mobile_phone(phone), await memberships(session, member_id)
    if number is None or not mine:
        return PhoneRefused("bad_phone" if number is None else "not_bound")
    for one in mine:
        entry_id = one.binding.entry_id
        open_before = (PhoneChange.entry_id == entry_id, PhoneChange.settled_at.is_(None), PhoneChange.key != key)
        replaced = update(PhoneChange).where(*open_before).values(settled_at=now, entered=False)
        await session.execute(replaced, execution_options=_NO_SYNC)
        row = insert_into(session, PhoneChange).values(
            entry_id=entry_id, member_id=member_id, phone=number, key=key, at=now
        )
        await session.execute(row.on_conflict_do_nothing())
    member = await session.get_one(Member, member_id)
    member.phone = number
    return PhoneTold(number, tuple(one.unions[-1].name for one in mine))


def changes_within(scope: Scope) -> ColumnElement[bool]:
    """A condition on `PhoneChange`: of entries at the unions within the scope."""
    inside = select(RosterEntry.id).join(Union, Union.id == RosterEntry.union_id).where(unions_within(scope))
    return true() if scope.is_everything else PhoneChange.entry_id.in_(inside)


async def open_changes(session: AsyncSession, *, scope: Scope = EVERYTHING) -> Sequence[OpenChange]:
    """What the unions within the scope have not looked at yet, oldest first."""
    query = (
        select(PhoneChange, RosterEntry.person, Union)
        .join(RosterEntry, RosterEntry.id == PhoneChange.entry_id)
        .join(Union, Union.id == RosterEntry.union_id)
        .where(PhoneChange.settled_at.is_(None), unions_within(scope))
        .order_by(PhoneChange.at, PhoneChange.id)
    )
    return [
        OpenChange(change, Record.from_json(person), union) for change, person, union in await session.execute(query)
    ]


async def settle_change(
    session: AsyncSession,
    keyring: Keyring,
    change_id: int,
    *,
    enter: bool,
    staff: str,
    now: datetime,
    scope: Scope = EVERYTHING,
) -> PhoneRefused | None:
    """Staff take the new phone over into the roster, or not. None: done."""
    open_still = (PhoneChange.id == change_id, PhoneChange.settled_at.is_(None), changes_within(scope))
    settled = update(PhoneChange).where(*open_still).values(settled_at=now, settled_by=staff, entered=enter)
    entry_id = await session.scalar(settled.returning(PhoneChange.entry_id), execution_options=_NO_SYNC)
    if entry_id is None:
        return PhoneRefused("unknown")
    if not enter:
        return None
    entry = await session.get_one(RosterEntry, entry_id, populate_existing=True)
    change = await session.get_one(PhoneChange, change_id, populate_existing=True)
    record = replace(Record.from_json(entry.person), phone=change.phone)
    if await _is_somebody_elses(session, keyring, record):
        reopened = {"settled_at": None, "settled_by": None, "entered": None}
        await session.execute(
            update(PhoneChange).where(PhoneChange.id == change_id).values(**reopened), execution_options=_NO_SYNC
        )
        return PhoneRefused("phone_taken")
    entry.person, entry.updated_at = record.as_json(), now
    for column, value in indexes(record, entry.union_id, keyring).items():
        setattr(entry, column, value)
    return None


async def _is_somebody_elses(session: AsyncSession, keyring: Keyring, record: Record) -> bool:
    """Whether an entry of another name has this phone."""
    there = RosterEntry.phone_index.in_(keyring.blind_indexes(phone_value(record.phone)))
    query = select(RosterEntry.person).where(there, RosterEntry.left_at.is_(None))
    return any(Record.from_json(person).name != record.name for person in await session.scalars(query))
