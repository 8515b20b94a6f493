"""Binding codes for everybody of a union who is not bound yet: page by page, each person once."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from base.encryption import Keyring
from union.roster.codes import Issued, issue_codes, unbound_entries
from union.roster.models import Union
from union.staff.scope import EVERYTHING, Scope, unions_within

AT_ONCE = 500


@dataclass(frozen=True)
class Page:
    """`after`: to go on from; empty when everybody has one."""

    issued: list[Issued]
    after: str


async def issue_page(
    session: AsyncSession,
    keyring: Keyring,
    union_id: str,
    *,
    after: str,
    staff: str,
    days: int,
    now: datetime,
    scope: Scope = EVERYTHING,
) -> Page | None:
    """The next of them; None: no such union within the scope."""
    union = await session.scalar(select(Union).where(Union.id == union_id, unions_within(scope)))
    if union is None:
        return None
    ids = await unbound_entries(session, union, after=after, most=AT_ONCE)
    if not ids:
        return Page([], "")
    issued = await issue_codes(session, keyring, ids, staff=staff, days=days, now=now)
    return Page(issued, ids[-1] if len(ids) == AT_ONCE else "")
