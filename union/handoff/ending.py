"""The end of a talk: the bot answers again, says so, and asks how it was where the channel allows it."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from union.allowances.service import allowance_of
from union.coded.service import find_code, open_code
from union.conversations.forms import running_task
from union.conversations.models import Conversation
from union.conversations.service import change_owner, record
from union.handoff import texts
from union.handoff.cases import find, live_case, move
from union.handoff.models import HandoffCase
from union.handoff.outcomes import Done, Refused
from union.handoff.telling import about
from union.notices.service import NoticeQueue, cancel_notices, queue_notice
from union.staff.scope import EVERYTHING, Scope

RATING_KIND, REASON_KIND = "handoff.rating", "handoff.reason"
RATED_WITHIN = timedelta(days=7)  # later nobody remembers how it was
SYSTEM = "system"
LIVE = ("waiting", "left", "taken")


async def end(
    session: AsyncSession,
    queue: NoticeQueue,
    case_id: int,
    staff: str,
    now: datetime,
    reason: str = "",
    *,
    scope: Scope = EVERYTHING,
) -> Done | Refused:
    """Give the conversation back to the bot; the member is told. Any member of staff may; once.

    `reason`: a key of texts.END_REASONS, or "".
    """
    if reason and reason not in texts.END_REASONS:
        return Refused("bad_reason")
    case = await find(session, case_id, scope)
    if case is None:
        return Refused("unknown")
    if not await _end(session, case, staff, reason, now):
        return Refused("ended")
    await record(session, case.member_id, "event", texts.ended(reason), now)
    await _say_so(session, queue, case, texts.BOT_AGAIN, now)
    return Done(case)


async def end_silent(session: AsyncSession, queue: NoticeQueue, case: HandoffCase, now: datetime) -> bool:
    """The member says nothing any more: end it kindly. False: they, or staff, wrote in this moment."""
    spoke = select(Conversation.member_id).where(
        Conversation.member_id == case.member_id, Conversation.last_message_at > case.answered_at
    )
    unchanged = (HandoffCase.answered_at == case.answered_at, ~spoke.exists())
    values = {"state": "ended", "ended_at": now, "ended_by": SYSTEM, "ended_why": "no_answer"}
    if not await move(session, case.id, ["taken"], *unchanged, **values):
        return False
    await change_owner(session, case.member_id, ["queue", "staff"], "bot")
    await session.refresh(case)
    await record(session, case.member_id, "event", texts.SILENT_END, now)
    await _say_so(session, queue, case, texts.AFTER_SILENCE, now)
    return True


async def leave_handoff(session: AsyncSession, member_id: str, now: datetime) -> bool:
    """The member wants the bot back, waiting or talking. False: there was nothing to leave."""
    case = await live_case(session, member_id)
    if case is None or not await _end(session, case, "member", "", now):
        return False
    await record(session, member_id, "event", texts.LEFT, now)
    return True


async def form_hint(session: AsyncSession, member_id: str) -> str:
    """How to go on with what stood still while staff talked; empty where nothing did."""
    task = await running_task(session, member_id)
    return texts.form_waits(task) if task else ""


async def _end(session: AsyncSession, case: HandoffCase, by: str, reason: str, now: datetime) -> bool:
    values = {"state": "ended", "ended_at": now, "ended_by": by, "ended_why": reason}
    if not await move(session, case.id, LIVE, **values):
        return False
    await change_owner(session, case.member_id, ["queue", "staff"], "bot")
    await cancel_notices(session, about(case.id), now, ("handoff.taken", "handoff.moved"))
    await session.refresh(case)
    return True


async def _say_so(session: AsyncSession, queue: NoticeQueue, case: HandoffCase, text: str, now: datetime) -> None:
    """One message: that the bot goes on, where a form stands, and the question how it was."""
    parts = [text, await form_hint(session, case.member_id), await _question(session, case, now)]
    said = "\n".join(part for part in parts if part)
    key = f"handoff.ended:{case.id}"
    await queue_notice(session, queue, case.member_id, "handoff.ended", said, now, key, about=about(case.id))


async def _question(session: AsyncSession, case: HandoffCase, now: datetime) -> str:
    """Only of who was answered by staff, and while the account may write."""
    if case.answered_at is None or (await allowance_of(session, case.member_id)).left(now) < 1:
        return ""
    subject = str(case.id)
    code = await find_code(session, case.member_id, RATING_KIND, subject)
    code = code or await open_code(session, case.member_id, RATING_KIND, subject, now, now + RATED_WITHIN)
    return texts.ask_rating(code)
