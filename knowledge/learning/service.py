"""Verbs on questions that were not answered well."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, cast

from sqlalchemy import ColumnElement, CursorResult, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge.editing.within import Within, asks_within
from knowledge.learning.likeness import Group, grouped
from knowledge.learning.models import UnansweredQuestion

LEARNT_FROM = frozenset({"not_found", "ambiguous", "not_understood"})
KEPT_FOR = timedelta(days=180)
MOST_GROUPED = 2_000  # the newest; grouping compares each with every group
LONGEST = 300  # characters
DISMISSED = ""  # instead of an entry's id: not for a union to answer
# Phones, identity cards, bank cards; a date is none.
_NUMBER = re.compile(r"(?<!\d)(?!20\d\d-\d)\d[\d\- ]{5,}[\dxX]")

Pile = Literal["open", "answered", "dismissed"]


@dataclass(frozen=True)
class QuestionGroup:
    """Questions that ask the same, for staff: the newest wording first, long numbers left out.

    `answered_by`: id of the entry that answers them now.
    """

    example: str
    texts: tuple[str, ...]
    ids: tuple[int, ...]
    last_asked: datetime
    answered_by: str | None = None

    @property
    def count(self) -> int:
        return len(self.ids)

    @property
    def number(self) -> int:
        """The group's name in an address: its oldest question, which stays while others come."""
        return self.ids[-1]


async def keep_question(session: AsyncSession, text: str, outcome: str, now: datetime) -> None:
    """Keep a question for staff to learn from, if its outcome (LEARNT_FROM) says it was not answered well."""
    if outcome in LEARNT_FROM and text.strip():
        session.add(UnansweredQuestion(text=text.strip()[:LONGEST], outcome=outcome, asked_at=now))


def waiting() -> ColumnElement[bool]:
    """A condition on questions: nobody has dealt with them."""
    return UnansweredQuestion.answered_by.is_(None)


async def question_groups(
    session: AsyncSession, most: int = 100, *, pile: Pile = "open", within: Within | None = None
) -> list[QuestionGroup]:
    """The questions of a pile, grouped by likeness, the most asked first. `within`: only such as name its places."""
    rows = await _newest(session, pile)
    groups = await asyncio.to_thread(  # of thousands it takes a moment, in which others are served
        lambda: grouped((row.text, row) for row in rows if asks_within(row.text, within))
    )
    return [_shown(group) for group in groups[:most]]


async def group_of(session: AsyncSession, number: int, within: Within | None = None) -> QuestionGroup | None:
    """The group in which an open question is now; None where it is dealt with, or not for these staff."""
    groups = await question_groups(session, MOST_GROUPED, within=within)
    return next((group for group in groups if number in group.ids), None)


async def mark_answered(session: AsyncSession, ids: Sequence[int], entry_id: str) -> bool:
    """These questions have an answer now: the entry of this id. False where somebody dealt with all of them before."""
    return await _settle(session, ids, waiting(), entry_id)


async def open_among(session: AsyncSession, ids: Sequence[int]) -> bool:
    """Whether any of these still waits; locked until the end of the transaction, where the database can."""
    query = select(UnansweredQuestion.id).where(UnansweredQuestion.id.in_(ids), waiting()).with_for_update()
    return (await session.scalars(query)).first() is not None


async def dismiss(session: AsyncSession, ids: Sequence[int]) -> bool:
    """They are not for a union to answer. False where somebody dealt with all of them before."""
    return await _settle(session, ids, waiting(), DISMISSED)


async def put_back(session: AsyncSession, ids: Sequence[int]) -> bool:
    """They were dismissed by mistake."""
    return await _settle(session, ids, UnansweredQuestion.answered_by == DISMISSED, None)


async def forget_old(session: AsyncSession, now: datetime) -> int:
    """Delete what is older than KEPT_FOR; how many."""
    statement = delete(UnansweredQuestion).where(UnansweredQuestion.asked_at < now - KEPT_FOR)
    return cast("CursorResult[Any]", await session.execute(statement)).rowcount


def without_numbers(text: str) -> str:
    """The wording without what may be a phone number or a card's. Pure."""
    return _NUMBER.sub("（号码）", text)


async def _newest(session: AsyncSession, pile: Pile) -> Sequence[UnansweredQuestion]:
    answered_by = UnansweredQuestion.answered_by
    of_pile = {
        "open": waiting(),
        "dismissed": answered_by == DISMISSED,
        "answered": answered_by != DISMISSED,
    }[pile]
    query = select(UnansweredQuestion).where(of_pile).order_by(UnansweredQuestion.id.desc()).limit(MOST_GROUPED)
    return (await session.scalars(query, execution_options={"populate_existing": True})).all()


async def _settle(session: AsyncSession, ids: Sequence[int], as_before: ColumnElement[bool], now: str | None) -> bool:
    statement = update(UnansweredQuestion).where(UnansweredQuestion.id.in_(ids), as_before).values(answered_by=now)
    result = await session.execute(statement, execution_options={"synchronize_session": False})
    return cast("CursorResult[Any]", result).rowcount > 0


def _shown(group: Group[UnansweredQuestion]) -> QuestionGroup:
    texts = tuple(dict.fromkeys(without_numbers(row.text) for row in group.items))
    ids = tuple(row.id for row in group.items)
    return QuestionGroup(texts[0], texts, ids, group.items[0].asked_at, group.items[0].answered_by)
