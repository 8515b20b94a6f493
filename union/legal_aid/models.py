"""Windows, who sits there when, and who comes to see them: legal aid, counselling and mediation alike."""

from datetime import date, datetime, time

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, Index, String, Time, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from base.database import Base, EncryptedText, UtcDateTime
from union.legal_aid.services import call_in_words

TOPICS = ("欠薪", "工伤", "辞退", "合同", "社保", "加班", "女职工", "其他")

# offered: a slot kept for a member until `until`. displaced: the lawyer is away, the member has no slot for now.
# over: it has taken place as far as anybody knows; done and no_show: the lawyer said so. passed_on: an offer not taken.
STATUSES = ("offered", "booked", "displaced", "over", "done", "no_show", "cancelled", "passed_on")
HOLDING = ("booked", "offered")  # those that keep a slot from others
_HOLDS = text(f"status IN {HOLDING}")
_OFFERED = text("status = 'offered'")
_TO_COME = text("status IN ('booked', 'displaced')")


class LegalWindow(Base):
    """A place where lawyers, counsellors or mediators sit.

    `level`: of mediation alone, company → town → district. `ways`: how one talks there; with a telephone, `phone` is
    what the member's call comes from or goes to. `areas`: towns or companies it serves, none: all of its district.
    `privacy`: private means that only who sits there reads what was told (privacy.py).
    """

    __tablename__ = "legal_windows"
    __table_args__ = (
        CheckConstraint("service IN ('legal', 'counselling', 'mediation')", name="service"),
        CheckConstraint("level IN ('', 'company', 'town', 'district')", name="level"),
        CheckConstraint("ways IN ('window', 'telephone', 'both')", name="ways"),
        CheckConstraint("privacy IN ('ordinary', 'private')", name="privacy"),
    )

    id: Mapped[str] = mapped_column(String(64), primary_key=True, doc="a short slug")
    name: Mapped[str] = mapped_column(String(100))
    service: Mapped[str] = mapped_column(String(12), default="legal")
    level: Mapped[str] = mapped_column(String(8), default="")
    city: Mapped[str] = mapped_column(String(16))
    district: Mapped[str] = mapped_column(String(16), default="")
    areas: Mapped[list[str]] = mapped_column(JSON, default=list)
    place: Mapped[str] = mapped_column(String(100))
    phone: Mapped[str] = mapped_column(String(40), default="")
    ways: Mapped[str] = mapped_column(String(10), default="window")
    privacy: Mapped[str] = mapped_column(String(8), default="ordinary")
    slot_minutes: Mapped[int] = mapped_column(default=30)
    max_changes: Mapped[int] = mapped_column(default=2, doc="so often a member may change one appointment")
    offer_hours: Mapped[int] = mapped_column(default=12, doc="to accept a slot that is kept for a member")
    demo: Mapped[bool] = mapped_column(default=False)


class Lawyer(Base):
    """Who takes turns at a window: a lawyer, a counsellor or a mediator."""

    __tablename__ = "lawyers"

    id: Mapped[str] = mapped_column(String(64), primary_key=True, doc="a short slug")
    window_id: Mapped[str] = mapped_column(ForeignKey("legal_windows.id"))
    name: Mapped[str] = mapped_column(String(40))
    firm: Mapped[str] = mapped_column(String(100), default="")
    staff: Mapped[str | None] = mapped_column(String(32), unique=True, doc="name of the staff account that is theirs")
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime, doc="takes no more turns since then")
    demo: Mapped[bool] = mapped_column(default=False)

    window: Mapped[LegalWindow] = relationship(lazy="joined")


