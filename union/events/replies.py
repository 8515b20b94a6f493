"""What members answer by a code (union/coded): “接受 A7BC”, “放弃 A7BC”, “申诉 A7BC 原因”, “评价 A7BC 5”."""

from datetime import datetime

from union.coded.kinds import Context, Given, Kind, NotTaken, Taken
from union.events import texts
from union.events.bars import Appealed, appeal
from union.events.codes import APPEAL_KIND, OFFER_KIND, RATING_KIND
from union.events.life import accept, cancel
from union.events.outcomes import Booked, Cancelled
from union.events.ratings import Rated, rate
from union.ratings.rules import read_rating


async def take_offer(context: Context, given: Given, now: datetime) -> Taken:
    """A place from the waitlist, or one won by lot. Whatever became of it meanwhile, the code is used up."""
    session, queue = context.session, context.queue
    if given.answer == "yes":
        outcome = await accept(session, queue, given.member_id, given.subject, key=given.key, now=now)
        if isinstance(outcome, Booked):
            return Taken(texts.accepted(outcome.event, outcome.booking))
        return Taken(texts.not_accepted(outcome))
    given_up = await cancel(session, queue, given.member_id, given.subject, key=given.key, now=now)
    return Taken(texts.passed_on(given_up.event) if isinstance(given_up, Cancelled) else texts.not_accepted(given_up))


async def take_appeal(context: Context, given: Given, now: datetime) -> Taken | NotTaken:
    """Against a bar; without a reason it stays open."""
    if not given.said:
        return NotTaken(texts.APPEAL_NEEDS_REASON)
    outcome = await appeal(context.session, given.member_id, given.said, now=now, bar_id=given.subject)
    return Taken(texts.APPEALED if isinstance(outcome, Appealed) else texts.NOTHING_TO_APPEAL)


async def take_rating(context: Context, given: Given, now: datetime) -> Taken | NotTaken:
    """One to five, then words of one's own."""
    said = read_rating(given.said)
    if said is None:
        return NotTaken(texts.RATING_NEEDS_STARS)
    outcome = await rate(context.session, given.member_id, given.subject, said.stars, said.words, now=now)
    return Taken(texts.RATED if isinstance(outcome, Rated) else texts.NOT_ASKED_TO_RATE)


_OFFER_WORDS = {
    "接受": "yes",
    "确认": "yes",
    "确认参加": "yes",
    "参加": "yes",
    "放弃": "no",
    "不要": "no",
    "不去了": "no",
    "不接受": "no",
    "不参加": "no",
}
OFFER = Kind(OFFER_KIND, _OFFER_WORDS, take_offer)
APPEAL = Kind(APPEAL_KIND, {"申诉": "appeal"}, take_appeal, takes_text=True)
RATING = Kind(RATING_KIND, {"评价": "rating", "评分": "rating", "打分": "rating"}, take_rating, takes_text=True)
KINDS = (OFFER, APPEAL, RATING)
