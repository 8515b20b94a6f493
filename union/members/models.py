"""Members, as the account knows them."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Index, String, UniqueConstraint, event, inspect
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from base.database import Base, EncryptedText, UtcDateTime


class Member(Base):
    """Somebody who wrote to the account. `id` is the pseudonym all other tables and the engine use."""

    __tablename__ = "members"
    __table_args__ = (UniqueConstraint("account", "openid_index"), Index("ix_members_phone_index", "phone_index"))

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    account: Mapped[str] = mapped_column(String(64), doc="appid of the official account the openid belongs to")
    openid: Mapped[str] = mapped_column(EncryptedText)
    openid_index: Mapped[str] = mapped_column(String(64), doc="blind index of the openid")
    name: Mapped[str | None] = mapped_column(EncryptedText)
    phone: Mapped[str | None] = mapped_column(EncryptedText)
    phone_index: Mapped[str | None] = mapped_column(String(64), doc="blind index of the phone, kept up by itself")
    following: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


def phone_value(phone: str) -> str:
    """What a phone's index is made of."""
    return f"member-phone:{phone}"


@event.listens_for(Member, "before_insert")
@event.listens_for(Member, "before_update")
def _index_phone(_: Mapper[Any], connection: Connection, member: Member) -> None:
    """Wherever a phone is written, it can be found by: no verb has to think of it."""
    if inspect(member).attrs.phone.history.has_changes() or (member.phone and not member.phone_index):
        keyring = connection.dialect.keyring  # type: ignore[attr-defined]  # base/database.py puts it there
        member.phone_index = keyring.blind_index(phone_value(member.phone)) if member.phone else None
