"""Consents, erasures that are due, links to a copy of one's data, and what the law keeps of those who are gone."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from base.database import Base, UtcDateTime

HOW = ("continued", "said_yes")
CAUSES = ("asked", "unfollowed")
_STANDS = text("withdrawn_at IS NULL")


class Consent(Base):
    """A member agreed to a purpose of purposes.yml in one version. A withdrawn one stays, until the member is erased.

    `how`: went on after the notice (continued), or said yes to the question of a sensitive purpose.
    """

    __tablename__ = "consents"
    __table_args__ = (
        CheckConstraint(f"how IN {HOW}", name="how"),
        Index(
            "uq_consents_standing",
            "member_id",
            "purpose",
            "version",
            unique=True,
            sqlite_where=_STANDS,
            postgresql_where=_STANDS,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[str] = mapped_column(String(32))
    version: Mapped[str] = mapped_column(String(16))
    how: Mapped[str] = mapped_column(String(12))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Erasure(Base):
    """A member is to be erased: by their own word, or because they left. Goes with the member."""

    __tablename__ = "erasures"
    __table_args__ = (CheckConstraint(f"cause IN {CAUSES}", name="cause"),)

    member_id: Mapped[str] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), primary_key=True)
    cause: Mapped[str] = mapped_column(String(12))
    due: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class ExportLink(Base):
    """One link to a copy of a member's data, good for one download. Neither token nor code is stored, only hashes."""

    __tablename__ = "export_links"

    token_index: Mapped[str] = mapped_column(String(64), primary_key=True, doc="blind index of the link's token")
    member_id: Mapped[str] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    code_index: Mapped[str] = mapped_column(
        String(64), doc="blind index of token and code: the code stands in the chat"
    )
    tries: Mapped[int] = mapped_column(default=0, doc="codes that were typed")
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class KeptRecord(Base):
    """What the law makes the union keep of a member who was erased: figures and dates, and nobody they belong to."""

    __tablename__ = "kept_records"

    id: Mapped[int] = mapped_column(primary_key=True)
    what: Mapped[str] = mapped_column(String(32), doc="excursions …: the feature it comes from")
    record: Mapped[str] = mapped_column(String(500), doc="in words; neither name, number nor id of the member")
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime)
