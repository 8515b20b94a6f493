"""What is known of a member, on one card: for who talks with them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from union.conversations.forms import dialogue_state
from union.conversations.models import Message
from union.desk import matters
from union.desk.notes import notes_of
from union.handoff.models import HandoffCase
from union.members.models import Member
from union.members.rules import masked_name
from union.roster.standing import memberships
from union.staff.scope import EVERYTHING, Scope, sees_member

LOOKED_BACK = 30  # lines
MISSED = ('"outcome":"not_found"', '"outcome":"ambiguous"')  # as union/conversations/reply.py writes them

Kind = Literal["booking", "appointment", "application", "suggestion", "case"]


@dataclass(frozen=True)
class Entry:
    """Something of the member's. `status` is the feature's own; `number`: leads to its page; may be empty."""

    kind: Kind
    title: str
    status: str
    at: datetime
    number: str = ""


@dataclass(frozen=True)
class NoteShown:
    """A note of staff."""

    id: int
    staff: str
    text: str
    at: datetime


@dataclass(frozen=True)
class MemberCard:
    """What staff see beside the talk.

    `form`: the running one's name; `filled`: names of its filled slots. `understood`: what was made of the last line,
    as it is stored; `missed`: what the bot could not answer. `label` and `phone` are masked; the whole is read when
    it is asked for (`contact`).
    """

    member_id: str
    label: str
    has_name: bool
    phone: str
    unions: tuple[str, ...]
    form: str
    filled: frozenset[str]
    understood: str | None
    missed: str
    entries: tuple[Entry, ...]
    notes: tuple[NoteShown, ...]


async def card(session: AsyncSession, member_id: str, *, scope: Scope = EVERYTHING) -> MemberCard | None:
    """The card; None for a member beyond the scope, or who is gone."""
    member = await session.get(Member, member_id)
    if member is None or not await sees_member(session, scope, member_id):
        return None
    state = await dialogue_state(session, member_id)
    understood, missed = await _understanding(session, member_id)
    notes = await notes_of(session, member_id)
    return MemberCard(
        member_id,
        masked_name(member.name, member_id),
        bool(member.name),
        masked_phone(member.phone),
        tuple([one.path for one in await memberships(session, member_id)]),
        str(state.get("form") or ""),
        frozenset(name for name, value in state.get("slots", {}).items() if value),
        understood,
        missed,
        (*await _matters(session, member_id), *await _cases(session, member_id)),
        tuple(NoteShown(one.id, one.staff, one.text, one.at) for one in notes),
    )


async def contact(session: AsyncSession, member_id: str, *, scope: Scope = EVERYTHING) -> tuple[str, str]:
    """Name and phone in full, empty where they are not known or not for this scope."""
    member = await session.get(Member, member_id)
    if member is None or not await sees_member(session, scope, member_id):
        return "", ""
    return member.name or "", member.phone or ""


def masked_phone(phone: str | None) -> str:
    """138****8000"""
    return f"{phone[:3]}****{phone[-4:]}" if phone and len(phone) >= 8 else ""


async def _matters(session: AsyncSession, member_id: str) -> list[Entry]:
    """The newest of each kind."""
    found: list[Entry] = []
    for kind, read in matters.READS.items():
        found += [Entry(kind, *row) for row in await read(session, member_id)]
    return found


async def _cases(session: AsyncSession, member_id: str) -> Sequence[Entry]:
    query = select(HandoffCase).where(HandoffCase.member_id == member_id, HandoffCase.state == "ended")
    newest = query.order_by(HandoffCase.id.desc()).limit(matters.MOST)
    return [
        Entry("case", one.topic, one.staff or "", one.asked_at, str(one.id)) for one in await session.scalars(newest)
    ]


async def _understanding(session: AsyncSession, member_id: str) -> tuple[str | None, str]:
    """What was made of the member's last line that anything was made of (as stored), and the last one missed."""
    lines = select(Message.text, Message.understanding).where(
        Message.member_id == member_id, Message.author == "member"
    )
    newest = (await session.execute(lines.order_by(Message.id.desc()).limit(LOOKED_BACK))).tuples().all()
    understood = next((stored for _, stored in newest if stored), None)
    missed = next((text for text, stored in newest if stored and any(one in stored for one in MISSED)), "")
    return understood, missed
