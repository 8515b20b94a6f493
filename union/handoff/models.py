"""Cases: a member asked for staff."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from base.database import Base, EncryptedText, UtcDateTime

_LIVE = text("state <> 'ended'")


class HandoffCase(Base):
    """One request for staff. `state` moves by compare-and-set; a member has one live case.

    waiting (the bot is silent) -> taken -> ended; back to waiting when it is given back. left: a message for staff who
    are not there, under a number, while the bot goes on answering; taken as one that waits.
    """

    __tablename__ = "handoff_cases"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'left', 'taken', 'ended')", name="state"),
        Index("uq_handoff_cases_live_member", "member_id", unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE),
        Index("ix_handoff_cases_state_asked_at", "state", "asked_at"),
        Index("ix_handoff_cases_member_id_id", "member_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    topic: Mapped[str] = mapped_column(String(40), default="", doc="what it is about, a word or two; no member's text")
    urgent: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(8), default="waiting")
    staff: Mapped[str | None] = mapped_column(String(32), doc="name of the staff account that took it")
    number: Mapped[str] = mapped_column(String(16), default="", server_default="", doc="of a message left: L1120-003")
    left_text: Mapped[str | None] = mapped_column(EncryptedText, doc="the message that was left")
    group_id: Mapped[int | None] = mapped_column(
        ForeignKey("handoff_groups.id", ondelete="SET NULL"), index=True, doc="whose it is; None: everybody's"
    )
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, doc="its place in the queue")
    waits_since: Mapped[datetime | None] = mapped_column(UtcDateTime, doc="for this group; None: since it was asked")
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime, doc="nobody took it in time")
    escalated_at: Mapped[datetime | None] = mapped_column(UtcDateTime, doc="given to the next group")
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime, doc="when staff last wrote, since it was taken")
    silent_at: Mapped[datetime | None] = mapped_column(UtcDateTime, doc="staff let the member wait too long")
    handover_note: Mapped[str | None] = mapped_column(EncryptedText, doc="for the next of staff, not for the member")
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by: Mapped[str | None] = mapped_column(String(32), doc="`member`, `system`, or the staff account's name")
    ended_why: Mapped[str] = mapped_column(String(12), default="", server_default="", doc="key of END_REASONS")
    rating: Mapped[int | None] = mapped_column(doc="1 to 5, as the member says")
    rating_words: Mapped[str | None] = mapped_column(EncryptedText)
    rated_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
