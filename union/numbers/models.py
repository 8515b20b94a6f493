"""Counts by day. Nothing here names a member for longer than it takes to count them once a day."""

from datetime import date

from sqlalchemy import Date, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from base.database import Base


class DailyCount(Base):
    """How often something happened on a day (of Shanghai) among the members of one union or account.

    `union_id`: of the roster the member is bound to; empty: bound to none, then `account` says where they belong.
    """

    __tablename__ = "daily_counts"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    measure: Mapped[str] = mapped_column(String(16), primary_key=True, doc="one of counting.MEASURES")
    label: Mapped[str] = mapped_column(String(200), primary_key=True, doc="an outcome, an intent, program:ID")
    account: Mapped[str] = mapped_column(String(64), primary_key=True)
    union_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    count: Mapped[int]


class CountedVisit(Base):
    """A member was counted on this day; kept for a few days, so that they are counted once."""

    __tablename__ = "counted_visits"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), primary_key=True)


class CountingMark(Base):
    """The last line of the transcripts that was counted."""

    __tablename__ = "counting_marks"

    name: Mapped[str] = mapped_column(String(16), primary_key=True)
    last_id: Mapped[int]
