"""Verbs on pictures that members sent: find them, keep them with what they belong to, give them back, let them go.

Every verb that changes something is run in the caller's transaction. None of them loads a picture but `content`.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import CursorResult, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from union.attachments.models import Attachment
from union.attachments.picture import Trouble

STAFF = "staff"  # subject of a picture sent while staff had the conversation
LOOSE_FOR = timedelta(hours=24)  # what belongs to nothing
SHOWN_FOR = timedelta(days=30)  # what was sent to staff
JUST_NOW = timedelta(hours=24)
AT_ONCE = 200


@dataclass(frozen=True)
class Kept:
    """The picture is here."""

    attachment_id: str


@dataclass(frozen=True)
class NotKept:
    """There was a picture, and it could not be had, for this reason."""

    reason: Trouble


async def of_message(session: AsyncSession, member_id: str, key: str) -> Kept | NotKept | None:
    """The picture that the message `key` of this member was; None when it was none."""
    query = select(Attachment.id, Attachment.state).where(Attachment.key == key, Attachment.member_id == member_id)
    row = (await session.execute(query)).first()
    if row is None:
        return None
    if row.state == "kept":
        return Kept(row.id)
    return NotKept("unreachable" if row.state == "awaited" else row.state)


async def recent(session: AsyncSession, member_id: str, now: datetime) -> list[str]:
    """Ids of the member's pictures that belong to nothing yet ("刚才发的图片"), oldest first."""
    query = (
        select(Attachment.id)
        .where(Attachment.member_id == member_id, Attachment.state == "kept", Attachment.subject.is_(None))
        .where(Attachment.created_at > now - JUST_NOW)
        .order_by(Attachment.created_at, Attachment.id)
    )
    return list((await session.scalars(query)).all())


async def attach(session: AsyncSession, member_id: str, ids: Collection[str], subject: str) -> list[str]:
    """Keep these pictures as long as the subject; the ids that now belong to it, in the order given.

    Left out is what is not the member's, is gone, or belongs to something else. The same again changes nothing.
    """
    free = or_(Attachment.subject.is_(None), Attachment.subject.in_((STAFF, subject)))
    statement = (
        update(Attachment)
        .where(Attachment.id.in_(ids), Attachment.member_id == member_id, Attachment.state == "kept", free)
        .values(subject=subject)
        .returning(Attachment.id)
    )
    attached = set((await session.scalars(statement)).all())
    return [one for one in dict.fromkeys(ids) if one in attached]


async def of_subject(session: AsyncSession, subject: str) -> Sequence[Attachment]:
    """What belongs to the subject, oldest first; without the pictures themselves."""
    query = select(Attachment).where(Attachment.subject == subject).order_by(Attachment.created_at, Attachment.id)
    return (await session.scalars(query)).all()


async def of_lines(session: AsyncSession, member_id: str, lines: Collection[int]) -> dict[int, Attachment]:
    """The pictures that these lines of the member's transcript stand for."""
    query = select(Attachment).where(Attachment.member_id == member_id, Attachment.line_id.in_(lines))
    return {one.line_id: one for one in await session.scalars(query) if one.line_id is not None}


async def content(session: AsyncSession, attachment_id: str) -> bytes:
    """The picture, a JPEG.

    Raises:
        LookupError: there is none.
    """
    found = await session.scalar(select(Attachment.content).where(Attachment.id == attachment_id))
    if found is None:
        raise LookupError("no such picture")
    return found


async def detach(session: AsyncSession, subject: str) -> int:
    """Delete what belongs to the subject; how many pictures that were."""
    return await _delete(session, delete(Attachment).where(Attachment.subject == subject))


async def purge(session: AsyncSession, *, now: datetime) -> int:
    """Delete some of what belongs to nothing and has grown old; how many."""
    old = or_(
        Attachment.subject.is_(None) & (Attachment.created_at < now - LOOSE_FOR),
        (Attachment.subject == STAFF) & (Attachment.created_at < now - SHOWN_FOR),
    )
    these = select(Attachment.id).where(old).limit(AT_ONCE)
    return await _delete(session, delete(Attachment).where(Attachment.id.in_(these)))


async def _delete(session: AsyncSession, statement: object) -> int:
    result = await session.execute(statement, execution_options={"synchronize_session": False})  # type: ignore[call-overload]
    return cast(CursorResult[object], result).rowcount
