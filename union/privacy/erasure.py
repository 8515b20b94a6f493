"""Erasing a member: all that every feature keeps, in one transaction, now or when it is due."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import RETRIED_SQLSTATES, insert_into
from base.logging import get_logger
from union.members.models import Member
from union.notices.service import NoQueue, NoticeQueue
from union.privacy.holding import Holding
from union.privacy.models import Erasure

AGAIN = timedelta(minutes=10)  # after one that failed
SOON = timedelta(seconds=20)  # while a message of the member is being answered
_NO_SYNC = {"synchronize_session": False}

Cause = Literal["asked", "unfollowed"]
Busy = Callable[[AsyncSession, str, datetime], Awaitable[bool]]

log = get_logger("privacy")


@dataclass(frozen=True)
class Outlook:
    """What an erasure would do: `ends` what runs, `keeps` what the law makes the union keep; a line each."""

    ends: tuple[str, ...]
    keeps: tuple[str, ...]


async def erase_member(
    session: AsyncSession, queue: NoticeQueue, holdings: Sequence[Holding], member_id: str, now: datetime
) -> list[str]:
    """Erase everything; returns a sentence for each thing the law makes the union keep. Afterwards nobody is there."""
    # Locked first: whoever writes something about the member meanwhile comes before, or finds nobody.
    await session.execute(select(Member.id).where(Member.id == member_id).with_for_update())
    kept = [sentence for holding in holdings for sentence in await holding.erase(session, queue, member_id, now)]
    await session.flush()
    session.expunge_all()  # what was read is gone
    return list(dict.fromkeys(kept))


async def outlook(session: AsyncSession, holdings: Sequence[Holding], member_id: str, now: datetime) -> Outlook:
    """Erase on trial, by the very same verbs, and take it back: nothing is promised that would not happen."""
    ends = [line for holding in holdings for line in await holding.running(session, member_id, now)]
    trial = await session.begin_nested()
    keeps = await erase_member(session, NoQueue(), holdings, member_id, now)
    await trial.rollback()
    return Outlook(tuple(ends), tuple(keeps))


async def ask_erasure(session: AsyncSession, member_id: str, cause: Cause, due: datetime) -> None:
    """Have the member erased when it is due. What they asked for themselves is not put off by their leaving."""
    statement = insert_into(session, Erasure).values(member_id=member_id, cause=cause, due=due)
    if cause == "unfollowed":
        await session.execute(statement.on_conflict_do_nothing())
    else:
        changed = {"cause": cause, "due": due}
        await session.execute(statement.on_conflict_do_update(index_elements=["member_id"], set_=changed))


async def keep_follower(session: AsyncSession, member_id: str) -> None:
    """They are back before it was done."""
    left = delete(Erasure).where(Erasure.member_id == member_id, Erasure.cause == "unfollowed")
    await session.execute(left, execution_options=_NO_SYNC)


async def sweep(
    session: AsyncSession, *, queue: NoticeQueue, holdings: Sequence[Holding], busy: Busy, now: datetime
) -> int:
    """Erase the member who is due longest; returns how many were seen to. One that fails holds up nobody."""
    due = select(Erasure).where(Erasure.due <= now).order_by(Erasure.due).limit(1)
    erasure = await session.scalar(due.with_for_update(skip_locked=True))
    if erasure is None:
        return 0
    member_id = erasure.member_id
    if erasure.cause == "unfollowed" and await _follows(session, member_id):
        await session.delete(erasure)
    elif await busy(session, member_id, now):
        await _put_off(session, member_id, now + SOON)
    elif not await _erased(session, queue, holdings, member_id, now):
        await _put_off(session, member_id, now + AGAIN)
    return 1


async def _erased(
    session: AsyncSession, queue: NoticeQueue, holdings: Sequence[Holding], member_id: str, now: datetime
) -> bool:
    """False, and nothing changed: it failed."""
    try:
        async with session.begin_nested():
            await erase_member(session, queue, holdings, member_id, now)
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) in RETRIED_SQLSTATES:
            raise  # lost a race: the caller's transaction is run again
        log.error("erasure_failed", error=type(error).__name__)
        return False
    except Exception as error:
        log.error("erasure_failed", error=type(error).__name__)
        return False
    return True


async def _put_off(session: AsyncSession, member_id: str, due: datetime) -> None:
    later = update(Erasure).where(Erasure.member_id == member_id).values(due=due)
    await session.execute(later, execution_options=_NO_SYNC)


async def _follows(session: AsyncSession, member_id: str) -> bool:
    """As it is now, and stays until the transaction ends."""
    following = select(Member.following).where(Member.id == member_id).with_for_update()
    return bool(await session.scalar(following))
