"""Events, their quotas, and who has a place."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from base.database import Base, EncryptedText, UtcDateTime

# Every status but `cancelled` holds a place or a claim on one: a later waitlist or hold stays unique a member too.
_LIVE = text("status <> 'cancelled'")


class Event(Base):
    """Something one signs up for. `status`: open or called_off."""

    __tablename__ = "events"
    __table_args__ = (
        CheckConstraint("status IN ('open', 'called_off')", name="status"),
        CheckConstraint("starts_at < ends_at", name="starts_before_it_ends"),
        CheckConstraint("places_per_member >= 1", name="places_per_member"),
        Index("ix_events_starts_at", "starts_at"),
    )

    id: Mapped[str] = mapped_column(String(64), primary_key=True, doc="a short slug")
    title: Mapped[str] = mapped_column(String(100))
    kind: Mapped[str] = mapped_column(String(16), doc="相亲, 疗休养, 演出, 乒乓球, 培训, 体检 …")
    city: Mapped[str] = mapped_column(String(16), doc="杭州市")
    district: Mapped[str] = mapped_column(String(16), default="", doc="上城区; empty: the whole city")
    place: Mapped[str] = mapped_column(String(100))
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sign_up_opens: Mapped[datetime] = mapped_column(UtcDateTime)
    sign_up_closes: Mapped[datetime] = mapped_column(UtcDateTime)
    places_per_member: Mapped[int] = mapped_column(default=1)
    description: Mapped[str] = mapped_column(Text, default="")
    organiser: Mapped[str] = mapped_column(String(100), default="")
    demo: Mapped[bool] = mapped_column(default=False)
    status: Mapped[str] = mapped_column(String(12), default="open")

    quotas: Mapped[list["Quota"]] = relationship(lazy="joined", order_by="Quota.id", back_populates="event")

    @property
    def left(self) -> int:
        """How many places are left in the tightest quota, when the event was read."""
        return min((quota.capacity - quota.taken for quota in self.quotas), default=0)


class Quota(Base):
    """A number of places. `taken` changes only by the guarded UPDATE of quotas.py; the CHECK is the last word."""

    __tablename__ = "quotas"
    __table_args__ = (
        CheckConstraint("taken >= 0 AND taken <= capacity", name="taken_within_capacity"),
        UniqueConstraint("event_id", "name"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[str] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(32), default="total")
    capacity: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)

    event: Mapped[Event] = relationship(back_populates="quotas", lazy="raise")


class Booking(Base):
    """A member's places at an event. `status`: booked or cancelled, changed by compare-and-set.

    Neither event nor member may be deleted below a booking: its places would never be freed.
    """

    __tablename__ = "bookings"
    __table_args__ = (
        CheckConstraint("status IN ('booked', 'cancelled')", name="status"),
        CheckConstraint("places >= 1", name="places"),
        Index(
            "uq_bookings_live_event_member",
            "event_id",
            "member_id",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
        Index("ix_bookings_member_id", "member_id"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    event_id: Mapped[str] = mapped_column(ForeignKey("events.id"))
    member_id: Mapped[str] = mapped_column(ForeignKey("members.id"))
    places: Mapped[int]
    quota_ids: Mapped[list[int]] = mapped_column(JSON, doc="the quotas its places count in, and are given back to")
    name: Mapped[str] = mapped_column(EncryptedText)
    phone: Mapped[str] = mapped_column(EncryptedText)
    status: Mapped[str] = mapped_column(String(12), default="booked")
    code: Mapped[str] = mapped_column(String(16), unique=True, doc="shown at the door")
    key: Mapped[str] = mapped_column(String(100), unique=True, doc="idempotency key of the sign-up")
    cancel_key: Mapped[str | None] = mapped_column(String(100), doc="idempotency key of the cancelling")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    event: Mapped[Event] = relationship(lazy="raise")
