"""The code under which a member appeals against a refusal (union/coded)."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from union.applications.models import Application
from union.coded.service import close_codes, find_code, open_code

APPEAL_KIND = "benefits.appeal"
APPEALED_WITHIN = timedelta(days=30)


async def appeal_code(session: AsyncSession, application: Application, now: datetime) -> str | None:
    """The same one until it is answered; None where there is nothing to appeal against (any more)."""
    if application.status != "refused" or application.appealed_at or application.member_id is None:
        return None
    until = (application.decided_at or now) + APPEALED_WITHIN
    if until <= now:
        return None
    found = await find_code(session, application.member_id, APPEAL_KIND, application.id)
    return found or await open_code(session, application.member_id, APPEAL_KIND, application.id, now, until)


async def close_appeal(session: AsyncSession, application: Application) -> None:
    """It came to an end by another way."""
    await close_codes(session, APPEAL_KIND, application.id, only_open=True)
