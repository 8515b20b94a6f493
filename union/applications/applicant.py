"""What the roster says of a member who applies."""

from collections.abc import Collection

from sqlalchemy.ext.asyncio import AsyncSession

from union.applications.rules import Applicant
from union.roster.rules import belongs
from union.roster.service import allies, standing


async def applicant(session: AsyncSession, member_id: str, union_id: str) -> Applicant:
    """Whether they are on the roster, and count as a member of the union whose round it is."""
    return (await applicants(session, member_id, [union_id]))[union_id]


async def applicants(session: AsyncSession, member_id: str, union_ids: Collection[str]) -> dict[str, Applicant]:
    """The same for the rounds of several unions, in two queries."""
    found = await standing(session, member_id)
    if found is None:
        return dict.fromkeys(union_ids, Applicant())
    allied = await allies(session)
    company = found.union_names[-1] if found.union_names else ""
    known = {"company": company, "name": found.name, "phone": found.phone}
    return {one: Applicant(bound=True, own=not one or belongs(found, one, allied), **known) for one in union_ids}
