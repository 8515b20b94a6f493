"""Members, as the account knows them."""

from datetime import datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from base.database import Base, EncryptedText, UtcDateTime


class Member(Base):
    """Somebody who wrote to the account. `id` is the pseudonym all other tables and the engine use."""

    __tablename__ = "members"
    __table_args__ = (UniqueConstraint("account", "openid_index"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    account: Mapped[str] = mapped_column(String(64), doc="appid of the official account the openid belongs to")
    openid: Mapped[str] = mapped_column(EncryptedText)
    openid_index: Mapped[str] = mapped_column(String(64), doc="blind index of the openid")
    name: Mapped[str | None] = mapped_column(EncryptedText)
    phone: Mapped[str | None] = mapped_column(EncryptedText)
    following: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
