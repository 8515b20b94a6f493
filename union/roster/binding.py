"""Binding a WeChat user to the roster, and ending it.

What does not fit is never told apart: name, phone, card and last four go into one blind index, which is looked up in
one statement, found or not. A guess costs a try, whatever it hits.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import CursorResult, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import insert_into
from base.encryption import Keyring
from base.limits import Limits
from union.members.models import Member
from union.members.service import remember_contact
from union.roster.codes import entry_of_code, give_code_back, use_code
from union.roster.models import RosterBinding, RosterEntry
from union.roster.record import Proof, Record, proof_value
from union.roster.standing import Membership, memberships
from union.roster.tries import counted, left_today, may_try

_NO_SYNC = {"synchronize_session": False}


@dataclass(frozen=True)
class Bound:
    """The member is these entries now (also when the same message came again); newest first."""

    memberships: Sequence[Membership]


@dataclass(frozen=True)
class NotBound:
    """no_match: something does not fit; `left` tries remain today. too_many: none do, or the entry's are used up.

    elsewhere: all of it fits, and another WeChat user of this account is bound to it: for staff to look at.
    """

    reason: Literal["no_match", "too_many", "elsewhere"]
    left: int = 0


@dataclass(frozen=True)
class Unbound:
    """The bindings are ended; `memberships`: what they were. Empty: there were none."""

    memberships: Sequence[Membership]


async def bind(
    session: AsyncSession,
    keyring: Keyring,
    limits: Limits,
    member_id: str,
    proof: Proof | str,
    *,
    key: str,
    now: datetime,
) -> Bound | NotBound:
    """Bind the member to the entries that `proof` fits: facts of the person, or a code that the union gave out."""
    if mine := [one for one in await memberships(session, member_id) if one.binding.key == key]:
        return Bound(mine)
    facts = proof if isinstance(proof, Proof) else None
    if not await may_try(session, counted(keyring, limits, member_id, facts), key, now):
        return NotBound("too_many")
    entries = await _fitting(session, keyring, proof, now)
    if not entries:
        return NotBound("no_match", await left_today(session, limits, member_id, now))
    if isinstance(proof, str) and not await use_code(session, keyring, proof, now):
        return NotBound("no_match", await left_today(session, limits, member_id, now))  # used at this very moment
    way = "code" if facts is None else "facts"
    taken = [entry for entry in entries if await _take(session, entry, member_id, way, key, now)]
    if taken:
        return Bound(await _told(session, member_id, taken))
    if isinstance(proof, str):
        await give_code_back(session, keyring, proof)
    return NotBound("elsewhere")


async def unbind(session: AsyncSession, member_id: str, entry_ids: Sequence[str]) -> Unbound:
    """End the member's bindings to these entries: nothing of them is kept. Again, there is nothing to end."""
    ended = [one for one in await memberships(session, member_id) if one.binding.entry_id in entry_ids]
    mine = (RosterBinding.member_id == member_id, RosterBinding.entry_id.in_(entry_ids))
    await session.execute(delete(RosterBinding).where(*mine), execution_options=_NO_SYNC)
    return Unbound(ended)


async def release(session: AsyncSession, entry_id: str, *, staff: str, now: datetime) -> int:
    """Staff end all bindings of an entry (the member has a new WeChat); returns how many there were."""
    live = update(RosterBinding).where(RosterBinding.entry_id == entry_id, RosterBinding.ended_at.is_(None))
    result = await session.execute(live.values(ended_at=now, ended_by=staff), execution_options=_NO_SYNC)
    assert isinstance(result, CursorResult)
    return result.rowcount


async def _fitting(session: AsyncSession, keyring: Keyring, proof: Proof | str, now: datetime) -> list[RosterEntry]:
    """One statement, whatever it finds."""
    if isinstance(proof, str):
        return await entry_of_code(session, keyring, proof, now)
    by_card = keyring.blind_indexes(proof_value(proof, "card", proof.card)) if proof.card else []
    by_id = keyring.blind_indexes(proof_value(proof, "id", proof.id_last4)) if proof.id_last4 else []
    fits = or_(RosterEntry.card_proof.in_(by_card), RosterEntry.id_proof.in_(by_id))
    query = (
        select(RosterEntry).where(fits, RosterEntry.left_at.is_(None)).order_by(RosterEntry.union_id, RosterEntry.id)
    )
    return list(await session.scalars(query))


async def _take(session: AsyncSession, entry: RosterEntry, member_id: str, way: str, key: str, now: datetime) -> bool:
    """Whether the entry is the member's: the unique index lets one user of an account in, however many come at once."""
    member = await session.get_one(Member, member_id)
    values = {"entry_id": entry.id, "member_id": member_id, "account": member.account, "way": way, "key": key}
    if await _insert(session, values | {"bound_at": now}):
        return True
    live = (RosterBinding.entry_id == entry.id, RosterBinding.account == member.account)
    holder = select(RosterBinding.member_id).where(*live, RosterBinding.ended_at.is_(None))
    return await session.scalar(holder) == member_id


async def _insert(session: AsyncSession, values: dict[str, object]) -> bool:
    """Whether the row went in: not where the index says that somebody is bound already."""
    row = insert_into(session, RosterBinding).values(**values).on_conflict_do_nothing()
    return await session.scalar(row.returning(RosterBinding.id)) is not None


async def _told(session: AsyncSession, member_id: str, entries: Sequence[RosterEntry]) -> list[Membership]:
    """The new memberships; name and phone are known from now on, so that no form asks for them."""
    taken = {entry.id for entry in entries}
    record = Record.from_json(entries[0].person)
    member = await session.get_one(Member, member_id)
    await remember_contact(session, member_id, record.name, record.phone or member.phone or "")
    await session.flush()
    return [one for one in await memberships(session, member_id) if one.binding.entry_id in taken]
