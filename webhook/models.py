"""Claims on inbound messages: who is working on a message, how it is delivered, and its answer."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from base.database import Base, EncryptedText, UtcDateTime

# Written out, so that the few late rows have an index of their own that both databases recognise in a query.
LATE = text("route IN ('push', 'pushing', 'fetch')")
OPEN = text("state = 'running' OR route = 'pushing'")


class Claim(Base):
    """One row a message of the platform, kept 8 days.

    `state`: running, done. `lease_until`: a running claim past it belongs to a process that died.
    `attempt`: which holder; it is compared at every write, so that one who lost the lease writes nothing.
    `route`: how the one reply is delivered; it is decided once, by compare-and-set from `open`:
        passive: in the response, and again in the response to every repeat;
        push, then pushing, then pushed, unknown or (failed) fetch: as a customer-service message;
        fetch, then fetched: the member asks for it with 继续.
    """

    __tablename__ = "inbound_claims"
    __table_args__ = (
        CheckConstraint("state IN ('running', 'done')", name="state"),
        CheckConstraint(
            "route IN ('open', 'passive', 'push', 'pushing', 'pushed', 'unknown', 'fetch', 'fetched')", name="route"
        ),
        Index("ix_inbound_claims_late", "lease_until", sqlite_where=LATE, postgresql_where=LATE),
        Index("ix_inbound_claims_open", "member_id", sqlite_where=OPEN, postgresql_where=OPEN),
    )

    key: Mapped[str] = mapped_column(String(64), primary_key=True, doc="blind: holds no openid")
    member_id: Mapped[str | None] = mapped_column(
        ForeignKey("members.id", ondelete="CASCADE"), index=True, doc="none: the member was erased by this message"
    )
    state: Mapped[str] = mapped_column(String(8))
    route: Mapped[str] = mapped_column(String(8))
    attempt: Mapped[int] = mapped_column(default=1)
    tries: Mapped[int] = mapped_column(default=1, doc="how often the platform delivered it")
    lease_until: Mapped[datetime] = mapped_column(UtcDateTime)
    request: Mapped[str | None] = mapped_column(EncryptedText, doc="the text, while nobody will send it again")
    answer: Mapped[str | None] = mapped_column(EncryptedText, doc="the rendered reply; empty: say nothing")
    created: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
