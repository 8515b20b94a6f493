"""Messages the account sends by itself, and what became of them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from base.database import Base, EncryptedText, UtcDateTime

STATES = ("queued", "sending", "sent", "failed", "unknown")


class Notice(Base):
    """One message to one member. `state` moves by compare-and-set only: queued, sending, then how it ended."""

    __tablename__ = "notices"
    __table_args__ = (
        CheckConstraint("state IN ('queued', 'sending', 'sent', 'failed', 'unknown')", name="state"),
        Index("ix_notices_member_id_created_at", "member_id", "created_at"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(32), doc="what it is about: events.booked, legal.booked, handoff.answer …")
    text: Mapped[str] = mapped_column(EncryptedText)
    state: Mapped[str] = mapped_column(String(8), default="queued")
    reason: Mapped[str] = mapped_column(String(200), default="", doc="why failed or unknown, for staff")
    key: Mapped[str] = mapped_column(String(100), unique=True, doc="idempotency key: the same cause, one notice")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sending_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class WorkerBeat(Base):
    """A worker says that it lives. One that stays silent is dead, and its work is taken over."""

    __tablename__ = "worker_beats"

    executor_id: Mapped[str] = mapped_column(String(100), primary_key=True)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
