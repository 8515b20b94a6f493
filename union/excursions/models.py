"""Entitlements, their ledger, and the places of a batch that are handed to branch unions."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from base.database import Base, UtcDateTime
from union.excursions.terms import TERMS_TYPE, EntitlementTerms

ENTRIES = ("granted", "reserved", "given_back", "used", "carried", "expired")
STEPS = ("allotted", "returned", "short")
_LEFT = text("days_left > 0 OR yuan_left > 0 OR segments_left > 0")
_FREED = text("freed")


class EntitlementRules(Base):
    """The terms of one kind of event. A kind without a row has no entitlement: its events are open to all."""

    __tablename__ = "entitlement_rules"

    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    terms: Mapped[EntitlementTerms] = mapped_column(TERMS_TYPE)


class Entitlement(Base):
    """What a member has left in a cycle: the sum of its entries, changed only by the guarded UPDATEs of accounts.py.

    `freed`: something came back; the sweep then looks whether the member waits for a place they can have now.
    """

    __tablename__ = "entitlements"
    __table_args__ = (
        CheckConstraint("days_left >= 0 AND yuan_left >= 0 AND segments_left >= 0", name="never_below_zero"),
        UniqueConstraint("member_id", "kind", "cycle"),
        Index("ix_entitlements_ends_at", "ends_at", sqlite_where=_LEFT, postgresql_where=_LEFT),
        Index("ix_entitlements_freed", "id", sqlite_where=_FREED, postgresql_where=_FREED),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(16))
    cycle: Mapped[int] = mapped_column(doc="its first year")
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    days_left: Mapped[int] = mapped_column(default=0)
    yuan_left: Mapped[int] = mapped_column(default=0)
    segments_left: Mapped[int] = mapped_column(default=0)
    freed: Mapped[bool] = mapped_column(default=False)


class EntitlementEntry(Base):
    """One line of the ledger; never changed, never deleted.

    `reserved` takes for a booking; either `given_back` or `used` closes it, once: `closes` is unique. `used` is
    of nothing (it was taken when it was reserved). `booking_id` is no foreign key: the line outlives the booking.
    """

    __tablename__ = "entitlement_entries"
    __table_args__ = (
        CheckConstraint(f"what IN {ENTRIES}", name="what"),
        Index("ix_entitlement_entries_entitlement_id", "entitlement_id"),
        Index("ix_entitlement_entries_booking_id", "booking_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entitlement_id: Mapped[int] = mapped_column(ForeignKey("entitlements.id", ondelete="CASCADE"))
    what: Mapped[str] = mapped_column(String(12))
    days: Mapped[int]
    yuan: Mapped[int]
    segments: Mapped[int]
    booking_id: Mapped[str | None] = mapped_column(String(32))
    closes: Mapped[int | None] = mapped_column(ForeignKey("entitlement_entries.id", ondelete="CASCADE"), unique=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    by: Mapped[str] = mapped_column(String(64), default="", doc="a staff account; empty: the system")
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Allotment(Base):
    """That places of a batch are handed to branch unions, until when, and when what was not taken came back."""

    __tablename__ = "allotments"
    __table_args__ = (Index("ix_allotments_until", "until"),)

    session_id: Mapped[str] = mapped_column(ForeignKey("event_sessions.id", ondelete="CASCADE"), primary_key=True)
    until: Mapped[datetime] = mapped_column(UtcDateTime)
    returned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class BatchStep(Base):
    """What staff are told about a batch: places allotted or returned, and that it is short of its group."""

    __tablename__ = "batch_steps"
    __table_args__ = (
        CheckConstraint(f"what IN {STEPS}", name="what"),
        Index("ix_batch_steps_session_id", "session_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[str] = mapped_column(ForeignKey("event_sessions.id", ondelete="CASCADE"))
    what: Mapped[str] = mapped_column(String(12))
    branch: Mapped[str] = mapped_column(String(50), default="")
    places: Mapped[int] = mapped_column(doc="allotted, returned, or missing for the group")
    key: Mapped[str] = mapped_column(String(160), unique=True)
    by: Mapped[str] = mapped_column(String(64), default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
