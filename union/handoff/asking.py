"""A member asks for staff: into the queue while somebody is there, else a message under a number."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from base.clock import to_shanghai
from base.database import insert_into
from base.limits import Limits
from union.conversations.service import change_owner, ensure_conversation, record
from union.handoff import texts
from union.handoff.attendance import absence
from union.handoff.cases import ahead, live_case, move
from union.handoff.desk_models import HandoffDay
from union.handoff.groups import group_for
from union.handoff.models import HandoffCase
from union.handoff.outcomes import Closed, Left, Queued

_DEFAULT = Limits()
MOST_LEFT = 5_000  # characters of a message that stand on the case; all of it stands in the transcript


async def ask_for_staff(
    session: AsyncSession, member_id: str, topic: str, now: datetime, *, limits: Limits = _DEFAULT
) -> Queued | Closed:
    """Queue the conversation, unless nobody is there: then nothing is done, and the member may leave a message."""
    case = await live_case(session, member_id)
    if case is None or case.state == "left":
        away = await absence(session, now, limits=limits)
        if away is not None:
            return Closed(away, case.number if case else "")
    return await request_handoff(session, member_id, topic, now)


async def request_handoff(
    session: AsyncSession, member_id: str, topic: str, now: datetime, urgent: bool = False
) -> Queued:
    """Queue the conversation for staff, whoever is there. While a case is live, it stays the same one.

    It can become urgent; and who left a message, and waits now, keeps their place.
    """
    await ensure_conversation(session, member_id, now)
    group_id = await group_for(session, member_id, topic)
    values = {"member_id": member_id, "topic": topic[:40], "urgent": urgent, "state": "waiting", "group_id": group_id}
    wanted = insert_into(session, HandoffCase).values(**values, asked_at=now, waits_since=now)
    added = await session.scalar(wanted.on_conflict_do_nothing().returning(HandoffCase.id))
    if added is not None:
        await _wait(session, member_id, now)
    case = await live_case(session, member_id)
    if case is None:  # the one that stood in our way ended just now
        return await request_handoff(session, member_id, topic, now, urgent)
    if case.state == "left" and await move(session, case.id, ["left"], state="waiting", waits_since=now):
        await _wait(session, member_id, now)
    if urgent and not case.urgent:
        await move(session, case.id, ["waiting", "left", "taken"], urgent=True)
    await session.refresh(case)
    return Queued(await ahead(session, case), case.id, case.state == "taken")


async def leave_message(session: AsyncSession, member_id: str, topic: str, text: str, now: datetime) -> Left | Queued:
    """Keep a message for staff who are not there; the bot goes on answering. One more is added to it.

    Queued: staff are with the member by now, or are called already; they read it in the transcript.
    """
    case = await live_case(session, member_id)
    if case is None:
        await ensure_conversation(session, member_id, now)
        group_id = await group_for(session, member_id, topic)
        values = {"member_id": member_id, "topic": topic[:40], "urgent": False, "state": "left", "group_id": group_id}
        values |= {"number": await new_number(session, now), "left_text": text[:MOST_LEFT]}
        wanted = insert_into(session, HandoffCase).values(**values, asked_at=now, waits_since=now)
        if await session.scalar(wanted.on_conflict_do_nothing().returning(HandoffCase.id)) is not None:
            await record(session, member_id, "event", texts.left(str(values["number"])), now)
            kept = await live_case(session, member_id)
            assert kept is not None  # inserted just now
            return Left(kept.id, kept.number)
        return await leave_message(session, member_id, topic, text, now)
    if case.state != "left":
        return Queued(await ahead(session, case), case.id, case.state == "taken")
    if (case.left_text or "").endswith(text):  # the same message once more
        return Left(case.id, case.number)
    both = "\n".join(filter(None, (case.left_text, text)))[:MOST_LEFT]
    if not await move(session, case.id, ["left"], left_text=both):
        return await leave_message(session, member_id, topic, text, now)
    return Left(case.id, case.number, more=True)


async def take_back_message(session: AsyncSession, member_id: str, now: datetime) -> str | None:
    """The member does not want their message answered; its number, None where there is none, or staff have it."""
    case = await live_case(session, member_id)
    if case is None or not await move(session, case.id, ["left"], state="ended", ended_at=now, ended_by="member"):
        return None
    await record(session, member_id, "event", texts.TAKEN_BACK, now)
    return case.number


async def new_number(session: AsyncSession, now: datetime) -> str:
    """L1120-003: the third message of 20 November. Two at once get two; the year stands in the case's date."""
    local = to_shanghai(now)
    first = insert_into(session, HandoffDay).values(day=f"{local:%Y%m%d}", last=1)
    following = first.on_conflict_do_update(index_elements=["day"], set_={"last": HandoffDay.last + 1})
    count: int | None = await session.scalar(following.returning(HandoffDay.last))
    assert count is not None  # inserted or updated
    return f"L{local:%m%d}-{count:03}"


async def _wait(session: AsyncSession, member_id: str, now: datetime) -> None:
    await change_owner(session, member_id, ["bot"], "queue")
    await record(session, member_id, "event", texts.ASKED, now)
