"""What members answer by a code (union/coded) about a talk with staff: “评价 A7BC 5”, “原因 K3P7 等得太久”."""

from datetime import datetime

from sqlalchemy import CursorResult, update
from sqlalchemy.ext.asyncio import AsyncSession

from union.coded.kinds import Context, Given, Kind, NotTaken, Taken
from union.coded.service import open_code
from union.handoff import texts
from union.handoff.ending import RATED_WITHIN, RATING_KIND, REASON_KIND
from union.handoff.models import HandoffCase
from union.ratings.rules import kept_words, read_rating

LOW = 2  # stars up to which they are asked what was wrong


async def take_rating(context: Context, given: Given, now: datetime) -> Taken | NotTaken:
    """One to five, then words of one's own. After a low mark without words: what was wrong, asked once."""
    said = read_rating(given.said)
    if said is None:
        return NotTaken(texts.RATING_NEEDS_STARS)
    values = {"rating": said.stars, "rating_words": said.words or None, "rated_at": now}
    if not await _set(context.session, given, **values):
        return Taken(texts.NOTHING_TO_RATE)
    if said.stars > LOW or said.words:
        return Taken(texts.RATED)
    until = now + RATED_WITHIN
    return Taken(texts.sorry(await open_code(context.session, given.member_id, REASON_KIND, given.subject, now, until)))


async def take_reason(context: Context, given: Given, now: datetime) -> Taken | NotTaken:
    """What was wrong."""
    words = kept_words(given.said)
    if not words:
        return NotTaken(texts.REASON_NEEDS_WORDS)
    kept = await _set(context.session, given, rating_words=words)
    return Taken(texts.REASON_KEPT if kept else texts.NOTHING_TO_RATE)


async def _set(session: AsyncSession, given: Given, **values: object) -> bool:
    mine = (HandoffCase.id == int(given.subject), HandoffCase.member_id == given.member_id)
    statement = update(HandoffCase).where(*mine, HandoffCase.state == "ended").values(**values)
    result = await session.execute(statement, execution_options={"synchronize_session": False})
    assert isinstance(result, CursorResult)
    return result.rowcount == 1


RATING = Kind(RATING_KIND, {"评价": "rating", "评分": "rating", "打分": "rating"}, take_rating, takes_text=True)
REASON = Kind(REASON_KIND, {"原因": "reason", "理由": "reason"}, take_reason, takes_text=True)
KINDS = (RATING, REASON)
