"""Leaving matchmaking: the profile is gone, and what others were told of it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CursorResult, delete, or_
from sqlalchemy.ext.asyncio import AsyncSession

from union.coded.service import close_codes
from union.matchmaking import texts
from union.matchmaking.introductions import ASKED, ENDED, EXCHANGED, KIND, remove_texts
from union.matchmaking.models import Introduction, Profile
from union.matchmaking.rules import Refused
from union.matchmaking.tallies import count
from union.notices.service import NoticeQueue, queue_notice

_NO_SYNC = {"synchronize_session": False}


@dataclass(frozen=True)
class Withdrawn:
    """No row of the member's is left but the keyed hashes of the pairs that have met."""


async def withdraw(session: AsyncSession, queue: NoticeQueue, member_id: str, now: datetime) -> Withdrawn | Refused:
    """Delete the profile and all introductions; whoever is being asked hears “对方已退出”. Refused: there was none.

    The profile first: a round that has just claimed it is waited for, and its introduction is then found and deleted.
    """
    gone = await session.execute(delete(Profile).where(Profile.member_id == member_id), execution_options=_NO_SYNC)
    assert isinstance(gone, CursorResult)
    if gone.rowcount:
        await count(session, "withdrawn", now)
    mine = or_(Introduction.first_id == member_id, Introduction.second_id == member_id)
    deleting = delete(Introduction).where(mine).returning(
        Introduction.id, Introduction.first_id, Introduction.second_id, Introduction.state)  # fmt: skip
    ended = (await session.execute(deleting, execution_options=_NO_SYNC)).all()
    for row in ended:
        other = row.second_id if row.first_id == member_id else row.first_id
        pairs = [(kind, who) for kind in (ASKED, EXCHANGED) for who in (member_id, other)]
        await remove_texts(session, [f"{kind}:{row.id}:{who}" for kind, who in pairs])
        await close_codes(session, KIND, row.id, member_id=member_id)
        if row.state == "open":
            await queue_notice(session, queue, other, ENDED, texts.OTHER_LEFT, now, f"{ENDED}:{row.id}:{other}")
    return Withdrawn() if gone.rowcount or ended else Refused("unknown")
