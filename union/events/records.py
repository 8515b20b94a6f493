"""What is kept beside bookings: steps, bars, draws, announcements on their way, ratings."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from base.database import Base, EncryptedText, UtcDateTime
from union.ratings.models import RatingColumns

_WAITING = text("status IN ('committed', 'published')")


class BookingStep(Base):
    """One verb done to one booking. The key makes it happen once; the rows are the booking's history.

    `by`: empty for the member, `sweep`, or the name of a staff account. `missed`: a no-show, or a late cancelling
    that counts as one.
    """

    __tablename__ = "booking_steps"
    __table_args__ = (Index("ix_booking_steps_booking_id", "booking_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    booking_id: Mapped[str] = mapped_column(ForeignKey("bookings.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(120), unique=True)
    verb: Mapped[str] = mapped_column(String(16))
    missed: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(64), default="")


class Bar(Base):
    """A member who may not sign up until a time. `kind` empty: for no kind of event.

    `appeal`: none, asked, kept or lifted. A lifted bar stays as a row and bars nobody.
    """

    __tablename__ = "event_bars"
    __table_args__ = (
        CheckConstraint("appeal IN ('none', 'asked', 'kept', 'lifted')", name="appeal"),
        Index("ix_event_bars_member_id", "member_id"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(16), default="")
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    until: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(String(200))
    key: Mapped[str] = mapped_column(String(120), unique=True)
    appeal: Mapped[str] = mapped_column(String(8), default="none")
    appeal_text: Mapped[str | None] = mapped_column(EncryptedText)
    appealed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by: Mapped[str] = mapped_column(String(64), default="")
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decision: Mapped[str | None] = mapped_column(EncryptedText, doc="why, as the member was told")


class Draw(Base):
    """The lottery of one session: committed (the seed's hash is out), published (the entries), drawn, called_off."""

    __tablename__ = "event_draws"
    __table_args__ = (
        CheckConstraint("status IN ('committed', 'published', 'drawn', 'called_off')", name="status"),
        Index("ix_event_draws_due", "due", sqlite_where=_WAITING, postgresql_where=_WAITING),
    )

    session_id: Mapped[str] = mapped_column(ForeignKey("event_sessions.id", ondelete="CASCADE"), primary_key=True)
    status: Mapped[str] = mapped_column(String(12), default="committed")
    seed: Mapped[str] = mapped_column(EncryptedText, doc="secret until the draw")
    seed_hash: Mapped[str] = mapped_column(String(64))
    salt: Mapped[str] = mapped_column(EncryptedText, doc="never published: entries' salts come from it")
    entries: Mapped[int] = mapped_column(default=0, doc="counted under the row's lock, so that none comes too late")
    due: Mapped[datetime] = mapped_column(UtcDateTime, doc="when the next step is to be taken")
    publication: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    drawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Announcement(Base):
    """Something to tell everybody signed up. `kind`: changed, called_off, group, drawn, rate, say."""

    __tablename__ = "event_announcements"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    session_id: Mapped[str] = mapped_column(ForeignKey("event_sessions.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(EncryptedText, default="")
    key: Mapped[str] = mapped_column(String(120), unique=True)
    by: Mapped[str] = mapped_column(String(64), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Recipient(Base):
    """A booking that an announcement has yet to reach; the row goes when its notice is queued."""

    __tablename__ = "event_recipients"

    announcement_id: Mapped[str] = mapped_column(
        ForeignKey("event_announcements.id", ondelete="CASCADE"), primary_key=True
    )
    booking_id: Mapped[str] = mapped_column(ForeignKey("bookings.id", ondelete="CASCADE"), primary_key=True)


class Rating(RatingColumns, Base):
    """What a member thought of a session: asked once, 1 to 5 stars and words, both empty until answered."""

    __tablename__ = "event_ratings"
    __table_args__ = (CheckConstraint("stars IS NULL OR stars BETWEEN 1 AND 5", name="stars"),)

    booking_id: Mapped[str] = mapped_column(ForeignKey("bookings.id", ondelete="CASCADE"), primary_key=True)
    session_id: Mapped[str] = mapped_column(ForeignKey("event_sessions.id", ondelete="CASCADE"), index=True)
