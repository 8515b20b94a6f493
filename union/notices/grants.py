"""Verbs on members' consent to subscribe notices.

The webhook records what the platform reports; the sender spends one before each call, compared and set.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import CursorResult, Update, case, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import insert_into
from union.notices.grants_models import NoticeGrant


async def record_opt_in(
    session: AsyncSession,
    member_id: str,
    template_id: str,
    accepted: bool,
    now: datetime,
    *,
    long_term: bool = False,
) -> None:
    """The member answered the platform's question. A refusal takes nothing away that was allowed before.

    Call it once an event (the claim of the message sees to that): each "allow" is good for one more notice.
    """
    more = int(accepted and not long_term)
    statement = insert_into(session, NoticeGrant).values(
        member_id=member_id, template_id=template_id, left=more, long_term=accepted and long_term, updated=now
    )
    changes: dict[str, Any] = {"left": NoticeGrant.left + more, "updated": now}
    if accepted and long_term:
        changes["long_term"] = True
    key = [NoticeGrant.member_id, NoticeGrant.template_id]
    await session.execute(statement.on_conflict_do_update(index_elements=key, set_=changes))


async def withdraw(session: AsyncSession, member_id: str, template_id: str, now: datetime) -> None:
    """The member switched these notices off, or the platform says so: nothing is allowed any more."""
    await _change(session, _one(member_id, template_id).values(left=0, long_term=False, updated=now))


async def spend_grant(session: AsyncSession, member_id: str, template_id: str, now: datetime) -> bool:
    """Take one; False when none is left. Two at once take two."""
    left = case((NoticeGrant.long_term, NoticeGrant.left), else_=NoticeGrant.left - 1)
    taken = _one(member_id, template_id).where(or_(NoticeGrant.long_term, NoticeGrant.left > 0))
    return await _change(session, taken.values(left=left, updated=now)) == 1


async def give_back_grant(session: AsyncSession, member_id: str, template_id: str, now: datetime) -> None:
    """The notice certainly did not go out."""
    left = case((NoticeGrant.long_term, NoticeGrant.left), else_=NoticeGrant.left + 1)
    await _change(session, _one(member_id, template_id).values(left=left, updated=now))


async def granted(session: AsyncSession, member_id: str, template_ids: Sequence[str]) -> frozenset[str]:
    """Which of these templates the member may be sent now."""
    query = select(NoticeGrant.template_id).where(
        NoticeGrant.member_id == member_id,
        NoticeGrant.template_id.in_(template_ids),
        or_(NoticeGrant.long_term, NoticeGrant.left > 0),
    )
    return frozenset(await session.scalars(query)) if template_ids else frozenset()


def _one(member_id: str, template_id: str) -> Update:
    return update(NoticeGrant).where(NoticeGrant.member_id == member_id, NoticeGrant.template_id == template_id)


async def _change(session: AsyncSession, statement: Update) -> int:
    result = await session.execute(statement, execution_options={"synchronize_session": False})
    assert isinstance(result, CursorResult)
    return result.rowcount
