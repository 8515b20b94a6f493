"""The desk itself: its groups, who is there, when it is open. Nothing of members."""

from datetime import datetime, time

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, Time
from sqlalchemy.orm import Mapped, mapped_column

from base.database import Base, UtcDateTime


class HandoffGroup(Base):
    """Some of staff, for some topics or one union. `next_id`: who is asked where they take a case in no time."""

    __tablename__ = "handoff_groups"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(32), unique=True)
    topics: Mapped[str] = mapped_column(Text, default="", doc="words, one a line; none: every topic")
    union_id: Mapped[str | None] = mapped_column(ForeignKey("unions.id", ondelete="SET NULL"), doc="None: all unions")
    next_id: Mapped[int | None] = mapped_column(ForeignKey("handoff_groups.id", ondelete="SET NULL"))
    remind_minutes: Mapped[int]
    escalate_minutes: Mapped[int]
    is_fallback: Mapped[bool] = mapped_column(default=False, doc="takes what belongs to no other group")
    demo: Mapped[bool] = mapped_column(default=False)


class HandoffGroupStaff(Base):
    """Who is in a group, by the name of the account."""

    __tablename__ = "handoff_group_staff"

    group_id: Mapped[int] = mapped_column(ForeignKey("handoff_groups.id", ondelete="CASCADE"), primary_key=True)
    staff: Mapped[str] = mapped_column(String(32), primary_key=True, index=True)


class StaffPresence(Base):
    """Whether somebody of staff is at the desk. `seen_at`: a page of theirs was open then."""

    __tablename__ = "staff_presence"
    __table_args__ = (CheckConstraint("state IN ('here', 'busy', 'away')", name="state"),)

    staff: Mapped[str] = mapped_column(String(32), primary_key=True)
    state: Mapped[str] = mapped_column(String(4), default="here")
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    capacity: Mapped[int] = mapped_column(doc="cases at once, urgent ones aside")


class DeskHours(Base):
    """A time of the week at which staff are there; no row at all: at any time. Monday is 0, hours are Shanghai's."""

    __tablename__ = "desk_hours"
    __table_args__ = (CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),)

    weekday: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    starts: Mapped[time] = mapped_column(Time, primary_key=True)
    ends: Mapped[time] = mapped_column(Time)


class HandoffDay(Base):
    """How many numbers of a day are given out: L1120-003 is the third of 20 November."""

    __tablename__ = "handoff_days"

    day: Mapped[str] = mapped_column(String(8), primary_key=True)
    last: Mapped[int]
