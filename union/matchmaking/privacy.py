"""Keeping what is told for matchmaking out of the transcript that staff read."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from union.conversations.models import Message
from union.conversations.reply import PRIVATE

_RECENT = 5  # lines: a member who writes fast has written on before this turn is taken


async def hide_line(session: AsyncSession, member_id: str, text: str) -> None:
    """Overwrite the newest of the member's lines that says `text`. The bot's are never written (Reply.private)."""
    mine = select(Message).where(Message.member_id == member_id, Message.author == "member")
    for line in await session.scalars(mine.order_by(Message.id.desc()).limit(_RECENT)):
        if text in line.text:
            line.text = PRIVATE
            return
