"""What staff decide: grant, refuse, send back for more; an appeal by somebody else; and that it was given.

Every verb is one transaction of the caller's; `key` does it once; `staff` is the name of who does it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from union.applications import texts
from union.applications.budget import give_back, take
from union.applications.codes import appeal_code, close_appeal
from union.applications.kinds import kinds
from union.applications.leaving import take_off_roster
from union.applications.models import Application, ApplicationRound
from union.applications.rules import Refused, must_differ
from union.applications.steps import fresh, locked, move, note, was_done
from union.notices.service import NoticeQueue, cancel_notices, queue_notice

DECIDABLE = ("submitted", "appealed")
LEAST_TIME = timedelta(days=7)  # for what a member is asked to add, also after the round's own limit
LONGEST_REASON = 500


@dataclass(frozen=True)
class Decided:
    """It is as staff said (also when the same key came again)."""

    application: Application


async def approve(
    session: AsyncSession,
    queue: NoticeQueue,
    application_id: str,
    *,
    staff: str,
    amount_yuan: int | None = None,
    reason: str = "",
    key: str,
    now: datetime,
    admitted: bool = False,
) -> Decided | Refused:
    """Grant it, out of the round's quota and budget. `amount_yuan` where the kind gives money, and only there.

    `admitted`: where the kind enters people into a roster, admitting.py does so with it; nobody else grants these.
    """
    found = await _to_decide(session, application_id, staff, key)
    if isinstance(found, Decided | Refused):
        return found
    if kinds()[found.round.kind].enters_roster and not admitted:
        return Refused("needs_union")
    money = kinds()[found.round.kind].money
    if money != (amount_yuan is not None and amount_yuan > 0):
        return Refused("no_amount")
    if not await move(session, found.id, [found.status], "approved", now, **_by(staff, reason, now, amount_yuan)):
        return Refused("status", found.status)
    if not await take(session, found.round_id, amount_yuan or 0):
        undone = {"amount_yuan": None, "decided_by": found.decided_by, "decided_at": found.decided_at}
        await move(session, found.id, ["approved"], found.status, now, **undone, reason=found.reason)
        return await _used_up(session, found.round_id)
    return await _tell(session, queue, found.id, "approved", staff, key, now)


async def refuse(
    session: AsyncSession, queue: NoticeQueue, application_id: str, *, staff: str, reason: str, key: str, now: datetime
) -> Decided | Refused:
    """Refuse it, with a reason that the member reads; once they can appeal."""
    if not reason.strip():
        return Refused("no_reason")
    found = await _to_decide(session, application_id, staff, key)
    if isinstance(found, Decided | Refused):
        return found
    if not await move(session, found.id, [found.status], "refused", now, **_by(staff, reason, now)):
        return Refused("status", found.status)
    return await _tell(session, queue, found.id, "refused", staff, key, now)


async def send_back(
    session: AsyncSession, queue: NoticeQueue, application_id: str, *, staff: str, what: str, key: str, now: datetime
) -> Decided | Refused:
    """Ask the member for more: a better picture, something explained."""
    if not what.strip():
        return Refused("no_reason")
    found = await locked(session, application_id)
    if found is None:
        return Refused("unknown")
    if await was_done(session, key):
        return Decided(found)
    until = max(found.round.papers_until, now + LEAST_TIME)
    changed = {"reason": what.strip()[:LONGEST_REASON], "papers_until": until}
    if not await move(session, found.id, ["submitted", "incomplete"], "returned", now, **changed):
        return Refused("status", found.status)
    return await _tell(session, queue, found.id, "returned", staff, key, now)


async def fulfil(
    session: AsyncSession, queue: NoticeQueue, application_id: str, *, staff: str, key: str, now: datetime
) -> Decided | Refused:
    """Mark it as paid, or given."""
    found = await locked(session, application_id)
    if found is None:
        return Refused("unknown")
    if await was_done(session, key):
        return Decided(found)
    if not await move(session, found.id, ["approved"], "fulfilled", now):
        return Refused("status", found.status)
    return await _tell(session, queue, found.id, "fulfilled", staff, key, now)


async def revoke(
    session: AsyncSession, queue: NoticeQueue, application_id: str, *, staff: str, reason: str, key: str, now: datetime
) -> Decided | Refused:
    """Take back what was granted in error and not given yet: it is refused, and the round has it again."""
    if not reason.strip():
        return Refused("no_reason")
    found = await locked(session, application_id)
    if found is None:
        return Refused("unknown")
    if await was_done(session, key):
        return Decided(found)
    granted = found.amount_yuan or 0
    if not await move(session, found.id, ["approved"], "refused", now, **_by(staff, reason, now)):
        return Refused("status", found.status)
    await give_back(session, found.round_id, granted)
    await take_off_roster(session, found.id, staff=staff, now=now)
    return await _tell(session, queue, found.id, "refused", staff, key, now)


async def _to_decide(
    session: AsyncSession, application_id: str, staff: str, key: str
) -> Application | Decided | Refused:
    found = await locked(session, application_id)
    if found is None:
        return Refused("unknown")
    if await was_done(session, key):
        return Decided(found)
    if found.status not in DECIDABLE:
        return Refused("status", found.status)
    if found.status == "appealed" and must_differ(found.decided_by, staff):
        return Refused("same_decider", staff)
    return found


def _by(staff: str, reason: str, now: datetime, amount_yuan: int | None = None) -> dict[str, Any]:
    words = reason.strip()[:LONGEST_REASON] or None
    return {"decided_by": staff, "decided_at": now, "reason": words, "amount_yuan": amount_yuan, "papers_until": None}


async def _used_up(session: AsyncSession, round_id: str) -> Refused:
    one = await session.get_one(ApplicationRound, round_id, populate_existing=True)
    if one.quota is not None and one.granted >= one.quota:
        return Refused("quota_used", str(one.quota))
    return Refused("budget_used", str((one.budget_yuan or 0) - one.spent_yuan))


async def _tell(
    session: AsyncSession, queue: NoticeQueue, application_id: str, status: str, staff: str, key: str, now: datetime
) -> Decided:
    application = await fresh(session, application_id)
    await note(session, application_id, status, key=key, now=now, staff=staff)
    if application.member_id is None:  # erased meanwhile
        return Decided(application)
    about = f"application:{application_id}"
    await cancel_notices(session, about, now, ["benefits.papers", "benefits.returned"])
    kind, text = "benefits.decided", ""
    if status == "approved":
        await close_appeal(session, application)
        text = texts.approved(application)
    elif status == "refused":
        text = texts.refused(application, await appeal_code(session, application, now))
    elif status == "returned":
        assert application.papers_until is not None  # send_back has set it
        kind, text = "benefits.returned", texts.returned(application, application.papers_until)
    else:
        kind, text = "benefits.fulfilled", texts.fulfilled(application)
    facts = {"title": application.round.title, "status": texts.STATUS_WORDS[status]}
    member_id = application.member_id
    await queue_notice(session, queue, member_id, kind, text, now, f"{about}:{key}"[:100], facts=facts, about=about)
    return Decided(application)
