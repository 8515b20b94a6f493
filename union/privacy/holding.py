"""What a feature keeps about a member: how it is told, and how it is erased. Each feature gives one in `holding.py`."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from union.notices.service import NoticeQueue

Record = dict[str, str]  # Chinese label -> value, as the member reads it
Records = Callable[[AsyncSession, str], Awaitable[list[Record]]]
Erase = Callable[[AsyncSession, NoticeQueue, str, datetime], Awaitable[list[str]]]


@dataclass(frozen=True)
class Holding:
    """All that one feature keeps about a member.

    Args:
        name: what members read: 报名, 律师预约 …
        records: everything kept about the member (session, member_id), newest first.
        erase: deletes it, in the caller's transaction (session, queue, member_id, now); what stood in the way of
            others (a place, a slot) is given back first. Returns a sentence for each thing the law makes the union
            keep: named, and by then detached from the member.
    """

    name: str
    records: Records
    erase: Erase
