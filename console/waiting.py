"""How much waits for staff on each page, for the numbers in the navigation."""

from collections.abc import Callable

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge.learning.service import waiting as question_waits
from union.applications.desk import PILES, applications_within
from union.applications.models import Application
from union.events.records import Bar
from union.handoff.models import HandoffCase
from union.legal_aid.models import Appointment
from union.legal_aid.reach import appointments_within, examples_within
from union.legal_aid.records import CaseExample
from union.roster.models import PhoneChange
from union.roster.phones import changes_within
from union.staff.scope import EVERYTHING, Scope, members_within
from union.voices.desk import OPEN
from union.voices.models import Suggestion

# A forwarded suggestion waits for an office; an appointment without a time for a call of staff.
WAITS: dict[str, ColumnElement[bool]] = {
    "/": HandoffCase.state.in_(("waiting", "left")),
    "/applications": Application.status.in_(PILES["decide"]),
    "/appointments": Appointment.status == "displaced",
    "/voices": Suggestion.state.in_(OPEN),
    "/members": PhoneChange.settled_at.is_(None),
    "/door": Bar.appeal == "asked",
    "/examples": CaseExample.status == "draft",
    "/questions": question_waits(),
}


# What of it a union sees; a page that is not named here is everybody's.
WITHIN: dict[str, Callable[[Scope], ColumnElement[bool]]] = {
    "/": lambda scope: members_within(scope, HandoffCase.member_id),
    "/applications": applications_within,
    "/appointments": appointments_within,
    "/voices": lambda scope: members_within(scope, Suggestion.member_id),
    "/members": changes_within,
    "/door": lambda scope: members_within(scope, Bar.member_id),
    "/examples": examples_within,
}


async def waiting(session: AsyncSession, scope: Scope = EVERYTHING) -> dict[str, int]:
    """Numbers by the pages' paths; one statement."""
    seen = {path: [which] if scope.is_everything else [which, *_within(path, scope)] for path, which in WAITS.items()}
    counts = [select(func.count()).where(*which).scalar_subquery() for which in seen.values()]
    row = (await session.execute(select(*counts))).one()
    return dict(zip(WAITS, row, strict=True))


def _within(path: str, scope: Scope) -> list[ColumnElement[bool]]:
    return [WITHIN[path](scope)] if path in WITHIN else []
