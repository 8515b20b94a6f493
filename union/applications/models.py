"""Rounds that staff open, applications and what happened to them, and drafts. What is told is encrypted."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from base.database import Base, EncryptedText, UtcDateTime

STATUSES = (
    *("submitted", "incomplete", "returned", "approved", "refused", "appealed", "fulfilled"),
    *("withdrawn", "lapsed"),
)
DEAD = ("withdrawn", "lapsed")  # these do not stand in the way of another application in the period
OPEN = ("submitted", "incomplete", "returned", "appealed")  # nothing is decided for good
_LIVE = text(f"status NOT IN {DEAD} AND member_id IS NOT NULL")
_WAITING = text("papers_until IS NOT NULL")


class ApplicationRound(Base):
    """An opening of one kind by one union (申请批次). `granted` and `spent_yuan` change by guarded UPDATEs alone."""

    __tablename__ = "application_rounds"
    __table_args__ = (
        CheckConstraint("granted >= 0 AND (quota IS NULL OR granted <= quota)", name="granted"),
        CheckConstraint("spent_yuan >= 0 AND (budget_yuan IS NULL OR spent_yuan <= budget_yuan)", name="spent"),
        Index("ix_application_rounds_closes_at", "closes_at"),
    )

    id: Mapped[str] = mapped_column(String(64), primary_key=True, doc="a short slug")
    kind: Mapped[str] = mapped_column(String(32), doc="of kinds/*.yml")
    title: Mapped[str] = mapped_column(String(60))
    union_id: Mapped[str] = mapped_column(String(64), default="", doc="of the roster; empty: of no union there")
    union_name: Mapped[str] = mapped_column(String(100))
    city: Mapped[str] = mapped_column(String(16))
    district: Mapped[str] = mapped_column(String(16), default="")
    period: Mapped[str] = mapped_column(String(16), doc="2026; within it `once_per: year` holds")
    opens_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closes_at: Mapped[datetime] = mapped_column(UtcDateTime)
    papers_until: Mapped[datetime] = mapped_column(UtcDateTime)
    quota: Mapped[int | None] = mapped_column(doc="how many can be granted")
    granted: Mapped[int] = mapped_column(default=0)
    budget_yuan: Mapped[int | None]
    spent_yuan: Mapped[int] = mapped_column(default=0)
    open_to_unbound: Mapped[bool] = mapped_column(default=False)
    demo: Mapped[bool] = mapped_column(default=False)

    @property
    def area(self) -> str:
        """上城区, or the city."""
        return self.district or self.city


class Application(Base):
    """One member's application. Erased ones that were paid stay without member, name, phone and answers."""

    __tablename__ = "applications"
    __table_args__ = (
        CheckConstraint(f"status IN {STATUSES}", name="status"),
        UniqueConstraint("number"),
        UniqueConstraint("key"),
        Index("uq_applications_live", "scope", "member_id", unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE),
        Index("ix_applications_member_id", "member_id"),
        Index("ix_applications_round_id_status", "round_id", "status"),
        Index("ix_applications_papers_until", "papers_until", sqlite_where=_WAITING, postgresql_where=_WAITING),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    number: Mapped[str] = mapped_column(String(12), doc="what member and staff call it")
    round_id: Mapped[str] = mapped_column(ForeignKey("application_rounds.id"))
    member_id: Mapped[str | None] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    scope: Mapped[str] = mapped_column(String(96), doc="within which a member has one: round, kind and period, kind")
    status: Mapped[str] = mapped_column(String(12))
    name: Mapped[str | None] = mapped_column(EncryptedText)
    phone: Mapped[str | None] = mapped_column(EncryptedText)
    answers: Mapped[str | None] = mapped_column(EncryptedText, doc="JSON by the ids of the kind's questions")
    papers: Mapped[str | None] = mapped_column(EncryptedText, doc="JSON: ids of pictures by the ids of the papers")
    papers_until: Mapped[datetime | None] = mapped_column(UtcDateTime, doc="while something is awaited of the member")
    amount_yuan: Mapped[int | None]
    reason: Mapped[str | None] = mapped_column(EncryptedText, doc="of the last decision, as the member reads it")
    decided_by: Mapped[str | None] = mapped_column(String(32), doc="staff's name; until an appeal: of the first")
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    appeal_text: Mapped[str | None] = mapped_column(EncryptedText)
    appealed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, doc="set once: there is one appeal")
    submitted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    key: Mapped[str] = mapped_column(String(100), doc="idempotency key of the message that handed it in")

    round: Mapped[ApplicationRound] = relationship(lazy="joined", innerjoin=True)


class ApplicationStep(Base):
    """One thing that happened to an application: for staff's timeline, and so that a key does it once."""

    __tablename__ = "application_steps"
    __table_args__ = (UniqueConstraint("key"), Index("ix_application_steps_application_id", "application_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[str] = mapped_column(ForeignKey("applications.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(100))
    status: Mapped[str] = mapped_column(String(12), doc="after it")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    staff: Mapped[str] = mapped_column(String(32), default="", doc="name; empty: the member, or time")


class ApplicationDraft(Base):
    """What a member has filled in and not handed in. Its id becomes the application's, so that pictures stay."""

    __tablename__ = "application_drafts"
    __table_args__ = (
        UniqueConstraint("member_id", "kind"),
        Index("ix_application_drafts_updated_at", "updated_at"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(32))
    round_id: Mapped[str] = mapped_column(ForeignKey("application_rounds.id", ondelete="CASCADE"))
    told: Mapped[str] = mapped_column(EncryptedText, doc="JSON: answers, papers, name, phone")
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)

    round: Mapped[ApplicationRound] = relationship(lazy="joined", innerjoin=True)
