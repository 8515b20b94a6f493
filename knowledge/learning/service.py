"""Verbs on questions that were not answered well."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge.learning.likeness import grouped
from knowledge.learning.models import UnansweredQuestion

LEARNT_FROM = frozenset({"not_found", "ambiguous", "not_understood"})
KEPT_FOR = timedelta(days=180)
MOST_GROUPED = 2_000  # the newest; grouping compares each with every group
LONGEST = 300  # characters


@dataclass(frozen=True)
class QuestionGroup:
    """Questions that ask the same, for staff: the newest wording first."""

    example: str
    texts: tuple[str, ...]
    ids: tuple[int, ...]
    last_asked: datetime

    @property
    def count(self) -> int:
        return len(self.ids)


async def keep_question(session: AsyncSession, text: str, outcome: str, now: datetime) -> None:
    """Keep a question for staff to learn from, if its outcome (LEARNT_FROM) says it was not answered well."""
    if outcome in LEARNT_FROM and text.strip():
        session.add(UnansweredQuestion(text=text.strip()[:LONGEST], outcome=outcome, asked_at=now))


async def question_groups(session: AsyncSession, most: int = 100) -> list[QuestionGroup]:
    """The open questions, grouped by likeness, the most asked first."""
    query = (
        select(UnansweredQuestion)
        .where(UnansweredQuestion.answered_by.is_(None))
        .order_by(UnansweredQuestion.id.desc())
        .limit(MOST_GROUPED)
    )
    rows = (await session.scalars(query)).all()
    groups = grouped((row.text, row) for row in rows)[:most]
    return [
        QuestionGroup(
            group.leader,
            tuple(dict.fromkeys(row.text for row in group.items)),
            tuple(row.id for row in group.items),
            group.items[0].asked_at,
        )
        for group in groups
    ]


async def mark_answered(session: AsyncSession, ids: tuple[int, ...], entry_id: str) -> None:
    """These questions have an answer now: the entry of this id."""
    statement = update(UnansweredQuestion).where(UnansweredQuestion.id.in_(ids)).values(answered_by=entry_id)
    await session.execute(statement)


async def forget_old(session: AsyncSession, now: datetime) -> None:
    """Delete what is older than KEPT_FOR."""
    await session.execute(delete(UnansweredQuestion).where(UnansweredQuestion.asked_at < now - KEPT_FOR))
