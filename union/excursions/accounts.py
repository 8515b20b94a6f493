"""The ledger's rows: an account a member and cycle, and entries that add up to what is left.

What is left changes by one guarded UPDATE, in the transaction that writes the entry: two devices cannot spend
the same days, whatever each has read before.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import CursorResult, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import insert_into
from union.excursions.models import Entitlement, EntitlementEntry, EntitlementRules
from union.excursions.terms import Amount, EntitlementTerms, cycle_ends

_NO_SYNC = {"synchronize_session": False}


async def terms_of(session: AsyncSession, kind: str) -> EntitlementTerms | None:
    """The terms of a kind of event; None: there is no entitlement to it."""
    return await session.scalar(select(EntitlementRules.terms).where(EntitlementRules.kind == kind))


async def find_account(session: AsyncSession, member_id: str, kind: str, cycle: int) -> Entitlement | None:
    """The account as it is now; None: nothing was granted or taken in this cycle."""
    which = (Entitlement.member_id == member_id, Entitlement.kind == kind, Entitlement.cycle == cycle)
    return await session.scalar(select(Entitlement).where(*which).execution_options(populate_existing=True))


async def open_account(
    session: AsyncSession, member_id: str, kind: str, cycle: int, terms: EntitlementTerms, now: datetime
) -> Entitlement:
    """The account; made when it is needed first, with what everybody gets."""
    found = await find_account(session, member_id, kind, cycle)
    if found is not None:
        return found
    named = {"member_id": member_id, "kind": kind, "cycle": cycle}
    first = Amount(terms.days, terms.yuan, terms.segments)
    statement = insert_into(session, Entitlement).values(
        **named, ends_at=cycle_ends(cycle, terms.cycle_years), freed=False, **_left(first)
    )
    unless_there = statement.on_conflict_do_nothing(index_elements=list(named)).returning(Entitlement.id)
    added = await session.scalar(unless_there)
    if added is not None:
        await write(session, added, "granted", first, key=f"opened:{added}", now=now)
    account = await find_account(session, member_id, kind, cycle)
    assert account is not None  # inserted above, by us or by another request
    return account


async def spend(session: AsyncSession, account_id: int, amount: Amount) -> bool:
    """Take the amount, or nothing: False when not all of it is there."""
    enough = (
        Entitlement.days_left >= amount.days,
        Entitlement.yuan_left >= amount.yuan,
        Entitlement.segments_left >= amount.segments,
    )
    return await _change(session, account_id, -amount, *enough)


async def put_back(session: AsyncSession, account_id: int, amount: Amount) -> None:
    """Add the amount. The caller makes sure that it happens once (by the entry's key, or by what it closes)."""
    await _change(session, account_id, amount, freed=True)


async def write(
    session: AsyncSession,
    account_id: int,
    what: str,
    amount: Amount,
    *,
    key: str,
    now: datetime,
    booking_id: str | None = None,
    closes: int | None = None,
    by: str = "",
) -> bool:
    """Write a line of the ledger; False: the key, or what it closes, was there already."""
    values = {"entitlement_id": account_id, "what": what, "booking_id": booking_id, "closes": closes, **vars(amount)}
    statement = insert_into(session, EntitlementEntry).values(**values, key=key, by=by, at=now)
    result = await session.execute(statement.on_conflict_do_nothing())
    assert isinstance(result, CursorResult)
    return result.rowcount == 1


async def entries_of(session: AsyncSession, account_id: int) -> Sequence[EntitlementEntry]:
    """All lines, oldest first."""
    lines = select(EntitlementEntry).where(EntitlementEntry.entitlement_id == account_id)
    return (await session.scalars(lines.order_by(EntitlementEntry.id))).all()


def left_of(account: Entitlement) -> Amount:
    """What the account holds."""
    return Amount(account.days_left, account.yuan_left, account.segments_left)


def _left(amount: Amount) -> dict[str, int]:
    return {"days_left": amount.days, "yuan_left": amount.yuan, "segments_left": amount.segments}


async def _change(session: AsyncSession, account_id: int, by: Amount, *guards: object, **values: object) -> bool:
    changed = {
        "days_left": Entitlement.days_left + by.days,
        "yuan_left": Entitlement.yuan_left + by.yuan,
        "segments_left": Entitlement.segments_left + by.segments,
    }
    statement = update(Entitlement).where(Entitlement.id == account_id, *guards).values(**changed, **values)  # type: ignore[arg-type]
    result = await session.execute(statement, execution_options=_NO_SYNC)
    assert isinstance(result, CursorResult)
    return result.rowcount == 1
