"""Granting 入会: whoever applied stands on the roster of the union that staff choose, and is bound to it at once."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from base.clock import to_shanghai
from base.database import insert_into
from base.encryption import Keyring
from union.applications.deciding import Decided, approve
from union.applications.kinds import kinds
from union.applications.leaving import binding_key
from union.applications.models import Application
from union.applications.rules import Refused
from union.applications.steps import locked, was_done
from union.entered import Wrong
from union.members.models import Member
from union.members.service import remember_contact
from union.notices.service import NoticeQueue
from union.roster.codes import entry_of_card
from union.roster.entering import Line, enter, prepare
from union.roster.models import RosterBinding, RosterEntry, Union
from union.roster.naming import Unclear, union_named
from union.roster.record import Record, phone_value
from union.roster.rules import card_number
from union.roster.standing import memberships
from union.staff.scope import EVERYTHING, Scope


@dataclass(frozen=True)
class Admission:
    """Where somebody is admitted: the union's name, and the card it gave out (empty: one is made)."""

    union: str
    card: str = ""


class _NotAdmittedError(Exception):
    """Takes back what was written of an admission that cannot be."""

    def __init__(self, why: Refused | Wrong) -> None:
        self.why = why


async def admit(
    session: AsyncSession,
    queue: NoticeQueue,
    keyring: Keyring,
    application_id: str,
    admission: Admission,
    *,
    staff: str,
    reason: str = "",
    key: str,
    now: datetime,
    scope: Scope = EVERYTHING,
) -> Decided | Refused | Wrong:
    """Grant it and enter the applicant into the roster, or neither. The same key again changes nothing.

    Refused where the card or the phone stands on a roster already, or the member is bound to one.
    """
    found = await locked(session, application_id)
    if found is None or found.member_id is None:
        return Refused("unknown")
    if await was_done(session, key):
        return Decided(found)
    if not kinds()[found.round.kind].enters_roster:
        return Refused("status", found.status)
    if await memberships(session, found.member_id):
        return Wrong("union", "member_already")
    union = await union_named(session, admission.union, scope=scope)
    if isinstance(union, Unclear):
        return Wrong("union", "several" if union.names else "no_union", "、".join(union.names))
    card = card_number(admission.card) if admission.card.strip() else await _new_card(session, keyring, now)
    if card is None:
        return Wrong("card", "bad_card")
    if await entry_of_card(session, keyring, card) is not None:
        return Wrong("card", "card_taken")
    await session.execute(select(Union.id).where(Union.id == union.id).with_for_update())  # one admission at a time
    if await _is_on_roster(session, keyring, found.phone or ""):
        return Wrong("union", "phone_taken")
    try:
        async with session.begin_nested():
            return await _both(session, queue, keyring, found, union, card, staff, reason, key, now)
    except _NotAdmittedError as error:
        return error.why
    except IntegrityError:  # the card was entered at this very moment
        return Wrong("card", "card_taken")


async def _both(
    session: AsyncSession,
    queue: NoticeQueue,
    keyring: Keyring,
    found: Application,
    union: Union,
    card: str,
    staff: str,
    reason: str,
    key: str,
    now: datetime,
) -> Decided:
    """Within a savepoint: a refusal of the one takes the other back."""
    member_id, name, phone = found.member_id, found.name or "", found.phone or ""
    assert member_id is not None  # looked at before
    words = reason.strip() or f"您已加入{union.name}，会员卡号 {card}。"
    decided = await approve(session, queue, found.id, staff=staff, reason=words, key=key, now=now, admitted=True)
    if isinstance(decided, Refused):
        raise _NotAdmittedError(decided)
    record = Record(name, card, phone, joined=to_shanghai(now).date())
    entered = await enter(session, prepare(keyring, [Line(1, union.id, record)]), now=now)
    if entered.problems or not entered.added:
        raise _NotAdmittedError(Wrong("union", "phone_taken"))
    entry = await entry_of_card(session, keyring, card)
    member = await session.get_one(Member, member_id)
    assert entry is not None  # entered just now
    values = {"entry_id": entry.id, "member_id": member_id, "account": member.account, "way": "facts"}
    bound = {**values, "key": binding_key(found.id), "bound_at": now}
    await session.execute(insert_into(session, RosterBinding).values(**bound))
    await remember_contact(session, member_id, name, phone)
    await session.flush()
    return decided


async def _is_on_roster(session: AsyncSession, keyring: Keyring, phone: str) -> bool:
    """Whether somebody with this phone stands on any roster."""
    indexes = keyring.blind_indexes(phone_value(phone))
    there = select(RosterEntry.id).where(RosterEntry.phone_index.in_(indexes), RosterEntry.left_at.is_(None))
    return await session.scalar(there.limit(1)) is not None


async def _new_card(session: AsyncSession, keyring: Keyring, now: datetime) -> str:
    """RH, the day, and six digits: 20261118 and a number that nobody has."""
    while True:
        card = f"RH{to_shanghai(now):%Y%m%d}{secrets.randbelow(1_000_000):06d}"
        if await entry_of_card(session, keyring, card) is None:
            return card
