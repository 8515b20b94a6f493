"""Events, their sessions and quotas, and who has a place. What happens beside is in records.py."""

from datetime import datetime

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from base.database import Base, EncryptedText, UtcDateTime
from union.events.terms import (
    PICTURES_TYPE,
    POLICY_TYPE,
    QUESTIONS_TYPE,
    RULES_TYPE,
    EventPolicy,
    EventQuestion,
    EventRules,
)

# What a booking can be; the first six and `checked_in`, `no_show` are live: one each in a scope and member.
STATUSES = (
    *("held", "booked", "waitlisted", "offered", "entered", "won", "checked_in", "no_show"),
    *("cancelled", "passed_on", "lost", "expired"),
)
DEAD = ("cancelled", "passed_on", "lost", "expired")
LIVE = tuple(status for status in STATUSES if status not in DEAD)
# Those whose places are counted in the quotas.
SEATED = ("held", "booked", "offered", "won", "checked_in", "no_show")
_LIVE = text(f"status NOT IN {DEAD}")
_IN_TIME = text("until IS NOT NULL")


class Event(Base):
    """What one reads about. One signs up for one of its sessions."""

    __tablename__ = "events"
    __table_args__ = (
        CheckConstraint("status IN ('draft', 'open', 'called_off', 'over')", name="status"),
        CheckConstraint("way IN ('first_come', 'lottery')", name="way"),
        Index("ix_events_kind", "kind"),
    )

    id: Mapped[str] = mapped_column(String(64), primary_key=True, doc="a short slug")
    title: Mapped[str] = mapped_column(String(100))
    kind: Mapped[str] = mapped_column(String(16), doc="相亲, 疗休养, 演出, 乒乓球, 培训, 体检 …")
    city: Mapped[str] = mapped_column(String(16), doc="杭州市")
    district: Mapped[str] = mapped_column(String(16), default="", doc="上城区; empty: the whole city")
    place: Mapped[str] = mapped_column(String(100))
    organiser: Mapped[str] = mapped_column(String(100), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    pictures: Mapped[tuple[str, ...]] = mapped_column(PICTURES_TYPE, default=())
    sign_up_opens: Mapped[datetime] = mapped_column(UtcDateTime)
    sign_up_closes: Mapped[datetime] = mapped_column(UtcDateTime)
    way: Mapped[str] = mapped_column(String(12), default="first_come")
    rules: Mapped[EventRules] = mapped_column(RULES_TYPE, default=EventRules())
    questions: Mapped[tuple[EventQuestion, ...]] = mapped_column(QUESTIONS_TYPE, default=())
    policy: Mapped[EventPolicy] = mapped_column(POLICY_TYPE, default=EventPolicy())
    demo: Mapped[bool] = mapped_column(default=False)
    status: Mapped[str] = mapped_column(String(12), default="open")
    union_id: Mapped[str | None] = mapped_column(ForeignKey("unions.id"), doc="whose staff see to it; None: the area's")

    sessions: Mapped[list["EventSession"]] = relationship(
        lazy="raise", order_by="EventSession.starts_at", back_populates="event"
    )


class EventSession(Base):
    """One time at which an event takes place (场次, 批次): what a booking is for.

    `scope` says what a member may have one live booking of; made by rules.scope_of when the session is written.
    With `min_group` it takes place only if so many places are taken by `group_deadline` (成团).
    """

    __tablename__ = "event_sessions"
    __table_args__ = (
        CheckConstraint("status IN ('open', 'called_off', 'over')", name="status"),
        CheckConstraint("starts_at < ends_at", name="starts_before_it_ends"),
        CheckConstraint("(min_group IS NULL) = (group_deadline IS NULL)", name="group"),
        Index("ix_event_sessions_starts_at", "starts_at"),
        Index("ix_event_sessions_event_id", "event_id"),
    )

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    event_id: Mapped[str] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"))
    title: Mapped[str] = mapped_column(String(64), default="", doc="第一批, 19:00–20:00; empty where there is only one")
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    place: Mapped[str] = mapped_column(String(100), default="", doc="instead of the event's")
    sign_up_opens: Mapped[datetime | None] = mapped_column(UtcDateTime, doc="instead of the event's")
    sign_up_closes: Mapped[datetime | None] = mapped_column(UtcDateTime)
    scope: Mapped[str] = mapped_column(String(100))
    min_group: Mapped[int | None]
    group_deadline: Mapped[datetime | None] = mapped_column(UtcDateTime)
    group_reached_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    status: Mapped[str] = mapped_column(String(12), default="open")

    event: Mapped[Event] = relationship(lazy="raise", back_populates="sessions")
    quotas: Mapped[list["Quota"]] = relationship(lazy="raise", order_by="Quota.id", back_populates="meeting")


class Quota(Base):
    """A number of places. `taken` changes only by the guarded UPDATE of quotas.py; the CHECK is the last word.

    `who` it counts: total, men, women, first_timers, returning, union:…, district:…, branch:…; allotted:… and
    returned:… are places handed to a branch union (union/excursions), not counted in total. `closed`: nobody
    gets a place any more (the session is called off), which the same guarded UPDATE sees.
    """

    __tablename__ = "quotas"
    __table_args__ = (
        CheckConstraint("taken >= 0 AND taken <= capacity", name="taken_within_capacity"),
        UniqueConstraint("session_id", "name"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[str] = mapped_column(ForeignKey("event_sessions.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(64), default="total")
    who: Mapped[str] = mapped_column(String(64), default="total")
    capacity: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    closed: Mapped[bool] = mapped_column(default=False)

    meeting: Mapped[EventSession] = relationship(back_populates="quotas", lazy="raise")


class Booking(Base):
    """A member's places, or claim on places, at a session. `status` is changed by compare-and-set only (life.py).

    `until` ends a hold, an offer, or the time to confirm; `rank` and `line` order the waitlist, smallest first.
    Neither session nor member may be deleted below a booking: its places would never be freed.
    """

    __tablename__ = "bookings"
    __table_args__ = (
        CheckConstraint(f"status IN {STATUSES}", name="status"),
        CheckConstraint("places >= 1", name="places"),
        Index(
            "uq_bookings_live_scope_member",
            "scope",
            "member_id",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
        Index("ix_bookings_member_id", "member_id"),
        Index("ix_bookings_session_id_status", "session_id", "status", "rank", "line"),
        Index("ix_bookings_until", "until", sqlite_where=_IN_TIME, postgresql_where=_IN_TIME),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    event_id: Mapped[str] = mapped_column(ForeignKey("events.id"))
    session_id: Mapped[str] = mapped_column(ForeignKey("event_sessions.id"))
    member_id: Mapped[str] = mapped_column(ForeignKey("members.id"))
    scope: Mapped[str] = mapped_column(String(100), doc="the session's, when it was booked")
    places: Mapped[int]
    quota_ids: Mapped[list[int]] = mapped_column(JSON, doc="the quotas its places count in, and are given back to")
    name: Mapped[str] = mapped_column(EncryptedText)
    phone: Mapped[str] = mapped_column(EncryptedText)
    details: Mapped[str | None] = mapped_column(EncryptedText, doc="answers and companions, as JSON")
    status: Mapped[str] = mapped_column(String(12), default="booked")
    until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    rank: Mapped[int] = mapped_column(default=0, doc="0 goes before 1 on the waitlist: frontline first")
    line: Mapped[int] = mapped_column(BigInteger, default=0)
    moves: Mapped[int] = mapped_column(default=0, doc="how often it was changed to another session")
    code: Mapped[str] = mapped_column(String(16), unique=True, doc="shown at the door")
    key: Mapped[str] = mapped_column(String(100), unique=True, doc="idempotency key of the sign-up")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    checked_in_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    came: Mapped[int | None] = mapped_column(doc="how many of `places` came; empty: all of them")
