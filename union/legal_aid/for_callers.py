"""Booking for a member who calls the desk.

Somebody who never wrote to the account cannot be told anything by it: appointments are for members alone, and who is
none is helped by hand.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from base.encryption import Keyring
from union.entered import Wrong
from union.legal_aid.booking import book
from union.legal_aid.callers import caller
from union.legal_aid.models import LegalWindow
from union.legal_aid.outcomes import BookedSlot
from union.legal_aid.refusal import Refused
from union.legal_aid.setting import windows_within
from union.notices.service import NoticeQueue
from union.roster.standing import standing
from union.staff.scope import EVERYTHING, Scope


@dataclass(frozen=True)
class Call:
    """What the desk writes down. `said`: by which the member is found; name and phone: empty where they are known."""

    said: str
    window_id: str
    lawyer_id: str
    start: datetime
    topic: str
    description: str
    way: str = ""
    name: str = ""
    phone: str = ""


async def book_for_caller(
    session: AsyncSession,
    queue: NoticeQueue,
    keyring: Keyring,
    call: Call,
    *,
    key: str,
    now: datetime,
    scope: Scope = EVERYTHING,
) -> BookedSlot | Wrong | Refused:
    """Book this slot for the member who calls; the confirmation goes to their WeChat."""
    window = await session.scalar(select(LegalWindow).where(LegalWindow.id == call.window_id, windows_within(scope)))
    if window is None:
        return Refused("no_window")
    member = await caller(session, keyring, call.said, scope=scope)
    if member is None:
        return Wrong("said", "no_member")
    known = await standing(session, member.id)
    booked = await book(
        session,
        queue,
        member.id,
        call.start,
        topic=call.topic,
        description=call.description,
        name=call.name or member.name or "",
        phone=call.phone or member.phone or "",
        key=key,
        now=now,
        lawyer_id=call.lawyer_id,
        service=window.service,
        window_id=window.id,
        way=call.way or None,
        district=known.district if known else "",
    )
    return _at_field(booked) if isinstance(booked, Refused) else booked


_FIELDS = {
    "bad_topic": "topic",
    "bad_description": "description",
    "too_long": "description",
    "bad_name": "name",
    "bad_phone": "phone",
    "no_such_way": "way",
}


def _at_field(refused: Refused) -> Wrong | Refused:
    field = _FIELDS.get(refused.reason)
    return Wrong(field, refused.reason, refused.detail) if field else refused
