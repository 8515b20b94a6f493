"""Profiles, introductions, rounds, who has met whom. What was told is encrypted; nothing of it is a plain column."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from base.database import Base, EncryptedText, UtcDateTime

_RUNNING = text("state = 'running'")


class Introduction(Base):
    """Two members are asked whether they want to know each other. `state` leaves open once, by compare-and-set."""

    __tablename__ = "introductions"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'exchanged', 'declined', 'expired')", name="state"),
        Index("ix_introductions_state_expires_at", "state", "expires_at"),
        Index("ix_introductions_first_id", "first_id"),
        Index("ix_introductions_second_id", "second_id"),
        Index("ix_introductions_round_id", "round_id"),
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
    round_id: Mapped[str | None] = mapped_column(String(32), doc="the round it was begun in")


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


class Round(Base):
    """A round that staff started: figures only. One runs at a time, which the partial index sees to."""

    __tablename__ = "matchmaking_rounds"
    __table_args__ = (
        CheckConstraint("state IN ('running', 'done', 'broken')", name="state"),
        Index(
            "uq_matchmaking_rounds_running",
            "state",
            unique=True,
            sqlite_where=_RUNNING,
            postgresql_where=_RUNNING,
        ),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    state: Mapped[str] = mapped_column(String(8), default="running")
    path: Mapped[str] = mapped_column(String(500), default="", doc="of the union whose members it was for; empty: all")
    by: Mapped[str] = mapped_column(String(64))
    key: Mapped[str] = mapped_column(String(100), unique=True)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    people: Mapped[int | None] = mapped_column(doc="who were weighed")
    men: Mapped[int | None]
    women: Mapped[int | None]
    asked: Mapped[int | None] = mapped_column(doc="pairs that were asked")


class Tally(Base):
    """How many profiles were begun and withdrawn in a month: whose they were is not kept."""

    __tablename__ = "matchmaking_tallies"
    __table_args__ = (CheckConstraint("what IN ('begun', 'withdrawn')", name="what"),)

    month: Mapped[str] = mapped_column(String(7), primary_key=True, doc="2026-11, in Shanghai")
    what: Mapped[str] = mapped_column(String(9), primary_key=True)
    number: Mapped[int] = mapped_column(default=0)
