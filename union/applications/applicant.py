"""What the roster says of a member who applies."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from union.applications.rules import Applicant


async def applicant(session: AsyncSession, member_id: str, union_id: str) -> Applicant:
    """Whether they are on the roster, and count as a member of the union whose round it is."""
    if find_spec("union.roster") is None:
        return Applicant()
    roster: Any = import_module("union.roster.service")
    rules: Any = import_module("union.roster.rules")
    standing = await roster.standing(session, member_id)
    if standing is None:
        return Applicant()
    own = not union_id or rules.belongs(standing, union_id, await rules.allies(session))
    company = standing.union_names[-1] if standing.union_names else ""
    return Applicant(bound=True, own=own, company=company)
