"""The end of a cycle: what is left is carried into the next as far as the terms allow, and the rest expires."""

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from union.excursions.accounts import left_of, open_account, put_back, spend, terms_of, write
from union.excursions.models import Entitlement
from union.excursions.terms import Amount, EntitlementTerms
from union.ids import new_ordered_id

BATCH = 50


async def end_cycles(session: AsyncSession, now: datetime) -> int:
    """Accounts whose cycle is over and that hold something; what comes back to them later expires too."""
    something = or_(Entitlement.days_left > 0, Entitlement.yuan_left > 0, Entitlement.segments_left > 0)
    due = select(Entitlement).where(Entitlement.ends_at <= now, something).order_by(Entitlement.id).limit(BATCH)
    found = (await session.scalars(due.execution_options(populate_existing=True))).all()
    for account in found:
        await _end(session, account, now)
    return len(found)


async def _end(session: AsyncSession, account: Entitlement, now: datetime) -> None:
    left, terms = left_of(account), await terms_of(session, account.kind)
    if not await spend(session, account.id, left):
        return  # somebody took of it meanwhile: the next sweep sees the rest
    await write(session, account.id, "expired", -left, key=f"expired:{account.id}:{new_ordered_id()}", now=now)
    if terms is not None:
        await _carry(session, account, left, terms, now)


async def _carry(session: AsyncSession, old: Entitlement, left: Amount, terms: EntitlementTerms, now: datetime) -> None:
    """Once an account: what comes back after the end of the cycle is not carried."""
    carried = Amount(min(left.days, terms.carry_days), min(left.yuan, terms.carry_yuan))
    if carried == Amount():
        return
    cycle = old.cycle + terms.cycle_years
    new = await open_account(session, old.member_id, old.kind, cycle, terms, now)
    if await write(session, new.id, "carried", carried, key=f"carried:{old.id}", now=now):
        await put_back(session, new.id, carried)
