"""Canned replies: everybody's, kept by who runs the desk, and each one's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import CursorResult, delete, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from union.desk.filling import wrong_variables
from union.desk.models import LONGEST_REPLY, CannedReply

MOST = 40  # of one owner: more nobody finds anything in
TITLE = 16  # characters


@dataclass(frozen=True)
class Saved:
    """The reply stands; `id` is its own."""

    id: int


@dataclass(frozen=True)
class Refused:
    """`reason`: empty, too_long, variable (`detail`: which), most, not_yours, unknown."""

    reason: Literal["empty", "too_long", "variable", "most", "not_yours", "unknown"]
    detail: str = ""


async def canned(session: AsyncSession, staff: str) -> Sequence[CannedReply]:
    """Everybody's, then one's own, each in the order they were written."""
    query = select(CannedReply).where(or_(CannedReply.owner.is_(None), CannedReply.owner == staff))
    return (await session.scalars(query.order_by(CannedReply.owner.is_not(None), CannedReply.id))).all()


async def put_canned(
    session: AsyncSession,
    title: str,
    text: str,
    *,
    staff: str,
    shared: bool,
    is_admin: bool,
    reply_id: int | None = None,
) -> Saved | Refused:
    """Write a reply, or change the one with this number. Everybody's are for an admin to write."""
    title, text = " ".join(title.split()), text.strip()
    if (wrong := _wrong(title, text)) is not None:
        return wrong
    if shared and not is_admin:
        return Refused("not_yours")
    owner = None if shared else staff
    if reply_id is None:
        if await _count(session, owner) >= MOST:
            return Refused("most", str(MOST))
        row = CannedReply(title=title, text=text, owner=owner)
        session.add(row)
        await session.flush()
        return Saved(row.id)
    row_there = await session.get(CannedReply, reply_id, populate_existing=True)
    if row_there is None:
        return Refused("unknown")
    if not _may_change(row_there, staff, is_admin):
        return Refused("not_yours")
    row_there.title, row_there.text, row_there.owner = title, text, owner
    await session.flush()
    return Saved(reply_id)


async def remove_canned(session: AsyncSession, reply_id: int, *, staff: str, is_admin: bool) -> Saved | Refused:
    """Take a reply away."""
    row = await session.get(CannedReply, reply_id, populate_existing=True)
    if row is None:
        return Refused("unknown")
    if not _may_change(row, staff, is_admin):
        return Refused("not_yours")
    gone = await session.execute(delete(CannedReply).where(CannedReply.id == reply_id))
    assert isinstance(gone, CursorResult)
    return Saved(reply_id) if gone.rowcount else Refused("unknown")


def _may_change(row: CannedReply, staff: str, is_admin: bool) -> bool:
    return is_admin if row.owner is None else row.owner == staff


def _wrong(title: str, text: str) -> Refused | None:
    if not title or not text:
        return Refused("empty")
    if len(title) > TITLE or len(text) > LONGEST_REPLY:
        return Refused("too_long")
    strange = wrong_variables(text)
    return Refused("variable", "、".join(strange)) if strange else None


async def _count(session: AsyncSession, owner: str | None) -> int:
    query = select(func.count()).select_from(CannedReply)
    whose = CannedReply.owner.is_(None) if owner is None else CannedReply.owner == owner
    return await session.scalar(query.where(whose)) or 0
