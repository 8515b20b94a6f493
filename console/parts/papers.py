"""Who of staff may see a picture: by what it belongs to."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from union.applications.desk import applications_within
from union.applications.models import Application
from union.attachments.models import Attachment
from union.attachments.service import STAFF
from union.legal_aid.privacy import Reader
from union.legal_aid.talk import may_see_pictures
from union.staff.models import Staff
from union.staff.rules import may
from union.staff.scope import EVERYTHING, Scope, sees_member


async def may_see(session: AsyncSession, staff: Staff, picture_id: str, *, scope: Scope = EVERYTHING) -> bool:
    """Whether the picture is there for this member of staff. One of a draft is for nobody: it is not handed in."""
    picture = await session.get(Attachment, picture_id)
    if picture is None:
        return False
    kind, _, subject_id = (picture.subject or STAFF).partition(":")
    if kind == STAFF:
        return may(staff.role, "talks") and await sees_member(session, scope, picture.member_id)
    if kind == "application":
        handed_in = select(Application.id).where(Application.id == subject_id, applications_within(scope))
        return may(staff.role, "applications") and await session.scalar(handed_in) is not None
    if kind == "suggestion":
        return may(staff.role, "voices") and await sees_member(session, scope, picture.member_id)
    if kind == "appointment":
        return await may_see_pictures(session, Reader(staff.name, staff.role), subject_id, scope)
    return False
