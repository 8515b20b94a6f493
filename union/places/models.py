"""Places members can go to, the imports they came by, and locations members have sent."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Double, ForeignKey, Index, String, false
from sqlalchemy.orm import Mapped, mapped_column

from base.database import Base, EncryptedText, UtcDateTime

KINDS = ("station", "nursing_room", "workers_home", "window")


class Place(Base):
    """One place. Coordinates are degrees in GCJ-02, as WeChat and Tencent's maps have them."""

    __tablename__ = "places"
    __table_args__ = (
        CheckConstraint(f"kind IN ({', '.join(repr(kind) for kind in KINDS)})", name="kind"),
        Index("ix_places_source", "source"),
    )

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(64))
    address: Mapped[str] = mapped_column(String(200))
    city: Mapped[str] = mapped_column(String(32))
    district: Mapped[str] = mapped_column(String(32), default="")
    town: Mapped[str] = mapped_column(String(32), default="")
    latitude: Mapped[float] = mapped_column(Double)
    longitude: Mapped[float] = mapped_column(Double)
    hours: Mapped[str] = mapped_column(String(255), default="", doc="as OpenStreetMap writes them; empty: not known")
    hours_text: Mapped[str] = mapped_column(String(100), default="", doc="the same in a human's words")
    phone: Mapped[str] = mapped_column(String(32), default="", doc="the place's own, public")
    facilities: Mapped[str] = mapped_column(String(200), default="", doc="names of kinds.yml, with 、 between")
    source: Mapped[str] = mapped_column(String(200), doc="who says so")
    as_of: Mapped[str] = mapped_column(String(10), doc="when that was true: 2026-11 or 2026-11-18")
    demo: Mapped[bool] = mapped_column(default=False)
    closed: Mapped[bool] = mapped_column(
        default=False, server_default=false(), doc="staff took it off the list; no file brings it back"
    )


class PlaceImport(Base):
    """A change of the list. The highest id is the list's version: every process takes up a new one by itself."""

    __tablename__ = "place_imports"

    id: Mapped[int] = mapped_column(primary_key=True)
    file: Mapped[str] = mapped_column(String(200))
    added: Mapped[int]
    changed: Mapped[int]
    removed: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class SentLocation(Base):
    """Where a member said they are, by the key of that message. Deleted after a day (sent.py)."""

    __tablename__ = "sent_locations"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    point: Mapped[str] = mapped_column(EncryptedText, doc="latitude,longitude as the platform gave them")
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
