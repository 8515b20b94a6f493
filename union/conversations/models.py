"""Who answers a member, what was said, and where the engine's dialogue stands."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from base.database import Base, EncryptedBytes, EncryptedText, UtcDateTime


class Conversation(Base):
    """One row a member. `owner` is one of bot, queue, staff; it changes by compare-and-set only.

    `…_left`, `…_until` are the member's allowance: granted by arrival.py, spent by union/allowances.
    """

    __tablename__ = "conversations"

    member_id: Mapped[str] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), primary_key=True)
    owner: Mapped[str] = mapped_column(String(8), default="bot")
    last_message_at: Mapped[datetime] = mapped_column(UtcDateTime)
    message_left: Mapped[int] = mapped_column(default=0, server_default="0", doc="messages a message of theirs allows")
    message_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    moment_left: Mapped[int] = mapped_column(default=0, server_default="0", doc="the same for a click, follow or scan")
    moment_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    pending: Mapped[str | None] = mapped_column(EncryptedText, doc="the rest of a long answer (JSON of Reply)")


class Message(Base):
    """One line of a transcript. `author`: member, bot, staff, notice or event (a line about the talk itself)."""

    __tablename__ = "messages"
    __table_args__ = (Index("ix_messages_member_id_id", "member_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    author: Mapped[str] = mapped_column(String(8))
    text: Mapped[str] = mapped_column(EncryptedText)
    understanding: Mapped[str | None] = mapped_column(EncryptedText, doc="JSON of reply.Understanding")
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Tracker(Base):
    """The engine's dialogue state of one member. `version` is compared and set at every save."""

    __tablename__ = "trackers"

    member_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    version: Mapped[int]
    state: Mapped[bytes] = mapped_column(EncryptedBytes)
    last_key: Mapped[str] = mapped_column(String(64), default="", doc="key of the message handled last")
    last_turn: Mapped[bytes | None] = mapped_column(EncryptedBytes, doc="JSON of its reply.Turn, for a repeat")
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)


OWNERS = ("bot", "queue", "staff")
