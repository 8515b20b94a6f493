"""Suggestions and complaints, and the numbers they were given."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from base.database import Base, EncryptedText, UtcDateTime

STATES = ("open", "forwarded", "answered", "closed")


class SuggestionDay(Base):
    """How many numbers of a day are given out: JY-20261118-0007 is the seventh."""

    __tablename__ = "suggestion_days"

    day: Mapped[str] = mapped_column(String(8), primary_key=True)
    last: Mapped[int]


class Suggestion(Base):
    """What a member tells the union. `state` moves by compare-and-set only.

    open -> forwarded -> answered | closed; a forwarded one may be forwarded again. Name and phone are empty where the
    member gave none: then staff see the number alone, and the answer goes to the member by the account.
    """

    __tablename__ = "suggestions"
    __table_args__ = (
        CheckConstraint(f"state IN ({', '.join(repr(state) for state in STATES)})", name="state"),
        Index("ix_suggestions_state_created_at", "state", "created_at"),
        Index("ix_suggestions_member_id_created_at", "member_id", "created_at"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    topic: Mapped[str] = mapped_column(String(16), doc="a name of topics.yml")
    text: Mapped[str] = mapped_column(EncryptedText)
    name: Mapped[str | None] = mapped_column(EncryptedText)
    phone: Mapped[str | None] = mapped_column(EncryptedText)
    urgent: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(9), default="open")
    forwarded_to: Mapped[str] = mapped_column(String(64), default="", doc="an office, no person")
    answer: Mapped[str | None] = mapped_column(EncryptedText, doc="what the member was told, or why it was closed")
    handled_by: Mapped[str] = mapped_column(String(32), default="", doc="who of staff did the last step")
    handled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    key: Mapped[str] = mapped_column(String(100), unique=True, doc="idempotency key of the message that sent it")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
