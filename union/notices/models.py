"""Messages the account sends by itself, and what became of them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from base.database import Base, EncryptedText, UtcDateTime

PENDING = ("waiting", "queued")  # nothing has been sent yet: it can still be cancelled
STATES = (*PENDING, "sending", "sent", "failed", "unknown", "cancelled", "expired")
_IS_PENDING = text("state IN ('waiting', 'queued')")


class Notice(Base):
    """One message to one member. `state` moves by compare-and-set only.

    waiting (for its time) -> queued (a worker will take it) -> sending -> sent | failed | unknown; back to waiting
    when it is put off; cancelled or expired before it was sent.
    """

    __tablename__ = "notices"
    __table_args__ = (
        CheckConstraint(f"state IN ({', '.join(repr(state) for state in STATES)})", name="state"),
        Index("ix_notices_member_id_created_at", "member_id", "created_at"),
        Index("ix_notices_pending_due", "due", sqlite_where=_IS_PENDING, postgresql_where=_IS_PENDING),
        Index("ix_notices_state_id", "state", "id"),
        Index("ix_notices_broadcast_id_state", "broadcast_id", "state"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, doc="sorts by the moment it was written")
    member_id: Mapped[str] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(32), doc="what it is about, see kinds.yml")
    text: Mapped[str] = mapped_column(EncryptedText)
    facts: Mapped[str | None] = mapped_column(EncryptedText, doc="JSON object: short strings for a template's fields")
    state: Mapped[str] = mapped_column(String(10), default="queued")
    reason: Mapped[str] = mapped_column(String(200), default="", doc="why it is in this state, for staff")
    key: Mapped[str] = mapped_column(String(100), unique=True, doc="idempotency key: the same cause, one notice")
    about: Mapped[str] = mapped_column(String(64), default="", index=True, doc="booking:ID … to cancel it by")
    due: Mapped[datetime] = mapped_column(UtcDateTime, doc="not to be sent before")
    expires: Mapped[datetime | None] = mapped_column(UtcDateTime, doc="useless from then on")
    tries: Mapped[int] = mapped_column(default=0, doc="sends that ended with: later")
    run: Mapped[int] = mapped_column(default=0, doc="counts how often it was queued: an older workflow leaves it alone")
    broadcast_id: Mapped[str | None] = mapped_column(ForeignKey("broadcasts.id", ondelete="CASCADE"))
    batch: Mapped[str | None] = mapped_column(String(32), index=True, doc="the workflow that sends it with others")
    message_id: Mapped[str] = mapped_column(String(64), default="", index=True, doc="the platform's, for its result")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sending_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    delivered_at: Mapped[datetime | None] = mapped_column(UtcDateTime, doc="when the platform confirmed it")


class Broadcast(Base):
    """One text to many members, each of whom gets a notice. Stopped: what was not sent yet never is."""

    __tablename__ = "broadcasts"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    kind: Mapped[str] = mapped_column(String(32))
    key: Mapped[str] = mapped_column(String(100), unique=True)
    total: Mapped[int] = mapped_column(doc="members it was written for")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    stopped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class WorkerBeat(Base):
    """A worker says that it lives. One that stays silent is dead, and its work is taken over."""

    __tablename__ = "worker_beats"

    executor_id: Mapped[str] = mapped_column(String(100), primary_key=True)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
