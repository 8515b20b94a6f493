"""What an account may see: a union, all below it, and their members.

A member belongs where a roster has them; who is bound to none, to the union of the official account they write to.
What a member did with a window or an event of a place (an area) belongs there too.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from base.accounts import Account
from union.members.models import Member
from union.roster.models import RosterBinding, RosterEntry, Union


@dataclass(frozen=True)
class Scope:
    """`path`: of the union in the tree; None: everything. `accounts`: appids of official accounts within it.

    `city`, `district`: the union's own area; a union below the city that names no area has none.
    """

    path: str | None = None
    accounts: tuple[str, ...] = ()
    city: str = ""
    district: str = ""

    @property
    def is_everything(self) -> bool:
        return self.path is None


EVERYTHING = Scope()


async def scope_of(session: AsyncSession, union_id: str | None, accounts: Sequence[Account]) -> Scope:
    """The scope of an account of staff. A union that is gone leaves nothing to see."""
    if union_id is None:
        return EVERYTHING
    own = await session.get(Union, union_id)
    if own is None:
        return Scope(path=f"{union_id}/")
    names = dict((await session.execute(select(Union.name, Union.path))).tuples().all())
    within = tuple(one.appid for one in accounts if names.get(one.union, "").startswith(own.path))
    above = await session.scalars(select(Union).where(Union.id.in_(own.path.rstrip("/").split("/"))))
    chain = sorted(above, key=lambda union: len(union.path), reverse=True)
    city = next((union.city for union in chain if union.city), "")
    district = next((union.district for union in chain if union.district), "")
    return Scope(own.path, within, city, district)


MemberColumn = InstrumentedAttribute[str] | InstrumentedAttribute[str | None] | ColumnElement[str]


def members_within(scope: Scope, member_id: MemberColumn) -> ColumnElement[bool]:
    """A condition on a column with members' ids."""
    if scope.path is None:
        return true()
    bound = select(RosterBinding.member_id).where(RosterBinding.ended_at.is_(None))
    inside = (
        bound.join(RosterEntry, RosterEntry.id == RosterBinding.entry_id)
        .join(Union, Union.id == RosterEntry.union_id)
        .where(RosterEntry.left_at.is_(None), Union.path.startswith(scope.path, autoescape=True))
    )
    writes_here = select(Member.id).where(Member.account.in_(scope.accounts))
    return or_(member_id.in_(inside), and_(member_id.in_(writes_here), member_id.not_in(bound)))


def unions_within(scope: Scope) -> ColumnElement[bool]:
    """A condition on a query of unions, or of what is joined with them (entries of their rosters)."""
    return true() if scope.path is None else Union.path.startswith(scope.path, autoescape=True)


def area_within(
    scope: Scope,
    city: InstrumentedAttribute[str] | ColumnElement[str],
    district: InstrumentedAttribute[str] | ColumnElement[str] | None = None,
) -> ColumnElement[bool]:
    """A condition on columns with a city (杭州市) and a district (上城区): what stands in the union's own area.

    A union of a whole city sees all its districts; one of a district sees that district alone.
    """
    if scope.path is None:
        return true()
    if not scope.city:
        return ~true()
    if not scope.district:
        return city == scope.city
    return and_(city == scope.city, district == scope.district) if district is not None else ~true()


async def sees_member(session: AsyncSession, scope: Scope, member_id: str) -> bool:
    """Whether one member is within."""
    query = select(Member.id).where(Member.id == member_id, members_within(scope, Member.id))
    return await session.scalar(query) is not None
