"""Tables of the knowledge base: whole versions, never changed once written."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from base.database import Base, UtcDateTime


class KnowledgeVersion(Base):
    """One state of all entries (programs, rights, hotlines); the highest number is the current one."""

    __tablename__ = "knowledge_versions"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content_hash: Mapped[str] = mapped_column(String(64), doc="of all entries, so that the same content is seen")
    from_files: Mapped[bool] = mapped_column(doc="imported from a folder, not edited in the console")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class KnowledgeEntry(Base):
    """One entry in one version, as the loader checked it."""

    __tablename__ = "knowledge_entries"

    version: Mapped[int] = mapped_column(ForeignKey("knowledge_versions.number", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(8), primary_key=True, doc="program, right or hotline")
    entry_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    position: Mapped[int] = mapped_column(doc="order of the files")
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
