"""Profiles, introductions, and who has met whom. Everything told is encrypted; nothing of it is a plain column."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from base.database import Base, EncryptedText, UtcDateTime


class Introduction(Base):
    """Two members are asked whether they want to know each other. `state` leaves open once, by compare-and-set."""

    __tablename__ = "introductions"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'exchanged', 'declined', 'expired')", name="state"),
        Index("ix_introductions_state_expires_at", "state", "expires_at"),
        Index("ix_introductions_first_id", "first_id"),
        Index("ix_introductions_second_id", "second_id"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    first_id: Mapped[str] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    second_id: Mapped[str] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    first_answer: Mapped[str | None] = mapped_column(String(3), doc="yes or no")
    second_answer: Mapped[str | None] = mapped_column(String(3))
    state: Mapped[str] = mapped_column(String(9), default="open")
    score: Mapped[int]
    lines: Mapped[str] = mapped_column(EncryptedText, doc="how the score came about, for staff: no values, no texts")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Profile(Base):
    """What a member has told for matchmaking. Withdrawing deletes the row.

    `introduction_id` is the open introduction: a member has at most one, because this is set by compare-and-set.
    """

    __tablename__ = "matchmaking_profiles"
    __table_args__ = (
        CheckConstraint("state IN ('active', 'paused')", name="state"),
        Index("ix_matchmaking_profiles_introduction_id", "introduction_id"),
    )

    member_id: Mapped[str] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), primary_key=True)
    state: Mapped[str] = mapped_column(String(8), default="active")
    values: Mapped[str] = mapped_column(EncryptedText, doc="JSON: facts and wishes that a round weighs")
    texts: Mapped[str] = mapped_column(EncryptedText, doc="JSON: own words; no round reads them")
    name: Mapped[str] = mapped_column(EncryptedText)
    phone: Mapped[str] = mapped_column(EncryptedText)
    consent_version: Mapped[str] = mapped_column(String(16))
    consented_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1, doc="counts changes: a suggestion made before one is void")
    introduction_id: Mapped[str | None] = mapped_column(ForeignKey("introductions.id", ondelete="SET NULL"))
    waiting_since: Mapped[datetime] = mapped_column(UtcDateTime)
    key: Mapped[str] = mapped_column(String(100), doc="idempotency key of the last change")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Met(Base):
    """A pair that has been introduced. Only a keyed hash, so that it may outlive a withdrawn profile."""

    __tablename__ = "matchmaking_met"

    pair: Mapped[str] = mapped_column(String(64), primary_key=True)
