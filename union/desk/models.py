"""Replies to be inserted, labels of cases, and notes that no member sees."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from base.database import Base, EncryptedText, UtcDateTime

LONGEST_REPLY = 500  # characters
LOOKS = ("", "red", "amber", "green", "grey")


class CannedReply(Base):
    """A reply that is needed often. Without `owner` it is everybody's; it names members by variables alone."""

    __tablename__ = "canned_replies"
    __table_args__ = (Index("ix_canned_replies_owner", "owner"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(16), doc="what stands on the button")
    text: Mapped[str] = mapped_column(String(LONGEST_REPLY))
    owner: Mapped[str | None] = mapped_column(String(32), doc="name of the staff account whose own it is")


class DeskLabel(Base):
    """A word that cases are sorted by: 待跟进."""

    __tablename__ = "desk_labels"
    __table_args__ = (CheckConstraint(f"look IN {LOOKS}", name="look"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(12), unique=True)
    look: Mapped[str] = mapped_column(String(8), default="")


class CaseLabel(Base):
    """A case has a label."""

    __tablename__ = "case_labels"

    case_id: Mapped[int] = mapped_column(ForeignKey("handoff_cases.id", ondelete="CASCADE"), primary_key=True)
    label_id: Mapped[int] = mapped_column(ForeignKey("desk_labels.id", ondelete="CASCADE"), primary_key=True)


class CaseNote(Base):
    """What staff write for each other about a case. It goes with the case, so with the member too."""

    __tablename__ = "case_notes"
    __table_args__ = (Index("ix_case_notes_case_id", "case_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("handoff_cases.id", ondelete="CASCADE"))
    staff: Mapped[str] = mapped_column(String(32))
    text: Mapped[str] = mapped_column(EncryptedText)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
