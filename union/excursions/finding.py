"""Finding a member by what they can tell: the phone or card on the roster, or the code of a booking."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from base.encryption import Keyring
from union.events.door import code_of
from union.events.models import Booking
from union.members.models import Member
from union.members.rules import masked_name, mobile_phone
from union.roster.models import RosterBinding, RosterEntry, Union
from union.roster.record import Record, card_value, phone_value
from union.roster.standing import memberships
from union.staff.scope import EVERYTHING, Scope, members_within, sees_member

_CODE = re.compile(r"[0-9A-Z]{8}")


@dataclass(frozen=True)
class Found:
    """A member; `name` is masked, `union` that of the roster they stand on (empty: on none)."""

    member_id: str
    name: str
    union: str


async def find_members(session: AsyncSession, keyring: Keyring, wanted: str, scope: Scope = EVERYTHING) -> list[Found]:
    """Members within the scope whom the phone, card or booking code fits; none where nothing does."""
    ids = await bound_to(session, keyring, wanted, scope)
    code = code_of(wanted)
    if not ids and _CODE.fullmatch(code):
        query = select(Booking.member_id).where(Booking.code == code, members_within(scope, Booking.member_id))
        ids = (await session.scalars(query)).all()
    return [await _found(session, member_id) for member_id in ids]


async def bound_to(session: AsyncSession, keyring: Keyring, wanted: str, scope: Scope = EVERYTHING) -> Sequence[str]:
    """Ids of the WeChat users within the scope bound to the entry of this phone or card, the first bound first."""
    query = (
        select(RosterBinding.member_id)
        .join(RosterEntry, RosterEntry.id == RosterBinding.entry_id)
        .where(_fits(keyring, wanted), RosterEntry.left_at.is_(None), RosterBinding.ended_at.is_(None))
        .where(members_within(scope, RosterBinding.member_id))
    )
    return list(dict.fromkeys(await session.scalars(query.order_by(RosterBinding.id))))


async def is_on_roster(session: AsyncSession, keyring: Keyring, wanted: str, scope: Scope = EVERYTHING) -> bool:
    """Whether a roster within the scope has this phone or card, bound or not."""
    query = select(RosterEntry.id).join(Union, Union.id == RosterEntry.union_id)
    there = query.where(_fits(keyring, wanted), RosterEntry.left_at.is_(None))
    if scope.path is not None:
        there = there.where(Union.path.startswith(scope.path, autoescape=True))
    return await session.scalar(there.limit(1)) is not None


async def found_member(session: AsyncSession, member_id: str, scope: Scope = EVERYTHING) -> Found | None:
    """One member; None where they are not there, or not within the scope."""
    return await _found(session, member_id) if await sees_member(session, scope, member_id) else None


async def contact(session: AsyncSession, member_id: str, scope: Scope = EVERYTHING) -> str:
    """Name and phone, of the roster or as the member told them."""
    if not await sees_member(session, scope, member_id):
        return ""
    record, member = await _record(session, member_id), await session.get_one(Member, member_id)
    known = (record.name, record.phone) if record else (member.name or "", member.phone or "")
    return "　".join(filter(None, known)) or "没有留过姓名和手机"


def _fits(keyring: Keyring, wanted: str) -> ColumnElement[bool]:
    plain = "".join(wanted.split())
    by_card = RosterEntry.card_index.in_(keyring.blind_indexes(card_value(plain)))
    phone = mobile_phone(plain)
    if phone is None:
        return by_card
    return by_card | RosterEntry.phone_index.in_(keyring.blind_indexes(phone_value(phone)))


async def _found(session: AsyncSession, member_id: str) -> Found:
    mine = await memberships(session, member_id)
    member = await session.get_one(Member, member_id)
    name = mine[0].record.name if mine else member.name
    return Found(member_id, masked_name(name, member_id), mine[0].path if mine else "")


async def _record(session: AsyncSession, member_id: str) -> Record | None:
    mine = await memberships(session, member_id)
    return mine[0].record if mine else None
