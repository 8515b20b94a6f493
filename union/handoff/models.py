"""Cases: a member asked for staff."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from base.database import Base, UtcDateTime

_LIVE = text("state <> 'ended'")


class HandoffCase(Base):
    """One request for staff. `state` moves by compare-and-set: waiting, taken, ended. A member has one live case."""

    __tablename__ = "handoff_cases"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'taken', 'ended')", name="state"),
        Index("uq_handoff_cases_live_member", "member_id", unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE),
        Index("ix_handoff_cases_state_asked_at", "state", "asked_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    topic: Mapped[str] = mapped_column(String(40), default="", doc="what it is about, a word or two; no member's text")
    urgent: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(8), default="waiting")
    staff: Mapped[str | None] = mapped_column(String(32), doc="name of the staff account that took it")
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by: Mapped[str | None] = mapped_column(String(32), doc="`member`, or the staff account's name")
