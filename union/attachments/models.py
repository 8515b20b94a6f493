"""Pictures members sent: checked, encrypted, and kept as long as what they belong to."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from base.database import Base, EncryptedBytes, EncryptedText, UtcDateTime

AWAITED = text("state = 'awaited'")  # written out: so both databases recognise the index of these few rows


class Attachment(Base):
    """One picture message. Its row is there before the picture is: so a process that dies forgets none.

    `state`: awaited (to be downloaded by `media_id`), kept, or why it is not.
    `subject`: what it belongs to ("application:ID", "appointment:ID", STAFF); without one it goes after a day.
    `content` is read only where it is asked for.
    """

    __tablename__ = "attachments"
    __table_args__ = (
        CheckConstraint(
            "state IN ('awaited', 'kept', 'too_big', 'no_picture', 'unreachable', 'expired')", name="state"
        ),
        CheckConstraint("(state = 'kept') = (content IS NOT NULL)", name="kept_has_content"),
        Index("ix_attachments_awaited", "created_at", sqlite_where=AWAITED, postgresql_where=AWAITED),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    key: Mapped[str] = mapped_column(String(64), unique=True, doc="the message's")
    state: Mapped[str] = mapped_column(String(12))
    line_id: Mapped[int | None] = mapped_column(
        ForeignKey("messages.id", ondelete="SET NULL"), index=True, doc="its line in the transcript"
    )
    subject: Mapped[str | None] = mapped_column(String(64), index=True)
    media_id: Mapped[str | None] = mapped_column(EncryptedText, doc="the platform's; while awaited")
    width: Mapped[int | None] = mapped_column(doc="pixels")
    height: Mapped[int | None]
    size: Mapped[int | None] = mapped_column(doc="bytes of the JPEG")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    content: Mapped[bytes | None] = mapped_column(EncryptedBytes, deferred=True, doc="a JPEG without metadata")
