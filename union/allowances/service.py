"""Verbs on a member's allowance, kept in four columns of table conversations.

What is spent is compared and set: two pushes at once spend two. A correction touches only the grant it was made about,
for the member may have written meanwhile, which allows new messages.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CursorResult, Update, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from union.allowances import rules
from union.allowances.rules import Allowance, Reason, Refused, Trigger
from union.conversations.models import Conversation

_COLUMNS = {
    "message": (Conversation.message_left, Conversation.message_until),
    "moment": (Conversation.moment_left, Conversation.moment_until),
}


@dataclass(frozen=True)
class Spent:
    """One message may go out. `before`: the allowance it was taken from, for a correction."""

    trigger: Trigger
    before: Allowance


async def allowance_of(session: AsyncSession, member_id: str) -> Allowance:
    """What the member allows; `Allowance.left(now)` says how many may go out at a moment."""
    query = select(
        Conversation.message_left, Conversation.message_until, Conversation.moment_left, Conversation.moment_until
    ).where(Conversation.member_id == member_id)
    row = (await session.execute(query)).first()
    return Allowance(*row) if row else Allowance()


async def spend(session: AsyncSession, member_id: str, now: datetime) -> Spent | Refused:
    """Take one message from the allowance that ends first, or say why none may go out."""
    while True:  # who loses the comparison has lost to another spender or to a new grant, and looks again
        before = await allowance_of(session, member_id)
        trigger = rules.spend(before, now)
        if isinstance(trigger, Refused):
            return trigger
        if await _take(session, member_id, trigger, before):
            return Spent(trigger, before)


async def give_back(session: AsyncSession, member_id: str, spent: Spent) -> None:
    """The message certainly did not go out. Does nothing when the grant was replaced meanwhile."""
    left, _ = _COLUMNS[spent.trigger]
    await _changed(session, _same_grant(member_id, spent.trigger, spent.before).values({left: left + 1}))


async def correct(session: AsyncSession, member_id: str, spent: Spent, reason: Reason, now: datetime) -> None:
    """The platform says that nothing may go out, though we thought so: its word counts for what we knew then."""
    for trigger, _, until in spent.before.parts():
        left, ends = _COLUMNS[trigger]
        if until is None or until <= now:
            continue
        values: dict[Any, Any] = {left: 0} if reason == "used_up" else {left: 0, ends: now}
        await _changed(session, _same_grant(member_id, trigger, spent.before).values(values))


async def _take(session: AsyncSession, member_id: str, trigger: Trigger, before: Allowance) -> bool:
    left, _ = _COLUMNS[trigger]
    taken = _same_grant(member_id, trigger, before).where(left > 0).values({left: left - 1})
    return await _changed(session, taken) == 1


def _same_grant(member_id: str, trigger: Trigger, before: Allowance) -> Update:
    """An update of the grant as it was read; it meets no row once the grant was replaced."""
    _, ends = _COLUMNS[trigger]
    until = before.message_until if trigger == "message" else before.moment_until
    return update(Conversation).where(Conversation.member_id == member_id, ends == until)


async def _changed(session: AsyncSession, statement: Update) -> int:
    result = await session.execute(statement, execution_options={"synchronize_session": False})
    assert isinstance(result, CursorResult)
    return result.rowcount
