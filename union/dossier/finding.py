"""Finding a member by what they have at hand: a phone, a card, a number of theirs. Never a list of everybody.

Phones and cards stand encrypted: they are looked up by their blind indexes, whole or not at all.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from base.encryption import Keyring
from union.applications.models import Application
from union.events.models import Booking
from union.handoff.models import HandoffCase
from union.legal_aid.models import Appointment
from union.members.models import Member, phone_value
from union.members.rules import mobile_phone
from union.roster import record as rosters
from union.roster.models import RosterBinding, RosterEntry, Union
from union.roster.record import Record
from union.roster.rules import card_number
from union.staff.scope import EVERYTHING, Scope, members_within, unions_within
from union.voices.models import Suggestion

MOST = 20


@dataclass(frozen=True)
class Hit:
    """Somebody who was found: a WeChat user (`member_id`), or a person on a roster to whom nobody is bound.

    `name`, `phone`: whole; the page masks them. `left`: no longer on that roster.
    """

    member_id: str | None
    entry_id: str | None
    name: str
    phone: str
    union: str
    left: bool = False


async def find_members(
    session: AsyncSession, keyring: Keyring, said: str, name: str = "", *, scope: Scope = EVERYTHING
) -> list[Hit]:
    """Who has this phone, card number, or number of a booking, appointment, application, suggestion or message.

    `name`: only those who are called so, on a roster or by their own word. A suggestion without a name leads nowhere:
    who sent it is not to be known.
    """
    phone, card = mobile_phone(said), card_number(said)
    bound, entries = await _of_rosters(session, keyring, phone, card, scope)
    ids = {*bound, *await _by_phone(session, keyring, phone), *await _by_number(session, said)}
    hits = [*await _members(session, ids, scope), *entries]
    return [hit for hit in hits if not name or await _is_called(session, hit, name)][:MOST]


async def _by_phone(session: AsyncSession, keyring: Keyring, phone: str | None) -> Sequence[str]:
    if phone is None:
        return ()
    indexes = keyring.blind_indexes(phone_value(phone))
    return (await session.scalars(select(Member.id).where(Member.phone_index.in_(indexes)).limit(MOST))).all()


async def _by_number(session: AsyncSession, said: str) -> set[str]:
    number = said.strip().upper()
    owners = (
        select(Booking.member_id).where(Booking.code == number, Booking.status != "held"),
        select(Appointment.member_id).where(Appointment.code == number, Appointment.status != "offered"),
        select(Application.member_id).where(Application.number == number, Application.member_id.is_not(None)),
        select(Suggestion.member_id).where(Suggestion.number == number, Suggestion.name.is_not(None)),
        select(HandoffCase.member_id).where(HandoffCase.number == number, HandoffCase.number != ""),
    )
    return {owner for query in owners for owner in await session.scalars(query) if owner}


async def _of_rosters(
    session: AsyncSession, keyring: Keyring, phone: str | None, card: str | None, scope: Scope
) -> tuple[set[str], list[Hit]]:
    """Members who are bound to such an entry, and entries that nobody is bound to."""
    fits = [RosterEntry.phone_index.in_(keyring.blind_indexes(rosters.phone_value(phone)))] if phone else []
    fits += [RosterEntry.card_index.in_(keyring.blind_indexes(rosters.card_value(card)))] if card else []
    if not fits:
        return set(), []
    live = (RosterBinding.entry_id == RosterEntry.id) & RosterBinding.ended_at.is_(None)
    query = (
        select(RosterEntry, Union.name, RosterBinding.member_id)
        .join(Union, Union.id == RosterEntry.union_id)
        .outerjoin(RosterBinding, live)
        .where(or_(*fits), unions_within(scope))
        .order_by(RosterEntry.left_at.is_not(None), RosterEntry.id)
        .limit(MOST)
    )
    bound, entries = set[str](), list[Hit]()
    for entry, union, member_id in await session.execute(query):
        if member_id is not None:
            bound.add(member_id)
        else:
            person = Record.from_json(entry.person)
            entries.append(Hit(None, entry.id, person.name, person.phone, union, entry.left_at is not None))
    return bound, entries


async def _members(session: AsyncSession, ids: Iterable[str], scope: Scope) -> list[Hit]:
    query = select(Member).where(Member.id.in_(sorted(ids)), members_within(scope, Member.id)).order_by(Member.id)
    return [await _hit(session, member) for member in await session.scalars(query)]


async def _hit(session: AsyncSession, member: Member) -> Hit:
    there = await _entries_of(session, member.id)
    unions = "、".join(union for _, union in there)
    first = there[0][0] if there else None
    name, phone = member.name or (first.name if first else ""), member.phone or (first.phone if first else "")
    return Hit(member.id, None, name, phone, unions)


async def _is_called(session: AsyncSession, hit: Hit, name: str) -> bool:
    names = {hit.name}
    if hit.member_id is not None:
        names |= {record.name for record, _ in await _entries_of(session, hit.member_id)}
    wanted = "".join(name.casefold().split())
    return any("".join(one.casefold().split()) == wanted for one in names if one)


async def _entries_of(session: AsyncSession, member_id: str) -> list[tuple[Record, str]]:
    query = (
        select(RosterEntry.person, Union.name)
        .join(RosterBinding, RosterBinding.entry_id == RosterEntry.id)
        .join(Union, Union.id == RosterEntry.union_id)
        .where(RosterBinding.member_id == member_id, RosterBinding.ended_at.is_(None), RosterEntry.left_at.is_(None))
        .order_by(RosterBinding.id.desc())
    )
    return [(Record.from_json(person), union) for person, union in await session.execute(query)]
