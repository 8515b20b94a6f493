"""Cases in the database: finding them, and moving them on by compare-and-set."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import ColumnElement, CursorResult, and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from union.handoff.models import HandoffCase
from union.members.models import Member
from union.members.rules import masked_name
from union.staff.scope import EVERYTHING, Scope, members_within

ASKING = ("waiting", "left")  # nobody has taken it


@dataclass(frozen=True)
class Open:
    """A live case as staff see it in a list."""

    case: HandoffCase
    label: str


async def live_case(session: AsyncSession, member_id: str) -> HandoffCase | None:
    """The case of a member that has not ended, as it is now."""
    query = select(HandoffCase).where(HandoffCase.member_id == member_id, HandoffCase.state != "ended")
    return (await session.scalars(query, execution_options={"populate_existing": True})).first()


async def open_cases(session: AsyncSession, state: Literal["waiting", "left", "taken"] | None = None) -> Sequence[Open]:
    """Cases that have not ended: urgent ones first, then the oldest."""
    query = (
        select(HandoffCase, Member.name)
        .join(Member, Member.id == HandoffCase.member_id)
        .where(HandoffCase.state == state if state else HandoffCase.state != "ended")
        .order_by(HandoffCase.urgent.desc(), HandoffCase.asked_at, HandoffCase.id)
    )
    return [Open(case, masked_name(name, case.member_id)) for case, name in await session.execute(query)]


async def ahead(session: AsyncSession, case: HandoffCase) -> int:
    """How many are served before this one: who waits, and who left a message earlier."""
    if case.state != "waiting":
        return 0
    same_moment = and_(HandoffCase.asked_at == case.asked_at, HandoffCase.id < case.id)
    older = and_(HandoffCase.urgent.is_(case.urgent), or_(HandoffCase.asked_at < case.asked_at, same_moment))
    first = older if case.urgent else or_(HandoffCase.urgent.is_(True), older)
    waiting = select(func.count()).select_from(HandoffCase).where(HandoffCase.state.in_(ASKING), first)
    return await session.scalar(waiting) or 0


async def find(session: AsyncSession, case_id: int, scope: Scope = EVERYTHING) -> HandoffCase | None:
    """A case as it is now; None also where its member is outside of the scope."""
    query = select(HandoffCase).where(HandoffCase.id == case_id, members_within(scope, HandoffCase.member_id))
    return (await session.scalars(query, execution_options={"populate_existing": True})).first()


async def move(
    session: AsyncSession, case_id: int, expected: Sequence[str], *more: ColumnElement[bool], **values: object
) -> bool:
    """Compare and set: False, and nothing changed, when the case is in none of the expected states.

    `more`: what must hold beside, of the row as it is at that moment.
    """
    statement = update(HandoffCase).where(HandoffCase.id == case_id, HandoffCase.state.in_(expected), *more)
    result = await session.execute(statement.values(**values), execution_options={"synchronize_session": False})
    assert isinstance(result, CursorResult)
    return result.rowcount == 1
