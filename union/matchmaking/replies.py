"""How members answer an introduction: “愿意 A7BC” or “不合适 A7BC” (union/coded)."""

from datetime import datetime

from union.coded.kinds import Context, Given, Kind, Taken
from union.matchmaking.introductions import KIND, answer


async def take_answer(context: Context, given: Given, now: datetime) -> Taken:
    """Whatever became of the introduction meanwhile, the code is used up."""
    yes = given.answer == "yes"
    return Taken(await answer(context.session, context.queue, given.member_id, given.subject, yes, now))


WORDS = {
    "愿意": "yes",
    "愿意认识": "yes",
    "不合适": "no",
    "不愿意": "no",
    "不想认识": "no",
}
INTRODUCTION = Kind(KIND, WORDS, take_answer)
