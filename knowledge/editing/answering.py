"""An answer made from unanswered questions: the entry and the group's end, or neither."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from knowledge.content import Entry, EntryKind
from knowledge.editing.service import By, Refused, Saved, save_entry
from knowledge.learning.service import mark_answered, open_among


async def answer_questions(
    session: AsyncSession, ids: Sequence[int], kind: EntryKind, entry: Entry, *, base: int, by: By
) -> Saved | Refused:
    """Save the entry, and mark the questions as answered by it; with no questions it is a plain save.

    Refused as `settled` where somebody dealt with all of them in between: their answer may be another.
    """
    if ids and not await open_among(session, ids):
        return Refused("settled")
    saved = await save_entry(session, kind, entry, base=base, by=by)
    if isinstance(saved, Saved) and ids:
        await mark_answered(session, ids, entry.id)
    return saved
