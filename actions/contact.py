"""What is already known of a member, so that no form asks it again."""

from typing import Any

from actions.turn import Turn
from union.members.models import Member


async def known_contact(turn: Turn) -> dict[str, Any]:
    """`person_name` and `phone` as the member gave them before; only what is known."""
    async with turn.services.database.read() as session:
        member = await session.get(Member, turn.member_id)
    if member is None:
        return {}
    known = {"person_name": member.name, "phone": member.phone}
    return {slot: value for slot, value in known.items() if value}


def still_unknown(filled: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
    """The known values of slots that nothing has filled yet."""
    return {slot: value for slot, value in known.items() if filled.get(slot) is None}