class RotaDay(Base):
    """Somebody sits from `starts` to `ends` (Shanghai time): every week, once a month, or on one day.

    Weekly: `weekday` (Monday is 0). Monthly: `nth` beside it (1 to 5, -1 is the last). Once: `day` alone, which takes
    place on a holiday too. `ways` and `place`: instead of the window's.
    """

    __tablename__ = "rota_days"
    __table_args__ = (
        CheckConstraint("weekday >= 0 AND weekday <= 6", name="weekday"),
        CheckConstraint("nth >= -1 AND nth <= 5 AND nth <> 0", name="nth"),
        CheckConstraint("(day IS NULL) <> (weekday IS NULL)", name="weekly_or_once"),
        CheckConstraint("starts < ends", name="starts_before_it_ends"),
        CheckConstraint("ways IN ('', 'window', 'telephone', 'both')", name="ways"),
        Index("ix_rota_days_lawyer_id", "lawyer_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    lawyer_id: Mapped[str] = mapped_column(ForeignKey("lawyers.id"))
    weekday: Mapped[int | None]
    nth: Mapped[int | None]
    day: Mapped[date | None] = mapped_column(Date)
    starts: Mapped[time] = mapped_column(Time)
    ends: Mapped[time] = mapped_column(Time)
    ways: Mapped[str] = mapped_column(String(10), default="")
    place: Mapped[str] = mapped_column(String(100), default="")

    lawyer: Mapped[Lawyer] = relationship(lazy="joined")


class Appointment(Base):
    """A member's slot. One that holds it excludes every other of that lawyer, and of that member, at the same time.

    An offered one with `instead_of` would move that appointment; without, it would be a new one (mediation that goes
    up a level, `previous_id`). `status` is changed by compare-and-set only.
    """

    __tablename__ = "appointments"
    __table_args__ = (
        CheckConstraint(f"status IN {STATUSES}", name="status"),
        CheckConstraint("way IN ('window', 'telephone')", name="way"),
        Index(
            "uq_appointments_live_lawyer_start",
            "lawyer_id",
            "starts_at",
            unique=True,
            sqlite_where=_HOLDS,
            postgresql_where=_HOLDS,
        ),
        Index(
            "uq_appointments_live_member_start",
            "member_id",
            "starts_at",
            unique=True,
            sqlite_where=_HOLDS,
            postgresql_where=_HOLDS,
        ),
        Index(
            "uq_appointments_offered_instead_of",
            "instead_of",
            unique=True,
            sqlite_where=_OFFERED,
            postgresql_where=_OFFERED,
        ),
        Index("ix_appointments_starts_at", "starts_at"),
        Index("ix_appointments_member_id", "member_id"),
        Index("ix_appointments_until", "until", sqlite_where=_OFFERED, postgresql_where=_OFFERED),
        Index("ix_appointments_ends_at", "ends_at", sqlite_where=_TO_COME, postgresql_where=_TO_COME),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    lawyer_id: Mapped[str] = mapped_column(ForeignKey("lawyers.id"))
    member_id: Mapped[str] = mapped_column(ForeignKey("members.id"))
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    way: Mapped[str] = mapped_column(String(10), default="window")
    place: Mapped[str] = mapped_column(String(100), default="", doc="instead of the window's")
    topic: Mapped[str] = mapped_column(String(8), doc="one of TOPICS")
    description: Mapped[str] = mapped_column(EncryptedText, doc="what happened, in the member's words")
    intake: Mapped[str | None] = mapped_column(EncryptedText, doc="JSON of intake.Intake: what was asked beside")
    name: Mapped[str] = mapped_column(EncryptedText)
    phone: Mapped[str] = mapped_column(EncryptedText)
    district: Mapped[str] = mapped_column(String(16), default="", doc="where the request comes from")
    town: Mapped[str] = mapped_column(String(32), default="")
    status: Mapped[str] = mapped_column(String(12), default="booked")
    until: Mapped[datetime | None] = mapped_column(UtcDateTime, doc="until when an offer can be accepted")
    moves: Mapped[int] = mapped_column(default=0, doc="how often the member changed it")
    instead_of: Mapped[str | None] = mapped_column(ForeignKey("appointments.id", ondelete="CASCADE"))
    previous_id: Mapped[str | None] = mapped_column(ForeignKey("appointments.id", ondelete="SET NULL"))
    code: Mapped[str] = mapped_column(String(16), unique=True)
    key: Mapped[str] = mapped_column(String(100), unique=True, doc="idempotency key of the booking")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    lawyer: Mapped[Lawyer] = relationship(lazy="raise")

    @property
    def where(self) -> str:
        """What a member reads: the place, or that it is a call."""
        if self.way == "telephone":
            return f"电话咨询（{call_in_words(self.lawyer.window.phone)}）"
        return self.place or self.lawyer.window.place
