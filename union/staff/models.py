"""Accounts of the union's staff, their sessions, and how often somebody has tried to log in."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from base.database import Base, EncryptedText, UtcDateTime

ROLES = ("agent", "lawyer", "editor", "organiser", "admin")


class Staff(Base):
    """Somebody who may log into the console. `union_id`: whose members and matters they see; None: of all unions."""

    __tablename__ = "staff"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(32), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200), doc="argon2id, with its parameters")
    role: Mapped[str] = mapped_column(String(16))
    union_id: Mapped[str | None] = mapped_column(ForeignKey("unions.id"))
    must_change: Mapped[bool] = mapped_column(default=False, doc="somebody else chose the password")
    totp_secret: Mapped[str | None] = mapped_column(EncryptedText, doc="of the second factor; None: there is none")
    totp_step: Mapped[int | None] = mapped_column(doc="of 30 s: the last one whose code was used")
    disabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class StaffSession(Base):
    """One log-in of one browser. `id` is the hash of what the browser holds: who reads the table gets in nowhere."""

    __tablename__ = "staff_sessions"
    __table_args__ = (Index("ix_staff_sessions_staff_id", "staff_id"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"))
    device: Mapped[str] = mapped_column(String(40), default="", doc="Chrome，Windows: as the browser says")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime, doc="somebody did something; a minute late at most")
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_why: Mapped[str] = mapped_column(String(16), default="")


class RecoveryCode(Base):
    """A code that stands in once for the second factor, when the phone is lost."""

    __tablename__ = "staff_recovery_codes"

    code_index: Mapped[str] = mapped_column(String(64), primary_key=True, doc="blind index of account and code")
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class LoginTry(Base):
    """How often somebody has failed to log in: counted an account's name (there or not), and an address."""

    __tablename__ = "login_tries"
    __table_args__ = (Index("ix_login_tries_last_at", "last_at"),)

    who: Mapped[str] = mapped_column(String(80), primary_key=True, doc="blind index: what was typed may be a password")
    failures: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[datetime] = mapped_column(UtcDateTime)
    until: Mapped[datetime | None] = mapped_column(UtcDateTime, doc="nothing is tried before")
