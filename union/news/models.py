"""Who wants to hear of which events, and what is still to be told to whom."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from base.database import Base, UtcDateTime


class Subscription(Base):
    """A member wants to hear of new events of a kind, in an area; an empty text stands for all."""

    __tablename__ = "news_subscriptions"
    __table_args__ = (Index("ix_news_subscriptions_kind", "kind"),)

    member_id: Mapped[str] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    city: Mapped[str] = mapped_column(String(32), primary_key=True)
    district: Mapped[str] = mapped_column(String(32), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class NewsItem(Base):
    """An open event that was seen: subscribers hear of each once."""

    __tablename__ = "news_items"

    event_id: Mapped[str] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), primary_key=True)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)


class NewsDue(Base):
    """An event that a member is still to be told of; gone once the notice is written."""

    __tablename__ = "news_due"
    __table_args__ = (Index("ix_news_due_since", "since"),)

    member_id: Mapped[str] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), primary_key=True)
    event_id: Mapped[str] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), primary_key=True)
    since: Mapped[datetime] = mapped_column(UtcDateTime)


class NewsReader(Base):
    """The day on which a member was told last: at most one notice a day."""

    __tablename__ = "news_readers"

    member_id: Mapped[str] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), primary_key=True)
    told_on: Mapped[str] = mapped_column(String(10), doc="ISO date in Shanghai")
