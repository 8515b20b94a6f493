"""Handing places of a batch to branch unions; what comes back at the deadline is in returning.py.

Places move between `total` and a branch's own quota by pairs of guarded UPDATEs under the quotas' lock: their sum
never changes, and none goes below what is taken. So neither a sign-up nor another allotment can oversell.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CursorResult, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import insert_into
from union.events.door import is_open_to
from union.events.listing import get
from union.events.meeting import Meeting
from union.events.models import Quota
from union.events.quotas import lock
from union.events.refusal import Refused
from union.events.waitlist import fill
from union.excursions.models import Allotment
from union.excursions.places import allotted
from union.excursions.steps import note_step, step_done
from union.notices.service import NoticeQueue
from union.staff.scope import EVERYTHING, Scope
from union.wording import day_and_time

LONGEST_BRANCH = 50
_NO_SYNC = {"synchronize_session": False}


@dataclass(frozen=True)
class Allotted:
    """The branch has so many places now (also when the same key came again)."""

    branch: str
    places: int


async def allot(
    session: AsyncSession,
    queue: NoticeQueue,
    session_id: str,
    branch: str,
    places: int,
    *,
    until: datetime,
    key: str,
    by: str,
    now: datetime,
    scope: Scope = EVERYTHING,
) -> Allotted | Refused:
    """Give a branch union `places` of a batch in all, until a time that holds for all its branches.

    More are cut out of what everybody may have, fewer go back to it. Who waits for what came free is offered it.
    """
    meeting = await get(session, session_id) if await is_open_to(session, session_id, scope) else None
    branch = branch.strip()
    refused = await _why_not(session, meeting, branch, places, until, now)
    if meeting is None or refused is not None:
        return refused or Refused("unknown")
    if await step_done(session, key):
        return Allotted(branch, places)
    total = next((quota.id for quota in meeting.quotas if quota.who == "total"), None)
    if total is None:
        return Refused("bad_terms", "quotas: there is no total to hand places out of")
    mine = await _quota(session, meeting, branch)
    await lock(session, [*(quota.id for quota in meeting.quotas), mine])
    # Under the lock once more: the batch may have been called off, or the places have gone back, meanwhile.
    refused = await _why_not(session, await get(session, session_id), branch, places, until, now)
    refused = refused or await _transfer(session, total, mine, places)
    if refused is not None:
        return refused
    await _date(session, session_id, until)
    await note_step(session, session_id, "allotted", places, branch=branch, key=key, by=by, now=now)
    fresh = await get(session, session_id)
    if fresh is not None:
        await fill(session, queue, fresh, now)
    return Allotted(branch, places)


async def _why_not(
    session: AsyncSession, meeting: Meeting | None, branch: str, places: int, until: datetime, now: datetime
) -> Refused | None:
    if meeting is None:
        return Refused("unknown")
    if meeting.status not in ("open", "draft"):
        return Refused("called_off" if meeting.status == "called_off" else "past")
    if not 1 <= len(branch) <= LONGEST_BRANCH or places < 0:
        return Refused("bad_terms", "branch" if places >= 0 else "places")
    if not now < until < meeting.starts_at:
        return Refused("bad_terms", f"until: between now and {day_and_time(meeting.starts_at)}")
    back = await session.scalar(select(Allotment.returned_at).where(Allotment.session_id == meeting.id))
    return None if back is None else Refused("too_late", day_and_time(back))


async def _quota(session: AsyncSession, meeting: Meeting, branch: str) -> int:
    """The id of the branch's quota, made empty where it is new."""
    values = {"session_id": meeting.id, "name": allotted(branch), "who": allotted(branch), "capacity": 0, "taken": 0}
    statement = insert_into(session, Quota).values(**values, closed=False)
    await session.execute(statement.on_conflict_do_nothing(index_elements=["session_id", "name"]))
    mine = (Quota.session_id == meeting.id, Quota.name == allotted(branch))
    found = await session.scalar(select(Quota.id).where(*mine))
    assert found is not None  # inserted above
    return found


async def _transfer(session: AsyncSession, total: int, mine: int, places: int) -> Refused | None:
    """Make the branch's quota as large as wanted; what it gains, `total` loses. Called under their lock."""
    capacity = await session.scalar(select(Quota.capacity).where(Quota.id == mine)) or 0
    more = places - capacity
    loses, gains = (total, mine) if more > 0 else (mine, total)
    if not await _shrink(session, loses, abs(more)):
        numbers = select(Quota.capacity - Quota.taken, Quota.taken).where(Quota.id == loses)
        left, taken = (await session.execute(numbers)).one()
        return Refused("full", str(left)) if more > 0 else Refused("below_taken", str(taken))
    grown = update(Quota).where(Quota.id == gains).values(capacity=Quota.capacity + abs(more))
    await session.execute(grown, execution_options=_NO_SYNC)
    return None


async def _shrink(session: AsyncSession, quota_id: int, by: int) -> bool:
    guarded = update(Quota).where(Quota.id == quota_id, Quota.taken <= Quota.capacity - by)
    result = await session.execute(guarded.values(capacity=Quota.capacity - by), execution_options=_NO_SYNC)
    assert isinstance(result, CursorResult)
    return result.rowcount == 1


async def _date(session: AsyncSession, session_id: str, until: datetime) -> None:
    statement = insert_into(session, Allotment).values(session_id=session_id, until=until)
    await session.execute(statement.on_conflict_do_update(index_elements=["session_id"], set_={"until": until}))
