"""Lawyers, when they sit at the window, and who comes to see them."""

from datetime import datetime, time

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Time, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from base.database import Base, EncryptedText, UtcDateTime

TOPICS = ("欠薪", "工伤", "辞退", "合同", "社保", "加班", "女职工", "其他")

_LIVE = text("status <> 'cancelled'")


class LegalWindow(Base):
    """A place where lawyers sit."""

    __tablename__ = "legal_windows"

    id: Mapped[str] = mapped_column(String(64), primary_key=True, doc="a short slug")
    name: Mapped[str] = mapped_column(String(100))
    city: Mapped[str] = mapped_column(String(16))
    district: Mapped[str] = mapped_column(String(16), default="")
    place: Mapped[str] = mapped_column(String(100))
    slot_minutes: Mapped[int] = mapped_column(default=30)
    demo: Mapped[bool] = mapped_column(default=False)


class Lawyer(Base):
    """A lawyer who takes turns at a window."""

    __tablename__ = "lawyers"

    id: Mapped[str] = mapped_column(String(64), primary_key=True, doc="a short slug")
    window_id: Mapped[str] = mapped_column(ForeignKey("legal_windows.id"))
    name: Mapped[str] = mapped_column(String(40))
    firm: Mapped[str] = mapped_column(String(100), default="")
    demo: Mapped[bool] = mapped_column(default=False)

    window: Mapped[LegalWindow] = relationship(lazy="joined")


class RotaDay(Base):
    """A lawyer sits at the window from `starts` to `ends` (Shanghai time) on every `weekday` (Monday is 0)."""

    __tablename__ = "rota_days"
    __table_args__ = (
        CheckConstraint("weekday >= 0 AND weekday <= 6", name="weekday"),
        CheckConstraint("starts < ends", name="starts_before_it_ends"),
        UniqueConstraint("lawyer_id", "weekday", "starts"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    lawyer_id: Mapped[str] = mapped_column(ForeignKey("lawyers.id"))
    weekday: Mapped[int]
    starts: Mapped[time] = mapped_column(Time)
    ends: Mapped[time] = mapped_column(Time)

    lawyer: Mapped[Lawyer] = relationship(lazy="joined")


class Appointment(Base):
    """A member's slot. A live one excludes every other of that lawyer, and of that member, at the same time."""

    __tablename__ = "appointments"
    __table_args__ = (
        CheckConstraint("status IN ('booked', 'cancelled')", name="status"),
        Index(
            "uq_appointments_live_lawyer_start",
            "lawyer_id",
            "starts_at",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
        Index(
            "uq_appointments_live_member_start",
            "member_id",
            "starts_at",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    lawyer_id: Mapped[str] = mapped_column(ForeignKey("lawyers.id"))
    member_id: Mapped[str] = mapped_column(ForeignKey("members.id"))
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    topic: Mapped[str] = mapped_column(String(8), doc="one of TOPICS")
    description: Mapped[str] = mapped_column(EncryptedText)
    name: Mapped[str] = mapped_column(EncryptedText)
    phone: Mapped[str] = mapped_column(EncryptedText)
    status: Mapped[str] = mapped_column(String(12), default="booked")
    code: Mapped[str] = mapped_column(String(16), unique=True)
    key: Mapped[str] = mapped_column(String(100), unique=True, doc="idempotency key of the booking")
    cancel_key: Mapped[str | None] = mapped_column(String(100), doc="idempotency key of the cancelling")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    lawyer: Mapped[Lawyer] = relationship(lazy="raise")
