"""What the rosters say of the member who is writing, looked up once an action."""

from actions.turn import Turn
from union.roster import service as roster

_NAME = "standing"


async def standing_of(turn: Turn) -> roster.Standing | None:
    """None: not bound."""
    if _NAME not in turn.looked_up:
        async with turn.services.database.read() as session:
            turn.looked_up[_NAME] = await roster.standing(session, turn.member_id)
    standing: roster.Standing | None = turn.looked_up[_NAME]
    return standing
