"""Codes that were sent to members, and what came back."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from base.database import Base, EncryptedText, UtcDateTime


class ReplyCode(Base):
    """One question put to one member. `answered_at` is set once, by compare-and-set; the row is purged later."""

    __tablename__ = "reply_codes"
    __table_args__ = (
        Index("ix_reply_codes_kind_subject", "kind", "subject"),
        Index("ix_reply_codes_expires_at", "expires_at"),
    )

    member_id: Mapped[str] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), primary_key=True)
    code: Mapped[str] = mapped_column(String(8), primary_key=True, doc="unique for the member only")
    kind: Mapped[str] = mapped_column(String(32), doc="whose verb takes the answer: matchmaking.introduction …")
    subject: Mapped[str] = mapped_column(String(64), doc="id of what was offered")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    key: Mapped[str | None] = mapped_column(String(100), doc="idempotency key of the message that answered")
    reply: Mapped[str | None] = mapped_column(EncryptedText, doc="what it was told, for a retry of that message")
