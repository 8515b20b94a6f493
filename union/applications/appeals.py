"""An appeal against a refusal: once, within 30 days, decided by somebody else; by a coded reply (union/coded)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from union.applications import texts
from union.applications.codes import APPEAL_KIND, APPEALED_WITHIN
from union.applications.models import Application
from union.applications.rules import Refused
from union.applications.steps import fresh, locked, move, note, was_done
from union.coded.kinds import Context, Given, Kind, NotTaken, Taken

LONGEST_APPEAL = 500


@dataclass(frozen=True)
class Appealed:
    """Somebody else looks at it."""

    application: Application


async def appeal(
    session: AsyncSession, member_id: str, application_id: str, words: str, *, key: str, now: datetime
) -> Appealed | Refused:
    """Ask for a second look at a refusal."""
    found = await locked(session, application_id)
    if found is None or found.member_id != member_id:
        return Refused("unknown")
    if await was_done(session, key):
        return Appealed(found)
    if not words.strip():
        return Refused("no_reason")
    late = found.decided_at is None or now >= found.decided_at + APPEALED_WITHIN
    if found.appealed_at is not None or late:
        return Refused("no_appeal", found.number)
    said = {"appeal_text": words.strip()[:LONGEST_APPEAL], "appealed_at": now}
    if not await move(session, application_id, ["refused"], "appealed", now, **said):
        return Refused("status", found.status)
    await note(session, application_id, "appealed", key=key, now=now)
    return Appealed(await fresh(session, application_id))


async def take_appeal(context: Context, given: Given, now: datetime) -> Taken | NotTaken:
    """“申诉 A7BC 理由”; without a reason it stays open."""
    if not given.said:
        return NotTaken(texts.APPEAL_NEEDS_REASON)
    outcome = await appeal(context.session, given.member_id, given.subject, given.said, key=given.key, now=now)
    return Taken(texts.APPEALED if isinstance(outcome, Appealed) else texts.NOTHING_TO_APPEAL)


APPEAL = Kind(APPEAL_KIND, {"申诉": "appeal"}, take_appeal, takes_text=True)
