"""How much waits for staff on each page, for the numbers in the navigation."""

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from union.applications.desk import PILES
from union.applications.models import Application
from union.handoff.models import HandoffCase
from union.legal_aid.models import Appointment
from union.legal_aid.records import CaseExample
from union.roster.models import PhoneChange
from union.voices.desk import OPEN
from union.voices.models import Suggestion

# A forwarded suggestion waits for an office; an appointment without a time for a call of staff.
WAITS: dict[str, ColumnElement[bool]] = {
    "/": HandoffCase.state.in_(("waiting", "left")),
    "/applications": Application.status.in_(PILES["decide"]),
    "/appointments": Appointment.status == "displaced",
    "/voices": Suggestion.state.in_(OPEN),
    "/members": PhoneChange.settled_at.is_(None),
    "/examples": CaseExample.status == "draft",
}


async def waiting(session: AsyncSession) -> dict[str, int]:
    """Numbers by the pages' paths; one statement."""
    counts = [select(func.count()).where(which).scalar_subquery() for which in WAITS.values()]
    row = (await session.execute(select(*counts))).one()
    return dict(zip(WAITS, row, strict=True))
