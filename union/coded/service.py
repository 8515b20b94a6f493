"""Verbs on codes: handing one out, taking the answer, calling it back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import CursorResult, Row, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import insert_into
from union.coded import texts
from union.coded.kinds import Context, Given, Kind, Taken
from union.coded.models import ReplyCode
from union.coded.parsing import Spoken, spoken
from union.ids import new_reply_code
from union.notices.service import NoticeQueue

__all__ = ["CodedReplies", "CodedReply", "close_codes", "find_code", "open_code", "purge_codes"]

KEPT = timedelta(days=30)  # after its end a code is still known, so that the member hears why it is not taken
_TRIES = 20  # of 10^5 codes a member has a handful
_NO_SYNC = {"synchronize_session": False}


@dataclass(frozen=True)
class CodedReply:
    """The message was a coded reply; `text` is the answer to it. No engine needs to see it."""

    text: str
    kind: str = ""
    taken: bool = False


async def open_code(
    session: AsyncSession, member_id: str, kind: str, subject: str, now: datetime, expires: datetime
) -> str:
    """A new code under which the member can answer about `subject` until `expires`; it goes into the notice's text."""
    for _ in range(_TRIES):
        values = {"member_id": member_id, "kind": kind, "subject": subject, "created_at": now, "expires_at": expires}
        statement = insert_into(session, ReplyCode).values(code=new_reply_code(), **values).on_conflict_do_nothing()
        code: str | None = await session.scalar(statement.returning(ReplyCode.code))
        if code is not None:
            return code
    raise RuntimeError("no free reply code found for a member")


async def find_code(session: AsyncSession, member_id: str, kind: str, subject: str) -> str | None:
    """The member's code for something, to show it once more; None where it was answered or is gone."""
    which = (ReplyCode.member_id == member_id, ReplyCode.kind == kind, ReplyCode.subject == subject)
    found: str | None = await session.scalar(select(ReplyCode.code).where(*which, ReplyCode.answered_at.is_(None)))
    return found


async def close_codes(
    session: AsyncSession, kind: str, subject: str, *, member_id: str | None = None, only_open: bool = False
) -> None:
    """Forget the codes of something that is over, answered or not; of one member, or unanswered, only if said so."""
    statement = delete(ReplyCode).where(ReplyCode.kind == kind, ReplyCode.subject == subject)
    if member_id is not None:
        statement = statement.where(ReplyCode.member_id == member_id)
    if only_open:
        statement = statement.where(ReplyCode.answered_at.is_(None))
    await session.execute(statement, execution_options=_NO_SYNC)


async def purge_codes(session: AsyncSession, now: datetime) -> None:
    """Delete what has been over for long; called by a schedule."""
    await session.execute(delete(ReplyCode).where(ReplyCode.expires_at < now - KEPT), execution_options=_NO_SYNC)


class CodedReplies:
    """Takes coded replies of all kinds it was given."""

    def __init__(self, kinds: Iterable[Kind]) -> None:
        self._kinds = {kind.name: kind for kind in kinds}

    async def answer(
        self, session: AsyncSession, queue: NoticeQueue, member_id: str, text: str, now: datetime, key: str
    ) -> CodedReply | None:
        """Do what a coded reply asks for; None when the text is none, so that it goes its usual way.

        Costs one regular expression for a text without a code in it. `key` is the message's key: the same key
        again does nothing and gives the same reply.
        """
        found = spoken(text)
        if found is None:
            return None
        row = await _find(session, member_id, found.code)
        if row is None or row.kind not in self._kinds:
            return CodedReply(texts.unknown(found.code)) if self._is_plainly_one(found) else None
        if row.key == key:
            return CodedReply(row.reply or texts.answered(found.code), row.kind, taken=True)
        kind = self._kinds[row.kind]
        said = found.word_of(kind.words, takes_text=kind.takes_text)
        if said is None:
            return CodedReply(texts.which_words(kind.shown(found.code)), row.kind)
        given = Given(member_id, row.subject, kind.words[said[0]], said[1], key)
        return await _take(Context(session, queue), kind, found.code, given, now)

    def _is_plainly_one(self, found: Spoken) -> bool:
        """Whether the text is nothing but a word of ours and a code, even if the code is nobody's."""
        return any(found.word_of(kind.words, takes_text=False) for kind in self._kinds.values())


async def _take(context: Context, kind: Kind, code: str, given: Given, now: datetime) -> CodedReply:
    mine = (ReplyCode.member_id == given.member_id, ReplyCode.code == code)
    open_now = (ReplyCode.answered_at.is_(None), ReplyCode.expires_at > now)
    claim = update(ReplyCode).where(*mine, *open_now).values(answered_at=now, key=given.key)
    result = await context.session.execute(claim, execution_options=_NO_SYNC)
    assert isinstance(result, CursorResult)
    if result.rowcount != 1:
        return await _why_not(context.session, code, given, kind)
    outcome = await kind.verb(context, given, now)
    taken = isinstance(outcome, Taken)
    values = {"reply": outcome.text} if taken else {"answered_at": None, "key": None}
    await context.session.execute(update(ReplyCode).where(*mine).values(**values), execution_options=_NO_SYNC)
    return CodedReply(outcome.text, kind.name, taken)


async def _why_not(session: AsyncSession, code: str, given: Given, kind: Kind) -> CodedReply:
    """Answered or expired; or the same message, taken by somebody else at this very moment."""
    row = await _find(session, given.member_id, code)
    if row is None:
        return CodedReply(texts.unknown(code), kind.name)
    if row.key == given.key:
        return CodedReply(row.reply or texts.answered(code), kind.name, taken=True)
    return CodedReply(texts.answered(code) if row.answered_at else texts.expired(code), kind.name)


async def _find(
    session: AsyncSession, member_id: str, code: str
) -> Row[str, str, str | None, str | None, datetime | None] | None:
    query = select(ReplyCode.kind, ReplyCode.subject, ReplyCode.key, ReplyCode.reply, ReplyCode.answered_at)
    return (await session.execute(query.where(ReplyCode.member_id == member_id, ReplyCode.code == code))).first()
