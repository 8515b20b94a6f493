"""The one sentence somebody may want a counsellor to know: kept for the counsellor alone."""

import re

from actions.forms.question import Reading, Value
from actions.forms.readers import NOT_AN_ANSWER
from actions.legal_reading import is_passed_over
from actions.legal_slots import WORDS
from actions.turn import Turn
from union.matchmaking.privacy import hide_line

MOST = 500  # characters
SHORTEST = 5
_ABOUT_TIME = re.compile(
    r"时间|上午|下午|[早晚]上|有空|没空|[今明后]天|改天|换一?[批个天]|都不行|点半|\d点|[?？]|[吗呢]$"
)


async def read_words(turn: Turn, asked: bool) -> Reading:
    """What is told instead of a choice of time; nothing is asked for."""
    told = turn.text.strip()
    if turn.asked_slot != "slot" or turn.intent in NOT_AN_ANSWER or len(told) < SHORTEST or is_passed_over(told):
        return None
    if any(turn.entity(kind) for kind in ("date", "time", "ordinal", "phone")) or _ABOUT_TIME.search(told):
        return None
    before = turn.slot(WORDS)
    turn.say("utter_counsel_words_kept")
    return Value((f"{before}\n{told}" if before else told)[:MOST])


async def hide_words(turn: Turn) -> None:
    """Neither the transcript nor the card that staff read shows what is said to a counsellor."""
    turn.report("task", private=True)
    await turn.services.database.transact(lambda session: hide_line(session, turn.member_id, turn.text))
