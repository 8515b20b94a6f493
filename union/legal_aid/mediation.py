"""Mediation in three levels (三级调解): company, town, district. What is refused or fails goes up."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from union.legal_aid import texts
from union.legal_aid.intake import read_intake
from union.legal_aid.listing import free_of
from union.legal_aid.models import Appointment, LegalWindow
from union.legal_aid.offers import keep_for
from union.legal_aid.plan import plan_of, serves, windows_that
from union.legal_aid.rules import DAYS_AHEAD
from union.legal_aid.services import LEVELS, Level, next_level
from union.legal_aid.steps import hold_plan
from union.notices.service import NoticeQueue

MOST_TRIES = 20


async def lowest_level(session: AsyncSession, *, district: str | None, serving: Collection[str] = ()) -> Level | None:
    """Where a mediation begins for somebody from these places (town, employer); None: no window is there for them."""
    windows = select(LegalWindow.level, LegalWindow.areas).where(*windows_that(service="mediation", district=district))
    found = {level for level, areas in (await session.execute(windows)).all() if serves(areas, serving)}
    return next((level for level in LEVELS if level in found), None)


async def go_up(session: AsyncSession, queue: NoticeQueue, mine: Appointment, now: datetime) -> Appointment | None:
    """Keep the next slot a level above, with the same intake; None: there is no level, no window, or nothing free.

    A level that nobody serves is passed over.
    """
    window = mine.lawyer.window
    intake = read_intake(mine.intake)
    level = next_level(window.level)
    while level is not None:
        district = mine.district or window.district or None
        places = (mine.town, intake.employer, district or "")
        await hold_plan(session, *windows_that(service="mediation", district=district, level=level))
        plan = await plan_of(session, now, service="mediation", district=district, level=level, serving=places)
        for slot in (await free_of(session, plan, now, DAYS_AHEAD))[:MOST_TRIES]:
            offer = await keep_for(session, queue, mine, slot, texts.next_level(level), now, new=True)
            if offer is not None:
                return offer
        level = next_level(level)
    return None
