"""Canned replies as the conversation offers them: filled in for this member."""

from sqlalchemy.ext.asyncio import AsyncSession

from base.clock import Clock
from console.session import Visit
from union.desk.canned import canned
from union.desk.card import contact
from union.desk.filling import filled, values
from union.roster.standing import memberships

Replies = list[tuple[str, str]]  # what stands on the button, and the text


async def replies(session: AsyncSession, here: Visit, member_id: str, clock: Clock) -> Replies:
    """Everybody's and one's own."""
    name, _ = await contact(session, member_id, scope=here.scope)
    unions = await memberships(session, member_id)
    union = unions[0].unions[-1].name if unions else ""
    known = values(name=name, staff=here.staff.name, union=union, now=clock.now())
    return [(one.title, filled(one.text, known)) for one in await canned(session, here.staff.name)]
