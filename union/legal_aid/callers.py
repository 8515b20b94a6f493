"""Who it is that calls the desk: found by a number they can read out."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from base.encryption import Keyring
from union.applications.models import Application
from union.legal_aid.models import Appointment
from union.members.models import Member
from union.members.rules import mobile_phone
from union.roster.codes import entry_of_card
from union.roster.models import RosterBinding, RosterEntry
from union.roster.record import phone_value
from union.staff.scope import EVERYTHING, Scope, members_within
from union.voices.models import Suggestion


async def caller(session: AsyncSession, keyring: Keyring, said: str, *, scope: Scope = EVERYTHING) -> Member | None:
    """The one member within whom this names; None: nobody, or more than one.

    It may be the code of an appointment, the number of an application or of a signed suggestion, a card of the union,
    or a mobile phone that is on a roster.
    """
    said = "".join(said.split()).upper()
    if not said:
        return None
    ids = await _named(session, said) | await _on_roster(session, keyring, said)
    query = select(Member).where(Member.id.in_(ids), members_within(scope, Member.id)).limit(2)
    found = list(await session.scalars(query))
    return found[0] if len(found) == 1 else None


async def _named(session: AsyncSession, said: str) -> set[str]:
    """Who stays nameless with a suggestion is not looked up by it."""
    queries = (
        select(Appointment.member_id).where(Appointment.code == said, Appointment.status != "offered"),
        select(Application.member_id).where(Application.number == said, Application.member_id.is_not(None)),
        select(Suggestion.member_id).where(Suggestion.number == said, Suggestion.name.is_not(None)),
    )
    return {id_ for query in queries for id_ in await session.scalars(query) if id_}


async def _on_roster(session: AsyncSession, keyring: Keyring, said: str) -> set[str]:
    live = select(RosterBinding.member_id).where(RosterBinding.ended_at.is_(None))
    if phone := mobile_phone(said):
        indexes = keyring.blind_indexes(phone_value(phone))
        there = live.join(RosterEntry, RosterEntry.id == RosterBinding.entry_id)
        return set(await session.scalars(there.where(RosterEntry.phone_index.in_(indexes))))
    entry = await entry_of_card(session, keyring, said)
    return set(await session.scalars(live.where(RosterBinding.entry_id == entry.id))) if entry else set()
