"""Members' consent to subscribe notices."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from base.database import Base, UtcDateTime


class NoticeGrant(Base):
    """One row a member and template. Each "allow" is good for one notice (`left`), a long-term one until withdrawn."""

    __tablename__ = "notice_grants"
    __table_args__ = (CheckConstraint('"left" >= 0', name="left"),)

    member_id: Mapped[str] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), primary_key=True)
    template_id: Mapped[str] = mapped_column(String(64), primary_key=True, doc="the platform's id, of this account")
    left: Mapped[int] = mapped_column(default=0, server_default="0")
    long_term: Mapped[bool] = mapped_column(default=False)
    updated: Mapped[datetime] = mapped_column(UtcDateTime)
