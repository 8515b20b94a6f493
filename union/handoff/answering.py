"""Staff write to the member: words or a picture, into the transcript and queued as a notice."""

from collections.abc import Mapping
from datetime import datetime
from io import BytesIO

from PIL import Image, UnidentifiedImageError
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from base.limits import Limits
from union.attachments.models import Attachment
from union.attachments.service import STAFF
from union.conversations.reply import PICTURE
from union.conversations.service import add_line
from union.handoff.models import HandoffCase
from union.handoff.outcomes import Done, Refused
from union.handoff.taking import take
from union.handoff.telling import about, still_to_say
from union.ids import new_ordered_id
from union.notices.service import NoticeQueue, queue_notice
from union.staff.scope import EVERYTHING, Scope

ANSWER, ANSWER_PICTURE = "handoff.answer", "handoff.picture"
FIRST, ATTACHMENT = "first", "attachment"  # facts of these notices
_DEFAULT = Limits()


async def answer(
    session: AsyncSession,
    queue: NoticeQueue,
    case_id: int,
    staff: str,
    text: str,
    now: datetime,
    key: str,
    *,
    scope: Scope = EVERYTHING,
    limits: Limits = _DEFAULT,
) -> Done | Refused:
    """Write to the member: into the transcript, and queued as a notice. The same key again does nothing.

    Whoever answers a case that nobody has taken takes it.
    """
    if not text.strip():
        return Refused("empty")
    taken = await take(session, case_id, staff, now, scope=scope, limits=limits)
    if isinstance(taken, Done):
        await _say(session, queue, taken.case, ANSWER, text, now, key, {})
    return taken


async def answer_picture(
    session: AsyncSession,
    queue: NoticeQueue,
    case_id: int,
    staff: str,
    picture: bytes,
    now: datetime,
    key: str,
    *,
    scope: Scope = EVERYTHING,
    limits: Limits = _DEFAULT,
) -> Done | Refused:
    """Send a picture: `picture` is a JPEG as union/attachments/picture.clean_picture makes it (in a thread, before).

    It stands in the transcript like a member's (union/attachments, by the line), for as long as those.
    """
    size = _size(picture)
    if size is None:
        return Refused("no_picture")
    taken = await take(session, case_id, staff, now, scope=scope, limits=limits)
    if isinstance(taken, Refused):
        return taken
    kept, member_id = new_ordered_id(), taken.case.member_id
    line = await _say(session, queue, taken.case, ANSWER_PICTURE, PICTURE, now, key, {ATTACHMENT: kept})
    if line is not None:
        row = Attachment(id=kept, member_id=member_id, key=f"staff:{key}"[:64], state="kept", line_id=line)
        row.subject, row.content, row.created_at = STAFF, picture, now
        row.width, row.height, row.size = *size, len(picture)
        session.add(row)
        await session.flush()
    return taken


async def _say(
    session: AsyncSession,
    queue: NoticeQueue,
    case: HandoffCase,
    kind: str,
    text: str,
    now: datetime,
    key: str,
    facts: Mapping[str, str],
) -> int | None:
    """The line's id; None where this was said before."""
    first = {FIRST: "1"} if await still_to_say(session, case, now) else {}
    notice = (case.member_id, kind, text, now, f"handoff.answer:{key}")
    if await queue_notice(session, queue, *notice, facts={**facts, **first}, about=about(case.id)) is None:
        return None
    connection = await session.connection()
    line = await connection.run_sync(add_line, case.member_id, "staff", text, now)
    said = update(HandoffCase).where(HandoffCase.id == case.id).values(answered_at=now, silent_at=None)
    await session.execute(said, execution_options={"synchronize_session": False})
    await session.refresh(case)
    return line


def _size(picture: bytes) -> tuple[int, int] | None:
    """Width and height by the file's head; nothing is decoded here."""
    try:
        with Image.open(BytesIO(picture), formats=("JPEG",)) as image:
            return image.size
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return None
