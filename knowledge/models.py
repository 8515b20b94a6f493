"""Tables of the knowledge base: versions, and what each entry said from one version to another."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from base.database import Base, UtcDateTime

_HOLDS = text("until IS NULL")  # an entry says one thing at a time


class KnowledgeVersion(Base):
    """One state of all entries; the highest number is the current one. `staff` and `step`: who did what in it."""

    __tablename__ = "knowledge_versions"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content_hash: Mapped[str] = mapped_column(String(64), doc="of the imported files, so that the same are seen")
    from_files: Mapped[bool] = mapped_column(doc="imported from a folder, not edited in the console")
    staff: Mapped[str] = mapped_column(String(32), default="", server_default="", doc="empty: imported")
    step: Mapped[str] = mapped_column(
        String(16), default="", server_default="", doc="added, changed, reviewed, retired, restored"
    )
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class KnowledgeEntry(Base):
    """What an entry said from `version` on, as the loader checked it, until the version `until` (NULL: it still does).

    Rows are closed, never changed: a reader that knows its version needs no lock.
    """

    __tablename__ = "knowledge_entries"
    __table_args__ = (
        Index(
            "uq_knowledge_entries_current",
            "kind",
            "entry_id",
            unique=True,
            sqlite_where=_HOLDS,
            postgresql_where=_HOLDS,
        ),
    )

    version: Mapped[int] = mapped_column(ForeignKey("knowledge_versions.number", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(8), primary_key=True, doc="program, right, hotline or guide")
    entry_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    until: Mapped[int | None] = mapped_column(doc="the first version that says something else, or nothing")
    position: Mapped[int] = mapped_column(doc="order of the files")
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
