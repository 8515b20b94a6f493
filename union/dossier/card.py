"""One member as staff see them: who they are, where they belong, what they agreed to, what is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from union.members.models import Member
from union.privacy.consents import consents_of
from union.privacy.export import Copy, collect, collect_copy
from union.privacy.holding import Holding
from union.privacy.models import Erasure
from union.privacy.overview import overview
from union.privacy.purposes import PURPOSES
from union.roster.standing import Membership, memberships
from union.staff.scope import EVERYTHING, Scope, sees_member


@dataclass(frozen=True)
class Agreed:
    """A consent, in the member's words."""

    task: str
    at: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True)
class Belongs:
    """One entry of a roster that the member is bound to; `path`: 杭州市总工会 › 湖滨街道总工会."""

    entry_id: str
    path: str
    name: str
    phone: str
    card: str
    bound_at: datetime


@dataclass(frozen=True)
class Card:
    """`account`: appid of the official account; `kept`: a line a holding; `erased_at`: when they will be erased."""

    member_id: str
    account: str
    name: str
    phone: str
    following: bool
    created_at: datetime
    belongs: tuple[Belongs, ...]
    consents: tuple[Agreed, ...]
    kept: tuple[str, ...]
    erased_at: datetime | None


async def card(
    session: AsyncSession, member_id: str, holdings: Sequence[Holding], *, scope: Scope = EVERYTHING
) -> Card | None:
    """None: there is no such member within the scope. Names and phones are whole; the page masks them."""
    if not await sees_member(session, scope, member_id):
        return None
    member = await session.get_one(Member, member_id, populate_existing=True)
    agreed = [
        Agreed(PURPOSES[one.purpose].task if one.purpose in PURPOSES else one.purpose, one.at, one.withdrawn_at)
        for one in await consents_of(session, member_id)
    ]
    kept = await collect(session, handed_out(holdings), member_id)
    due: datetime | None = await session.scalar(select(Erasure.due).where(Erasure.member_id == member_id))
    return Card(
        member_id,
        member.account,
        member.name or "",
        member.phone or "",
        member.following,
        member.created_at,
        tuple(map(_belongs, await memberships(session, member_id))),
        tuple(agreed),
        tuple(overview(kept)),
        due,
    )


async def copy_for(
    session: AsyncSession, member_id: str, holdings: Sequence[Holding], *, scope: Scope = EVERYTHING
) -> Copy | None:
    """What staff may hand the member of what is kept about them; None: no such member within the scope."""
    if not await sees_member(session, scope, member_id):
        return None
    return await collect_copy(session, handed_out(holdings), member_id)


def handed_out(holdings: Sequence[Holding]) -> list[Holding]:
    """What not every clerk may read is left out: the member asks for it in the chat."""
    return [holding for holding in holdings if holding.handed_out]


def _belongs(one: Membership) -> Belongs:
    record = one.record
    return Belongs(one.binding.entry_id, one.path, record.name, record.phone, record.card, one.binding.bound_at)
