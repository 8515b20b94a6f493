"""Imports of rosters by the console: how far each has come, and what was wrong with its file."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from base.database import Base, EncryptedText, UtcDateTime

STATES = ("looking", "looked", "entering", "done", "failed", "dropped")
RUNNING = ("looking", "entering")


class RosterImport(Base):
    """One file that somebody uploaded. `state` moves by compare-and-set.

    looking (read on trial) -> looked -> entering -> done; dropped before anything was entered; failed: `why`. One that
    runs says so every few lines (`beat_at`): a run that is silent belongs to a process that died.
    """

    __tablename__ = "roster_imports"
    __table_args__ = (CheckConstraint(f"state IN {STATES}", name="state"), Index("ix_roster_imports_at", "started_at"))

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    union_id: Mapped[str] = mapped_column(ForeignKey("unions.id", ondelete="CASCADE"))
    file: Mapped[str] = mapped_column(String(200), doc="as it was called where it came from")
    full: Mapped[bool] = mapped_column(doc="who is missing from it has left")
    state: Mapped[str] = mapped_column(String(8))
    staff: Mapped[str] = mapped_column(String(32))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    beat_at: Mapped[datetime] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    line: Mapped[int] = mapped_column(default=0, doc="read last")
    about: Mapped[int] = mapped_column(default=0, doc="how many lines there are; 0: not known")
    counts: Mapped[dict[str, int]] = mapped_column(JSON, default=dict, doc="of union/roster/files/importing.Imported")
    unknown: Mapped[list[str]] = mapped_column(JSON, default=list, doc="headings that mean nothing to us")
    first: Mapped[str | None] = mapped_column(EncryptedText, doc="JSON: the first lines, masked; gone when it is over")
    why: Mapped[str] = mapped_column(String(500), default="", doc="why it failed, in Chinese")


class RosterImportProblem(Base):
    """Why a line was not taken, or will not be. Holds nothing of the person."""

    __tablename__ = "roster_import_problems"
    __table_args__ = (Index("ix_roster_import_problems_import_id", "import_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[str] = mapped_column(ForeignKey("roster_imports.id", ondelete="CASCADE"))
    line: Mapped[int]
    column: Mapped[str] = mapped_column(String(32))
    why: Mapped[str] = mapped_column(String(200))
