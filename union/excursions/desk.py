"""What staff do with entitlements: set the terms, grant to one or to many, look into a member's ledger."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import Field, ValidationError
from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import insert_into
from union.events.files import first_error
from union.events.refusal import Refused
from union.events.terms import Terms
from union.excursions.accounts import (
    entries_of,
    find_account,
    left_of,
    open_account,
    put_back,
    spend,
    terms_of,
    write,
)
from union.excursions.models import Entitlement, EntitlementEntry, EntitlementRules
from union.excursions.terms import Amount, EntitlementTerms, cycle_of
from union.members.models import Member
from union.staff.scope import EVERYTHING, Scope, members_within, sees_member

_AT_ONCE = 500


@dataclass(frozen=True)
class TermsSet:
    """These are the terms now."""

    terms: EntitlementTerms


@dataclass(frozen=True)
class Granted:
    """So many members have it (also when the same key came again)."""

    members: int


@dataclass(frozen=True)
class Ledger:
    """One member's cycle: what is left, and the lines it comes from, oldest first."""

    cycle: int
    left: Amount
    entries: Sequence[EntitlementEntry]


class GrantEntry(Terms):
    """A line of a list of grants."""

    member_id: str = Field(min_length=1, max_length=32)
    days: int = Field(default=0, ge=0, le=366)
    yuan: int = Field(default=0, ge=0)
    segments: int = Field(default=0, ge=0, le=20)


async def set_terms(
    session: AsyncSession, kind: str, content: Mapping[str, Any], scope: Scope = EVERYTHING
) -> TermsSet | Refused:
    """Set what members are entitled to of a kind. Accounts that are open keep what they have.

    The terms hold for all unions: with a narrower scope they are refused.
    """
    if not scope.is_everything:
        return Refused("unknown", kind)
    try:
        terms = EntitlementTerms.model_validate(content)
    except ValidationError as error:
        return Refused("bad_terms", first_error(error))
    if not kind.strip() or len(kind) > 16:
        return Refused("bad_terms", "kind")
    before = await terms_of(session, kind)
    used = await session.scalar(select(exists(select(Entitlement.id).where(Entitlement.kind == kind))))
    if before is not None and used and before.cycle_years != terms.cycle_years:
        return Refused("bad_terms", "cycle_years: members have accounts of the old cycle")
    statement = insert_into(session, EntitlementRules).values(kind=kind, terms=terms)
    await session.execute(statement.on_conflict_do_update(index_elements=["kind"], set_={"terms": terms}))
    return TermsSet(terms)


async def grant(
    session: AsyncSession,
    member_id: str,
    kind: str,
    amount: Amount,
    *,
    key: str,
    by: str,
    now: datetime,
    cycle: int | None = None,
    scope: Scope = EVERYTHING,
) -> Granted | Refused:
    """Give a member more in a cycle (now's if none is named); negative numbers take back what is left."""
    terms = await terms_of(session, kind)
    if terms is None or not await sees_member(session, scope, member_id):
        return Refused("unknown", kind if terms is None else member_id)
    chosen = cycle_of(now, terms.cycle_years) if cycle is None else cycle
    if chosen % terms.cycle_years or not 2000 <= chosen <= 2200:
        return Refused("bad_terms", "cycle")
    done = await session.scalar(select(exists(select(EntitlementEntry.id).where(EntitlementEntry.key == key))))
    if done:
        return Granted(1)
    account = await open_account(session, member_id, kind, chosen, terms, now)
    more = Amount(*(max(0, number) for number in vars(amount).values()))
    fewer = Amount(*(max(0, -number) for number in vars(amount).values()))
    if not await spend(session, account.id, fewer):
        held = await find_account(session, member_id, kind, chosen)
        return Refused("below_taken", _left_words(left_of(held)) if held else "")
    if await write(session, account.id, "granted", amount, key=key, now=now, by=by):
        await put_back(session, account.id, more)
    else:  # the same message came twice at once
        await put_back(session, account.id, fewer)
    return Granted(1)


async def grant_many(
    session: AsyncSession,
    kind: str,
    lines: Sequence[Mapping[str, Any]],
    *,
    key: str,
    by: str,
    now: datetime,
    cycle: int | None = None,
    scope: Scope = EVERYTHING,
) -> Granted | Refused:
    """Give to all members of a list (member_id, days, yuan, segments), or to none: the first wrong line is named."""
    entries: list[GrantEntry] = []
    for number, line in enumerate(lines, 1):
        try:
            entries.append(GrantEntry.model_validate(line))
        except ValidationError as error:
            return Refused("bad_terms", f"{number}: {first_error(error)}")
    ids = [entry.member_id for entry in entries]
    twice = next((n for n, id_ in enumerate(ids, 1) if id_ in ids[: n - 1]), None)
    if twice is not None:
        return Refused("bad_terms", f"{twice}: member_id: is there twice")
    known = await _known(session, ids, scope)
    stranger = next((n for n, id_ in enumerate(ids, 1) if id_ not in known), None)
    if stranger is not None:
        return Refused("bad_terms", f"{stranger}: member_id: unknown")
    for entry in sorted(entries, key=lambda one: one.member_id):
        amount = Amount(entry.days, entry.yuan, entry.segments)
        outcome = await grant(
            session, entry.member_id, kind, amount, key=f"{key}:{entry.member_id}", by=by, now=now, cycle=cycle
        )
        if isinstance(outcome, Refused):
            return outcome  # the kind or the cycle: the same for all, so it was the first
    return Granted(len(entries))


async def ledger(
    session: AsyncSession, member_id: str, kind: str, now: datetime, scope: Scope = EVERYTHING
) -> list[Ledger]:
    """A member's cycles, newest first; the current one also before anything was taken of it."""
    if not scope.is_everything and not await sees_member(session, scope, member_id):
        return []
    terms = await terms_of(session, kind)
    mine = (Entitlement.member_id == member_id, Entitlement.kind == kind)
    query = select(Entitlement).where(*mine).order_by(Entitlement.cycle.desc())
    accounts = (await session.scalars(query.execution_options(populate_existing=True))).all()
    found = [Ledger(one.cycle, left_of(one), await entries_of(session, one.id)) for one in accounts]
    this = None if terms is None else cycle_of(now, terms.cycle_years)
    if terms is not None and this is not None and all(one.cycle != this for one in found):
        found.append(Ledger(this, Amount(terms.days, terms.yuan, terms.segments), ()))
    return sorted(found, key=lambda one: one.cycle, reverse=True)


async def _known(session: AsyncSession, ids: Sequence[str], scope: Scope) -> set[str]:
    known: set[str] = set()
    seen = select(Member.id).where(members_within(scope, Member.id))
    for start in range(0, len(ids), _AT_ONCE):
        known |= set(await session.scalars(seen.where(Member.id.in_(ids[start : start + _AT_ONCE]))))
    return known


def _left_words(left: Amount) -> str:
    return f"{left.days} 天，{left.yuan} 元，{left.segments} 次"
