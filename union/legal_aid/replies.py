"""What members answer by a code (union/coded): “接受 A7BC”, “放弃 A7BC”, “评价 A7BC 5 …”."""

from datetime import datetime

from union.coded.kinds import Context, Given, Kind, NotTaken, Taken
from union.legal_aid import texts
from union.legal_aid.answers import accept, decline
from union.legal_aid.codes import OFFER_KIND, RATING_KIND
from union.legal_aid.ratings import Rated, rate
from union.legal_aid.refusal import Refused
from union.ratings.rules import read_rating


async def take_offer(context: Context, given: Given, now: datetime) -> Taken:
    """A slot that is kept. Whatever became of it meanwhile, the code is used up."""
    session, queue, key = context.session, context.queue, given.key
    if given.answer == "yes":
        outcome = await accept(session, queue, given.member_id, given.subject, key=key, now=now)
        return Taken(_not_taken(outcome) if isinstance(outcome, Refused) else texts.accepted(outcome.appointment))
    let_go = await decline(session, queue, given.member_id, given.subject, key=key, now=now)
    return Taken(_not_taken(let_go) if isinstance(let_go, Refused) else texts.passed_on(let_go.appointment))


async def take_rating(context: Context, given: Given, now: datetime) -> Taken | NotTaken:
    """One to five, then words of one's own."""
    said = read_rating(given.said)
    if said is None:
        return NotTaken(texts.RATING_NEEDS_STARS)
    outcome = await rate(context.session, given.member_id, given.subject, said.stars, said.words, now=now)
    return Taken(texts.RATED if isinstance(outcome, Rated) else texts.NOT_ASKED_TO_RATE)


def _not_taken(refused: Refused) -> str:
    return texts.NOT_TAKEN.get(refused.reason, texts.NOT_TAKEN_ELSE)


_OFFER_WORDS = {
    "接受": "yes",
    "确认": "yes",
    "要": "yes",
    "放弃": "no",
    "不要": "no",
    "不接受": "no",
}
OFFER = Kind(OFFER_KIND, _OFFER_WORDS, take_offer)
RATING = Kind(RATING_KIND, {"评价": "rating", "评分": "rating", "打分": "rating"}, take_rating, takes_text=True)
KINDS = (OFFER, RATING)
