"""Earlier talks: the cases that have ended, found by words and time."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from union.handoff.desk_models import HandoffGroup
from union.handoff.homes import homes_of
from union.handoff.models import HandoffCase
from union.handoff.shown import DeskCase, desk_case_of
from union.members.models import Member
from union.members.rules import masked_name
from union.staff.scope import EVERYTHING, Scope, members_within

SEARCHED = 2_000  # cases looked through by words: names are encrypted, and cannot be searched by the database


async def past_cases(
    session: AsyncSession,
    scope: Scope = EVERYTHING,
    text: str = "",
    since: datetime | None = None,
    before: datetime | None = None,
    most: int = 100,
) -> list[DeskCase]:
    """Ended cases, newest first, that were asked from `since` until `before`.

    `text` stands in the member's label, the number, the topic or the name of staff; it is looked for in the newest
    SEARCHED of them. Without the last line: what was said last was said in a later talk.
    """
    query = (
        select(HandoffCase, Member.name, HandoffGroup.name)
        .join(Member, Member.id == HandoffCase.member_id)
        .outerjoin(HandoffGroup, HandoffGroup.id == HandoffCase.group_id)
        .where(HandoffCase.state == "ended", members_within(scope, HandoffCase.member_id))
        .order_by(HandoffCase.asked_at.desc(), HandoffCase.id.desc())
        .limit(SEARCHED if text.strip() else most)
    )
    query = query.where(HandoffCase.asked_at >= since) if since else query
    query = query.where(HandoffCase.asked_at < before) if before else query
    rows = (await session.execute(query)).tuples().all()
    wanted = text.strip().upper()
    found = [row for row in rows if not wanted or _has(row[0], row[1], wanted)][:most]
    homes = await homes_of(session, [row[0].member_id for row in found])
    return [desk_case_of(kept, name, group, homes.get(kept.member_id)) for kept, name, group in found]


def _has(kept: HandoffCase, name: str | None, wanted: str) -> bool:
    shown = (masked_name(name, kept.member_id), kept.number, kept.topic, kept.staff or "")
    return any(wanted in one.upper() for one in shown)
