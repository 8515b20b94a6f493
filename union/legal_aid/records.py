"""What is kept beside appointments: steps, absences, wishes for an earlier slot, outcomes, ratings, examples."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from base.database import Base, EncryptedText, UtcDateTime
from union.ratings.models import RatingColumns

OUTCOMES = ("advised", "referred", "agreed", "failed", "refused")
_WAITING = text("status = 'waiting'")


class AppointmentStep(Base):
    """One verb done to one appointment. The key makes it happen once; the rows are the appointment's history.

    `by`: empty for the member, `sweep`, or the name of a staff account.
    """

    __tablename__ = "appointment_steps"
    __table_args__ = (Index("ix_appointment_steps_appointment_id", "appointment_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    appointment_id: Mapped[str] = mapped_column(ForeignKey("appointments.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(120), unique=True)
    verb: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(64), default="")


class LawyerLeave(Base):
    """A lawyer is away; the substitute, if there is one, sits in their place."""

    __tablename__ = "lawyer_leaves"
    __table_args__ = (
        CheckConstraint("since < until", name="since_before_until"),
        Index("ix_lawyer_leaves_until", "until"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    lawyer_id: Mapped[str] = mapped_column(ForeignKey("lawyers.id"))
    substitute_id: Mapped[str | None] = mapped_column(ForeignKey("lawyers.id"))
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    until: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(64))
    key: Mapped[str] = mapped_column(String(120), unique=True)


class WindowClosure(Base):
    """A window is closed on a day (Shanghai's) on which somebody would sit there."""

    __tablename__ = "window_closures"
    __table_args__ = (UniqueConstraint("window_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    window_id: Mapped[str] = mapped_column(ForeignKey("legal_windows.id"))
    day: Mapped[date] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(String(100), default="")
    by: Mapped[str] = mapped_column(String(64))


class EarlierWish(Base):
    """A member with an appointment waits for an earlier slot. One waiting wish an appointment; `id` is the order."""

    __tablename__ = "earlier_wishes"
    __table_args__ = (
        CheckConstraint("status IN ('waiting', 'over')", name="status"),
        CheckConstraint("way IN ('', 'window', 'telephone')", name="way"),
        Index(
            "uq_earlier_wishes_waiting",
            "appointment_id",
            unique=True,
            sqlite_where=_WAITING,
            postgresql_where=_WAITING,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    appointment_id: Mapped[str] = mapped_column(ForeignKey("appointments.id", ondelete="CASCADE"))
    before: Mapped[datetime] = mapped_column(UtcDateTime, doc="only a slot that begins before this")
    way: Mapped[str] = mapped_column(String(10), default="", doc="empty: either")
    lawyer_id: Mapped[str | None] = mapped_column(ForeignKey("lawyers.id"), doc="only with this one")
    status: Mapped[str] = mapped_column(String(8), default="waiting")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class AppointmentOutcome(Base):
    """What came of a talk, as who gave it wrote it down."""

    __tablename__ = "appointment_outcomes"
    __table_args__ = (CheckConstraint(f"outcome IN {OUTCOMES}", name="outcome"),)

    appointment_id: Mapped[str] = mapped_column(ForeignKey("appointments.id", ondelete="CASCADE"), primary_key=True)
    outcome: Mapped[str] = mapped_column(String(8))
    words: Mapped[str] = mapped_column(EncryptedText)
    next_step: Mapped[str] = mapped_column(EncryptedText, default="")
    by: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class AppointmentRating(RatingColumns, Base):
    """What a member thought of a talk: asked once."""

    __tablename__ = "appointment_ratings"
    __table_args__ = (CheckConstraint("stars IS NULL OR stars BETWEEN 1 AND 5", name="stars"),)

    appointment_id: Mapped[str] = mapped_column(ForeignKey("appointments.id", ondelete="CASCADE"), primary_key=True)


class CaseExample(Base):
    """An anonymous example for the knowledge base. Nothing of it comes from the member's own words."""

    __tablename__ = "case_examples"
    __table_args__ = (
        CheckConstraint("status IN ('draft', 'approved', 'rejected')", name="status"),
        Index("ix_case_examples_status", "status"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    appointment_id: Mapped[str | None] = mapped_column(
        ForeignKey("appointments.id", ondelete="SET NULL"), unique=True, doc="none once the member is erased"
    )
    service: Mapped[str] = mapped_column(String(12))
    topic: Mapped[str] = mapped_column(String(8))
    text: Mapped[str] = mapped_column(EncryptedText)
    status: Mapped[str] = mapped_column(String(8), default="draft")
    drafted_by: Mapped[str] = mapped_column(String(64))
    drafted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reviewed_by: Mapped[str] = mapped_column(String(64), default="")
    reviewed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
