"""Appeals as staff read them: what the member says, and what they came to and missed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from union.events.bars import appeals
from union.events.listing import meetings
from union.events.models import Booking, EventSession
from union.events.records import Bar, BookingStep
from union.members.models import Member
from union.members.rules import masked_name
from union.staff.scope import EVERYTHING, Scope, members_within


@dataclass(frozen=True)
class Missed:
    """A booking of a member who is barred, and whether it counts as missed."""

    title: str
    when: str
    starts_at: datetime
    status: str
    missed: bool


@dataclass(frozen=True)
class Appeal:
    """A bar whose member asks staff to look at it: `name` masked; `kind` empty: all kinds of events."""

    bar_id: str
    member_id: str
    name: str
    kind: str
    reason: str
    until: datetime
    text: str
    history: tuple[Missed, ...]


async def appealing(session: AsyncSession, scope: Scope = EVERYTHING) -> list[Appeal]:
    """Appeals of members within the scope, the oldest first, each with what the member came to and missed."""
    found = []
    for bar in await appeals(session, scope):
        member = await session.get(Member, bar.member_id)
        name = masked_name(member.name if member else None, bar.member_id)
        past = tuple(await history(session, bar.member_id, scope))
        words = (bar.kind, bar.reason, bar.until, bar.appeal_text or "", past)
        found.append(Appeal(bar.id, bar.member_id, name, *words))
    return found


async def who_appeals(session: AsyncSession, bar_id: str, scope: Scope = EVERYTHING) -> str:
    """Name and phone as the member told them last; why not, where they did not."""
    query = select(Member.name, Member.phone).join(Bar, Bar.member_id == Member.id)
    found = (await session.execute(query.where(Bar.id == bar_id, members_within(scope, Member.id)))).one_or_none()
    return "　".join(filter(None, found)) if found and any(found) else "没有留过姓名和手机"


async def history(session: AsyncSession, member_id: str, scope: Scope = EVERYTHING, most: int = 20) -> Sequence[Missed]:
    """The member's bookings of sessions they came to or missed, the newest first."""
    missed = select(BookingStep.id).where(BookingStep.booking_id == Booking.id, BookingStep.missed).exists()
    mine = (Booking.member_id == member_id, members_within(scope, Booking.member_id))
    of_note = (Booking.status.in_(["checked_in", "no_show"])) | missed
    query = select(Booking.session_id, Booking.status, missed).join(EventSession, EventSession.id == Booking.session_id)
    rows = (
        await session.execute(query.where(*mine, of_note).order_by(EventSession.starts_at.desc()).limit(most))
    ).all()
    found = {one.id: one for one in await meetings(session, EventSession.id.in_([row[0] for row in rows]))}
    return [
        Missed(found[id_].title, found[id_].when, found[id_].starts_at, status, bool(counts))
        for id_, status, counts in rows
    ]
