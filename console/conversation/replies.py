"""Canned replies as the conversation offers them: filled in for this member, but for the name.

A name stands masked until somebody asks for it, which is written down: so it is read when such a reply is chosen.
"""

from sqlalchemy.ext.asyncio import AsyncSession

from base.clock import Clock
from console.session import Visit
from union.desk.canned import canned
from union.desk.card import contact
from union.desk.filling import NAMELESS, filled, values
from union.roster.standing import memberships

NAME = "{姓名}"
Replies = list[tuple[str, str]]  # what stands on the button, and the text


async def with_name(session: AsyncSession, here: Visit, member_id: str, text: str) -> str:
    """The reply with the name in it."""
    name, _ = await contact(session, member_id, scope=here.scope)
    return text.replace(NAME, name or NAMELESS)


async def replies(session: AsyncSession, here: Visit, member_id: str, clock: Clock) -> Replies:
    """Everybody's and one's own; `NAME` stands where the member's name belongs."""
    unions = await memberships(session, member_id)
    union = unions[0].unions[-1].name if unions else ""
    known = values(name=NAME, staff=here.staff.name, union=union, now=clock.now())
    return [(one.title, filled(one.text, known)) for one in await canned(session, here.staff.name)]
