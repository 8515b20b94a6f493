"""Withdrawing a consent: what was told under it goes, unless something is still running that needs it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from union.members.models import Member
from union.notices.service import NoticeQueue
from union.privacy.consents import consents_of, withdraw_consent
from union.privacy.holding import Holding
from union.privacy.purposes import PURPOSES, Purpose


@dataclass(frozen=True)
class ConsentWithdrawn:
    """`erased`: names of what was deleted. `running`: what goes on until it is over or cancelled; its data stay."""

    purpose: Purpose
    erased: tuple[str, ...]
    running: tuple[str, ...]


async def standing_purposes(session: AsyncSession, member_id: str) -> list[Purpose]:
    """The purposes the member agreed to and has not withdrawn."""
    keys = dict.fromkeys(one.purpose for one in await consents_of(session, member_id) if one.withdrawn_at is None)
    return [PURPOSES[key] for key in keys if key in PURPOSES]


async def withdraw(
    session: AsyncSession,
    queue: NoticeQueue,
    holdings: Sequence[Holding],
    member_id: str,
    purpose_key: str,
    now: datetime,
) -> ConsentWithdrawn | None:
    """Withdraw it. Name and phone known from before go with the last one. None: there was no such consent."""
    if not await withdraw_consent(session, member_id, purpose_key, now):
        return None
    told = [holding for holding in holdings if purpose_key in holding.purpose.split()]
    running = [line for holding in told for line in await holding.running(session, member_id, now)]
    erased = [] if running else [holding.name for holding in told if await holding.records(session, member_id)]
    for holding in () if running else told:
        await holding.erase(session, queue, member_id, now)
    if not await standing_purposes(session, member_id):
        member = (await session.scalars(select(Member).where(Member.id == member_id))).one()
        member.name = member.phone = None
    return ConsentWithdrawn(PURPOSES[purpose_key], tuple(erased), tuple(running))
