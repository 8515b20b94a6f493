"""The table of questions that were not answered well."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from base.database import Base, EncryptedText, UtcDateTime


class UnansweredQuestion(Base):
    """One question, without who asked it: for learning the wording is enough.

    `answered_by`: an entry's id; empty where staff found that it is not for a union to answer.
    """

    __tablename__ = "unanswered_questions"
    __table_args__ = (Index("ix_unanswered_questions_asked_at", "asked_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(EncryptedText)
    outcome: Mapped[str] = mapped_column(String(16), doc="not_found, ambiguous, not_understood")
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_by: Mapped[str | None] = mapped_column(String(200))
