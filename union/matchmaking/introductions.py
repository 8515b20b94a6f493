"""One introduction: begun, answered by both, exchanged or ended. Each step is a conditional UPDATE of its row.

Both answers stand in one row, so that of two who agree at the same moment the second sees the first.
"""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import CursorResult, Row, Update, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from base.encryption import Keyring
from union.coded.service import open_code
from union.ids import new_id
from union.matchmaking import texts
from union.matchmaking.matching import Suggestion
from union.matchmaking.met import forget_meeting, note_meeting
from union.matchmaking.models import Introduction, Profile
from union.matchmaking.profiles import draft_of
from union.notices.models import Notice
from union.notices.service import NoticeQueue, queue_notice

KIND = "matchmaking.introduction"
ASKED, EXCHANGED, ENDED = "matchmaking.asked", "matchmaking.exchanged", "matchmaking.ended"
ANSWER_WITHIN = timedelta(days=5)
_NO_SYNC = {"synchronize_session": False}


async def introduce(
    session: AsyncSession,
    queue: NoticeQueue,
    keyring: Keyring,
    suggestion: Suggestion,
    now: datetime,
    round_id: str | None = None,
) -> str | None:
    """Ask both; the introduction's id. None, and nothing done, where either has left, changed or is being asked."""
    first, second = suggestion.first, suggestion.second
    if not await note_meeting(session, keyring, first.member_id, second.member_id):
        return None
    introduction = Introduction(
        id=new_id(),
        first_id=first.member_id,
        second_id=second.member_id,
        state="open",
        score=suggestion.fit.score,
        lines=json.dumps(suggestion.fit.lines, ensure_ascii=False),
        created_at=now,
        expires_at=now + ANSWER_WITHIN,
        round_id=round_id,
    )
    session.add(introduction)
    await session.flush()
    free = [await _claim(session, introduction.id, one.member_id, one.version) for one in (first, second)]
    if not all(free):
        await forget_meeting(session, keyring, first.member_id, second.member_id)
        await session.delete(introduction)  # frees who was claimed (SET NULL)
        await session.flush()
        return None
    await _ask_both(session, queue, introduction, now)
    return introduction.id


async def answer(
    session: AsyncSession, queue: NoticeQueue, member_id: str, introduction_id: str, yes: bool, now: datetime
) -> str:
    """Take one side's answer; returns what to tell them. When both have agreed, both get the other's contact."""
    for mine, their_id in ((Introduction.first_answer, Introduction.first_id), (
        Introduction.second_answer, Introduction.second_id)):  # fmt: skip
        which = (Introduction.id == introduction_id, their_id == member_id, mine.is_(None))
        statement = update(Introduction).where(*which, Introduction.state == "open", Introduction.expires_at > now)
        row = await _returned(session, statement.values({mine: "yes" if yes else "no"}))
        if row is None:
            continue
        if not yes:
            await end(session, [introduction_id], "declined", now)
            return texts.DECLINED
        if row.first_answer == row.second_answer == "yes":
            return await _exchange(session, queue, row, now)
        return texts.AGREED_FIRST
    return texts.OVER


async def end(session: AsyncSession, introduction_ids: Iterable[str], state: str, now: datetime) -> None:
    """Close open introductions quietly: both are free, and what each was told of the other is taken back."""
    ids = list(introduction_ids)
    closing = update(Introduction).where(Introduction.id.in_(ids), Introduction.state == "open")
    await session.execute(closing.values(state=state, closed_at=now), execution_options=_NO_SYNC)
    freeing = update(Profile).where(Profile.introduction_id.in_(ids)).values(introduction_id=None)
    await session.execute(freeing, execution_options=_NO_SYNC)
    query = select(Introduction.id, Introduction.first_id, Introduction.second_id).where(Introduction.id.in_(ids))
    for row in (await session.execute(query)).all():
        await remove_texts(session, [f"{ASKED}:{row.id}:{member}" for member in (row.first_id, row.second_id)])


async def remove_texts(session: AsyncSession, keys: list[str]) -> None:
    """Overwrite notices that told of somebody. One that is not sent yet goes out as this line."""
    statement = update(Notice).where(Notice.key.in_(keys)).values(text=texts.REMOVED)
    await session.execute(statement, execution_options=_NO_SYNC)


async def _claim(session: AsyncSession, introduction_id: str, member_id: str, version: int) -> bool:
    as_weighed = (Profile.member_id == member_id, Profile.version == version, Profile.state == "active")
    statement = update(Profile).where(*as_weighed, Profile.introduction_id.is_(None))
    result = await session.execute(statement.values(introduction_id=introduction_id), execution_options=_NO_SYNC)
    assert isinstance(result, CursorResult)
    return result.rowcount == 1


async def _ask_both(session: AsyncSession, queue: NoticeQueue, introduction: Introduction, now: datetime) -> None:
    profiles = await _profiles(session, introduction.first_id, introduction.second_id)
    for mine, other in (profiles, profiles[::-1]):
        code = await open_code(session, mine.member_id, KIND, introduction.id, now, introduction.expires_at)
        text = texts.asked(draft_of(other).values, code, introduction.expires_at, now)
        await queue_notice(
            session, queue, mine.member_id, ASKED, text, now, f"{ASKED}:{introduction.id}:{mine.member_id}"
        )


async def _exchange(
    session: AsyncSession, queue: NoticeQueue, row: Row[str, str, str, str | None, str | None], now: datetime
) -> str:
    """Exactly once: the row leaves `open` here and nowhere else. Both rest until they say otherwise."""
    ours = (Introduction.id == row.id, Introduction.state == "open")
    if await _returned(session, update(Introduction).where(*ours).values(state="exchanged", closed_at=now)) is None:
        return texts.OVER
    resting = update(Profile).where(Profile.introduction_id == row.id).values(
        introduction_id=None, state="paused", waiting_since=now)  # fmt: skip
    result = await session.execute(resting, execution_options=_NO_SYNC)
    assert isinstance(result, CursorResult)
    if result.rowcount != 2:
        raise RuntimeError("an introduction without both profiles")  # a withdrawal deletes the introduction too
    profiles = await _profiles(session, row.first_id, row.second_id)
    for mine, other in (profiles, profiles[::-1]):
        text = texts.exchanged(other.name, other.phone, draft_of(other).texts)
        key = f"{EXCHANGED}:{row.id}:{mine.member_id}"
        await queue_notice(session, queue, mine.member_id, EXCHANGED, text, now, key)
    return texts.AGREED_BOTH


async def _profiles(session: AsyncSession, first: str, second: str) -> tuple[Profile, Profile]:
    found = [await session.get_one(Profile, member_id, populate_existing=True) for member_id in (first, second)]
    return found[0], found[1]


async def _returned(session: AsyncSession, statement: Update) -> Row[str, str, str, str | None, str | None] | None:
    """The row as the UPDATE left it; None where it changed none."""
    columns = (Introduction.id, Introduction.first_id, Introduction.second_id)
    returning = statement.returning(*columns, Introduction.first_answer, Introduction.second_answer)
    return (await session.execute(returning, execution_options=_NO_SYNC)).first()
