"""Accounts of the union's staff."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from base.database import Base, UtcDateTime

ROLES = ("agent", "lawyer", "editor", "organiser", "admin")


class Staff(Base):
    """Somebody who may log into the console. `union_id`: whose members and matters they see; None: of all unions."""

    __tablename__ = "staff"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(32), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200), doc="argon2id, with its parameters")
    role: Mapped[str] = mapped_column(String(16))
    union_id: Mapped[str | None] = mapped_column(ForeignKey("unions.id"))
    demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
