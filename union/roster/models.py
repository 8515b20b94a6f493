"""The unions as a tree, their rosters, and which WeChat user is which entry."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from base.database import Base, EncryptedText, UtcDateTime

LEVELS = ("city", "district", "street", "company", "trade")
WAYS = ("facts", "code")
_LIVE = text("ended_at IS NULL")
_OPEN = text("settled_at IS NULL")


class Union(Base):
    """A union of the tree. `path`: the ids from the top down to its own, with a slash after each: `hangzhou/hubin/`."""

    __tablename__ = "unions"
    __table_args__ = (CheckConstraint(f"level IN {LEVELS}", name="level"), Index("ix_unions_path", "path"))

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    level: Mapped[str] = mapped_column(String(12))
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("unions.id"))
    path: Mapped[str] = mapped_column(String(500))
    city: Mapped[str] = mapped_column(String(32), default="", doc="杭州市; empty: the parent's")
    district: Mapped[str] = mapped_column(String(32), default="", doc="上城区; empty: the parent's, or the whole city")
    demo: Mapped[bool] = mapped_column(default=False)


class Alliance(Base):
    """Members of `ally_id` count as own at `union_id`. Two rows where it holds both ways."""

    __tablename__ = "union_alliances"

    union_id: Mapped[str] = mapped_column(ForeignKey("unions.id", ondelete="CASCADE"), primary_key=True)
    ally_id: Mapped[str] = mapped_column(ForeignKey("unions.id", ondelete="CASCADE"), primary_key=True)


class RosterEntry(Base):
    """A person on a union's roster. One person may have several, at several unions.

    Everything personal stands encrypted in `person` (union/roster/record.py). The indexes are blind ones: of the
    card, of the phone, and of name, phone and card (`card_proof`) or last four of the id (`id_proof`) together, so
    that one look-up tells whether all of it fits, and nothing tells what does not.
    """

    __tablename__ = "roster_entries"
    __table_args__ = (
        Index("ix_roster_entries_union_id", "union_id", "id"),
        Index("ix_roster_entries_phone_index", "phone_index"),
        Index("ix_roster_entries_card_proof", "card_proof"),
        Index("ix_roster_entries_id_proof", "id_proof"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    union_id: Mapped[str] = mapped_column(ForeignKey("unions.id"))
    person: Mapped[str] = mapped_column(EncryptedText, doc="JSON of a Record")
    card_index: Mapped[str] = mapped_column(String(64), unique=True)
    phone_index: Mapped[str | None] = mapped_column(String(64))
    card_proof: Mapped[str | None] = mapped_column(String(64))
    id_proof: Mapped[str | None] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64), doc="blind index of all of it: tells whether a line changes it")
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime, doc="missing from a full list since then")


class RosterBinding(Base):
    """A WeChat user is this entry: one live binding an entry and account.

    Who unbinds is forgotten at once; what staff have ended (`ended_at`) stays to be looked up, until it is erased.
    """

    __tablename__ = "roster_bindings"
    __table_args__ = (
        CheckConstraint(f"way IN {WAYS}", name="way"),
        Index(
            "uq_roster_bindings_live_entry_account",
            "entry_id",
            "account",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
        UniqueConstraint("key", "entry_id"),
        Index("ix_roster_bindings_member_id", "member_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[str] = mapped_column(ForeignKey("roster_entries.id"))
    member_id: Mapped[str] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    account: Mapped[str] = mapped_column(String(64), doc="appid of the member's official account")
    way: Mapped[str] = mapped_column(String(8))
    key: Mapped[str] = mapped_column(String(100), doc="of the message that caused it")
    bound_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by: Mapped[str | None] = mapped_column(String(64), doc="the name of staff")


class BindingTry(Base):
    """How often somebody has tried to bind on a day: counted a WeChat user, and a phone or card that was named."""

    __tablename__ = "binding_tries"
    __table_args__ = (Index("ix_binding_tries_day", "day"),)

    who: Mapped[str] = mapped_column(String(80), primary_key=True, doc="member:ID, phone:INDEX or card:INDEX")
    day: Mapped[str] = mapped_column(String(10), primary_key=True, doc="in Shanghai, ISO")
    tries: Mapped[int] = mapped_column(default=0)
    key: Mapped[str] = mapped_column(String(100), default="", doc="of the last message that was counted")


class BindingCode(Base):
    """A code the union gave out for one entry: good once, until `expires_at`. The code itself is not kept."""

    __tablename__ = "binding_codes"
    __table_args__ = (Index("ix_binding_codes_entry_id", "entry_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[str] = mapped_column(ForeignKey("roster_entries.id"))
    code_index: Mapped[str] = mapped_column(String(64), unique=True)
    issued_by: Mapped[str] = mapped_column(String(64))
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PhoneChange(Base):
    """A bound member has a new phone: told to the union, which enters it into its roster (or not)."""

    __tablename__ = "roster_phone_changes"
    __table_args__ = (
        UniqueConstraint("key", "entry_id"),
        Index("ix_roster_phone_changes_entry_id", "entry_id"),
        Index("ix_roster_phone_changes_open", "at", sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[str] = mapped_column(ForeignKey("roster_entries.id"))
    member_id: Mapped[str] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    phone: Mapped[str] = mapped_column(EncryptedText)
    key: Mapped[str] = mapped_column(String(100))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    settled_by: Mapped[str | None] = mapped_column(String(64))
    entered: Mapped[bool | None] = mapped_column(doc="whether the union took it over into the roster")
