"""Whose a case is among staff: taken, or given to somebody. By compare-and-set."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from base.limits import Limits
from union.conversations.service import change_owner, record
from union.handoff import texts
from union.handoff.cases import ASKING, find, move
from union.handoff.models import HandoffCase
from union.handoff.outcomes import Done, Refused
from union.handoff.presence import has_room, seen
from union.handoff.telling import TAKEN, tell_soon
from union.notices.service import NoticeQueue
from union.staff.models import Staff
from union.staff.rules import may
from union.staff.scope import EVERYTHING, Scope

_DEFAULT = Limits()
FRESH: dict[str, object] = {"answered_at": None, "silent_at": None}  # of a case in new hands


async def take(
    session: AsyncSession,
    case_id: int,
    staff: str,
    now: datetime,
    *,
    scope: Scope = EVERYTHING,
    limits: Limits = _DEFAULT,
) -> Done | Refused:
    """A member of staff takes a case that waits, or a message that was left. Taking one's own again is fine.

    The second of two is refused; so is who has as many as they can (full), unless it is urgent.
    """
    await seen(session, staff, now, limits=limits)
    return await _give(session, case_id, staff, texts.taken(staff), now, scope, limits)


async def assign(
    session: AsyncSession,
    queue: NoticeQueue,
    case_id: int,
    to_staff: str,
    by: str,
    now: datetime,
    *,
    scope: Scope = EVERYTHING,
    limits: Limits = _DEFAULT,
) -> Done | Refused:
    """Give a case that nobody has taken to a colleague, as if they took it."""
    if not await talks_with_members(session, to_staff):
        return Refused("no_staff", to_staff)
    return await _give(session, case_id, to_staff, texts.assigned(by, to_staff), now, scope, limits)


async def _give(
    session: AsyncSession, case_id: int, staff: str, line: str, now: datetime, scope: Scope, limits: Limits
) -> Done | Refused:
    case = await find(session, case_id, scope)
    if case is None or case.state not in ASKING:
        return _whose(case, staff)
    if not case.urgent and not await has_room(session, staff, limits=limits):
        return Refused("full", staff)
    values = {"state": "taken", "staff": staff, "taken_at": now, **FRESH}
    if not await move(session, case_id, ASKING, **values):
        return _whose(await find(session, case_id), staff)
    await session.refresh(case)
    await change_owner(session, case.member_id, ["queue", "bot"], "staff")
    await record(session, case.member_id, "event", line, now)
    await tell_soon(session, case, TAKEN, texts.STAFF_ARE_HERE, now, limits)
    return Done(case)


async def talks_with_members(session: AsyncSession, name: str) -> bool:
    role = await session.scalar(select(Staff.role).where(Staff.name == name))
    return role is not None and may(role, "talks")


def _whose(case: HandoffCase | None, staff: str) -> Done | Refused:
    if case is None:
        return Refused("unknown")
    if case.state == "ended":
        return Refused("ended", case.staff or "")
    if case.state != "taken":  # given back in this very moment
        return Refused("idle")
    return Done(case) if case.staff == staff else Refused("taken", case.staff or "")
