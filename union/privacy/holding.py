"""What a feature keeps about a member: how it is told, and how it is erased. Each feature gives one in `holding.py`."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from union.notices.service import NoticeQueue

Record = dict[str, str]  # Chinese label -> value, as the member reads it
Records = Callable[[AsyncSession, str], Awaitable[list[Record]]]
Running = Callable[[AsyncSession, str, datetime], Awaitable[list[str]]]
Files = Callable[[AsyncSession, str], Awaitable[dict[str, bytes]]]
Erase = Callable[[AsyncSession, NoticeQueue, str, datetime], Awaitable[list[str]]]


async def nothing_runs(session: AsyncSession, member_id: str, now: datetime) -> list[str]:
    """For what never runs: it only stands."""
    return []


async def no_files(session: AsyncSession, member_id: str) -> dict[str, bytes]:
    """For what is words alone."""
    return {}


@dataclass(frozen=True)
class Holding:
    """All that one feature keeps about a member.

    Args:
        name: what members read: 报名, 律师预约 …
        records: everything kept about the member (session, member_id), newest first.
        erase: deletes it, in the caller's transaction (session, queue, member_id, now); what stood in the way of
            others (a place, a slot) is given back first. Returns a sentence for each thing the law makes the union
            keep: named, and by then detached from the member.
        running: what would end by that and matters to the member (a booking to come), a line each, as they read it.
        files: what is no words (pictures), by file name, for the copy that a member downloads.
        purpose: key of the consent (purposes.yml) under which it was told, or several; empty: of none.
        handed_out: staff may put it into a copy that they hand to the member. What not every clerk may read (talks
            with counsellors, matchmaking, suggestions without a name, transcripts) the member gets in the chat alone.
    """

    name: str
    records: Records
    erase: Erase
    running: Running = nothing_runs
    files: Files = no_files
    purpose: str = ""
    handed_out: bool = False
