"""Which form runs with a member, read from the dialogue state that the engine keeps (bot/trackers writes it as JSON).

Only its name: the slots hold what was told in confidence, and what is in them is the engine's own affair.
"""

import json

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from union.conversations.models import Tracker


async def running_form(session: AsyncSession, member_id: str) -> tuple[str, frozenset[str]]:
    """The running form's name ("" when none runs), and the names of the slots that are filled."""
    state = await session.scalar(select(Tracker.state).where(Tracker.member_id == member_id))
    try:
        found = json.loads(state) if state else {}
        return str(found.get("form") or ""), frozenset(name for name, value in found["slots"].items() if value)
    except (ValueError, KeyError, AttributeError, TypeError):  # written by another version
        return "", frozenset()
