"""Which cases an account reaches: those of members within its scope."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from union.handoff.models import HandoffCase
from union.staff.scope import Scope, members_within


async def member_of_case(session: AsyncSession, scope: Scope, case_id: int) -> str | None:
    """Whose case it is; None where there is none, or it is not for this scope: the two look alike."""
    query = select(HandoffCase.member_id).where(HandoffCase.id == case_id, members_within(scope, HandoffCase.member_id))
    return await session.scalar(query)
