"""Notices as staff see them, newest first."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from union.handoff.models import HandoffCase
from union.members.models import Member
from union.members.rules import masked_name
from union.notices.kinds import manners
from union.notices.models import Notice
from union.staff.scope import EVERYTHING, Scope, members_within


@dataclass(frozen=True)
class Listed:
    """One notice without its text. `case_id`: the member's newest conversation with staff, if there was one."""

    id: str
    member: str
    kind: str
    state: str
    reason: str
    created_at: datetime
    due: datetime
    done_at: datetime | None
    delivered_at: datetime | None
    case_id: int | None


async def listed(
    session: AsyncSession,
    *,
    state: str | None = None,
    broadcast_id: str | None = None,
    most: int = 100,
    scope: Scope = EVERYTHING,
) -> list[Listed]:
    """The newest notices, of one state or of one broadcast."""
    newest = select(func.max(HandoffCase.id)).where(HandoffCase.member_id == Notice.member_id).scalar_subquery()
    query = select(
        Notice.id,
        Notice.member_id,
        Member.name,
        Notice.kind,
        Notice.state,
        Notice.reason,
        Notice.created_at,
        Notice.due,
        Notice.done_at,
        Notice.delivered_at,
        newest,
    ).join(Member, Member.id == Notice.member_id)
    if not scope.is_everything:
        query = query.where(members_within(scope, Notice.member_id))
    if state is not None:
        query = query.where(Notice.state == state)
    if broadcast_id is not None:
        query = query.where(Notice.broadcast_id == broadcast_id)
    rows = (await session.execute(query.order_by(Notice.id.desc()).limit(most))).tuples()
    return [
        Listed(notice_id, masked_name(name, member_id), manners(kind).name, *rest)
        for notice_id, member_id, name, kind, *rest in rows
    ]
