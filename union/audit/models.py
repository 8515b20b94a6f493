"""The log of what staff did."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from base.database import Base, UtcDateTime


class AuditEntry(Base):
    """One step of one member of staff. Rows are added, and never changed but to detach an erased member."""

    __tablename__ = "audit_entries"
    __table_args__ = (
        Index("ix_audit_entries_at", "at"),
        Index("ix_audit_entries_staff_at", "staff", "at"),
        Index("ix_audit_entries_member_id", "member_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    staff: Mapped[str] = mapped_column(String(32), doc="the account's name, or `command` for the command line")
    task: Mapped[str] = mapped_column(String(24), doc="of union/staff/rules.py: what it was allowed by")
    what: Mapped[str] = mapped_column(String(200), doc="答复建议: as it is read, without personal data")
    path: Mapped[str] = mapped_column(String(200), default="", doc="the page of the console")
    member_id: Mapped[str | None] = mapped_column(String(32), doc="whom it was about; outlives them")
