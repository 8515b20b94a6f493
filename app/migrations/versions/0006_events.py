"""events with sessions, coupled quotas, and the whole life of a booking

Revision: 0006
Follows: 0005

Events, quotas and bookings are written anew: the old rows are put aside, the tables made again with all their
constraints (the same way on both databases), and the rows brought back. An old event is an event with one session.
"""

# ruff: noqa: S608  (the SQL is put together from the constants below)

import base.database
import sqlalchemy as sa
from alembic import op


revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

OLD = ("bookings", "quotas", "events")
NEW = (
    *("event_recipients", "event_ratings", "booking_steps", "event_draws", "event_announcements", "event_bars"),
    *("bookings", "quotas", "event_sessions", "events"),
)
SAME_EVENT = "id, title, kind, city, district, place, sign_up_opens, sign_up_closes, description, organiser, demo"
SAME_BOOKING = "id, event_id, member_id, places, quota_ids, name, phone, code, key, created_at, cancelled_at"
SEATED = "status IN ('held', 'booked', 'offered', 'won', 'checked_in', 'no_show')"


def upgrade() -> None:
    _put_aside(("bookings", "quotas", "events"), OLD)
    _create_new()
    op.execute(
        f"INSERT INTO events ({SAME_EVENT}, pictures, way, rules, questions, policy, status) "
        f"SELECT {SAME_EVENT}, '[]', 'first_come', "
        "'{\"places_per_member\":' || places_per_member || '}', '[]', '{}', status FROM aside_events"
    )
    op.execute(
        "INSERT INTO event_sessions (id, event_id, title, starts_at, ends_at, place, scope, status) "
        "SELECT id, id, '', starts_at, ends_at, '', id, status FROM aside_events"
    )
    op.execute(
        sa.text(
            "INSERT INTO quotas (id, session_id, name, who, capacity, taken, closed) "
            "SELECT id, event_id, name, 'total', capacity, taken, :open FROM aside_quotas"
        ).bindparams(open=False)
    )
    op.execute(
        f"INSERT INTO bookings ({SAME_BOOKING}, session_id, scope, status, rank, line, moves) "
        f"SELECT {SAME_BOOKING}, event_id, event_id, status, 0, 0, 0 FROM aside_bookings"
    )
    op.execute(
        sa.text(
            "INSERT INTO booking_steps (booking_id, key, verb, missed, at, by) "
            "SELECT min(id), cancel_key, 'cancel', :no, min(cancelled_at), '' FROM aside_bookings "
            "WHERE cancel_key IS NOT NULL AND cancelled_at IS NOT NULL GROUP BY cancel_key"
        ).bindparams(no=False)
    )
    _drop_aside(OLD)


def downgrade() -> None:
    """Back to one session an event: later sessions become events of their own, and what only waits is cancelled."""
    _put_aside(NEW, ("bookings", "quotas", "event_sessions", "events"))
    _create_old()
    same = ", ".join(f"e.{name}" for name in SAME_EVENT.split(", ") if name not in ("id", "place"))
    op.execute(
        f"INSERT INTO events (id, place, {same.replace('e.', '')}, starts_at, ends_at, places_per_member, status) "
        f"SELECT s.id, CASE WHEN s.place = '' THEN e.place ELSE s.place END, {same}, s.starts_at, s.ends_at, 1, "
        "CASE WHEN s.status = 'open' AND e.status = 'open' THEN 'open' ELSE 'called_off' END "
        "FROM aside_event_sessions s JOIN aside_events e ON e.id = s.event_id"
    )
    op.execute(
        "INSERT INTO quotas (id, event_id, name, capacity, taken) "
        "SELECT id, session_id, substr(name, 1, 32), capacity, taken FROM aside_quotas"
    )
    columns = SAME_BOOKING.replace("event_id, ", "")
    op.execute(
        f"INSERT INTO bookings ({columns}, event_id, status) SELECT {columns}, session_id, "
        f"CASE WHEN {SEATED} THEN 'booked' ELSE 'cancelled' END FROM aside_bookings"
    )
    _drop_aside(("bookings", "quotas", "event_sessions", "events"))


def _put_aside(drop: tuple[str, ...], keep: tuple[str, ...]) -> None:
    for table in keep:
        op.execute(f"CREATE TABLE aside_{table} AS SELECT * FROM {table}")
    for table in drop:
        op.drop_table(table)


def _drop_aside(tables: tuple[str, ...]) -> None:
    """Also: PostgreSQL goes on numbering after the rows that were brought back."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SELECT setval(pg_get_serial_sequence('quotas', 'id'), coalesce(max(id), 0) + 1, false) FROM quotas")
    for table in tables:
        op.drop_table(f"aside_{table}")


def _create_old() -> None:
    op.create_table(
        "events",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("city", sa.String(length=16), nullable=False),
        sa.Column("district", sa.String(length=16), nullable=False),
        sa.Column("place", sa.String(length=100), nullable=False),
        sa.Column("starts_at", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ends_at", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("sign_up_opens", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("sign_up_closes", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("places_per_member", sa.Integer(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("organiser", sa.String(length=100), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.CheckConstraint("status IN ('open', 'called_off')", name=op.f("ck_events_status")),
        sa.CheckConstraint("places_per_member >= 1", name=op.f("ck_events_places_per_member")),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_events_starts_before_it_ends")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
    )
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.create_index("ix_events_starts_at", ["starts_at"], unique=False)
    op.create_table(
        "quotas",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.CheckConstraint("taken >= 0 AND taken <= capacity", name=op.f("ck_quotas_taken_within_capacity")),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_quotas_event_id_events"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quotas")),
        sa.UniqueConstraint("event_id", "name", name=op.f("uq_quotas_event_id_name")),
    )
    op.create_table(
        "bookings",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("event_id", sa.String(length=64), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("quota_ids", sa.JSON(), nullable=False),
        sa.Column("name", base.database.EncryptedText(), nullable=False),
        sa.Column("phone", base.database.EncryptedText(), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("cancel_key", sa.String(length=100), nullable=True),
        sa.Column("created_at", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", base.database.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("status IN ('booked', 'cancelled')", name=op.f("ck_bookings_status")),
        sa.CheckConstraint("places >= 1", name=op.f("ck_bookings_places")),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_bookings_event_id_events")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_bookings_member_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bookings")),
        sa.UniqueConstraint("code", name=op.f("uq_bookings_code")),
        sa.UniqueConstraint("key", name=op.f("uq_bookings_key")),
    )
    with op.batch_alter_table("bookings", schema=None) as batch_op:
        batch_op.create_index("ix_bookings_member_id", ["member_id"], unique=False)
        batch_op.create_index(
            "uq_bookings_live_event_member",
            ["event_id", "member_id"],
            unique=True,
            sqlite_where=sa.text("status <> 'cancelled'"),
            postgresql_where=sa.text("status <> 'cancelled'"),
        )


def _create_new() -> None:
    op.create_table(
        "events",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("city", sa.String(length=16), nullable=False),
        sa.Column("district", sa.String(length=16), nullable=False),
        sa.Column("place", sa.String(length=100), nullable=False),
        sa.Column("organiser", sa.String(length=100), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("pictures", sa.Text(), nullable=False),
        sa.Column("sign_up_opens", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("sign_up_closes", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("way", sa.String(length=12), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("questions", sa.Text(), nullable=False),
        sa.Column("policy", sa.Text(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.CheckConstraint("status IN ('draft', 'open', 'called_off', 'over')", name=op.f("ck_events_status")),
        sa.CheckConstraint("way IN ('first_come', 'lottery')", name=op.f("ck_events_way")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
    )
    op.create_index("ix_events_kind", "events", ["kind"], unique=False)
    op.create_table(
        "event_bars",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("since", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("until", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("appeal", sa.String(length=8), nullable=False),
        sa.Column("appeal_text", base.database.EncryptedText(), nullable=True),
        sa.Column("appealed_at", base.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(length=64), nullable=False),
        sa.Column("decided_at", base.database.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("appeal IN ('none', 'asked', 'kept', 'lifted')", name=op.f("ck_event_bars_appeal")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_event_bars_member_id_members"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_bars")),
        sa.UniqueConstraint("key", name=op.f("uq_event_bars_key")),
    )
    op.create_index("ix_event_bars_member_id", "event_bars", ["member_id"], unique=False)
    op.create_table(
        "event_sessions",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("event_id", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=64), nullable=False),
        sa.Column("starts_at", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ends_at", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("place", sa.String(length=100), nullable=False),
        sa.Column("sign_up_opens", base.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("sign_up_closes", base.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("scope", sa.String(length=100), nullable=False),
        sa.Column("min_group", sa.Integer(), nullable=True),
        sa.Column("group_deadline", base.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("group_reached_at", base.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.CheckConstraint("status IN ('open', 'called_off', 'over')", name=op.f("ck_event_sessions_status")),
        sa.CheckConstraint("(min_group IS NULL) = (group_deadline IS NULL)", name=op.f("ck_event_sessions_group")),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_event_sessions_starts_before_it_ends")),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_event_sessions_event_id_events"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_sessions")),
    )
    op.create_index("ix_event_sessions_event_id", "event_sessions", ["event_id"], unique=False)
    op.create_index("ix_event_sessions_starts_at", "event_sessions", ["starts_at"], unique=False)
    op.create_table(
        "bookings",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("event_id", sa.String(length=64), nullable=False),
        sa.Column("session_id", sa.String(length=64), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("scope", sa.String(length=100), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("quota_ids", sa.JSON(), nullable=False),
        sa.Column("name", base.database.EncryptedText(), nullable=False),
        sa.Column("phone", base.database.EncryptedText(), nullable=False),
        sa.Column("details", base.database.EncryptedText(), nullable=True),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("until", base.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("line", sa.BigInteger(), nullable=False),
        sa.Column("moves", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("created_at", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", base.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("checked_in_at", base.database.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('held', 'booked', 'waitlisted', 'offered', 'entered', 'won', 'checked_in', 'no_show', "
            "'cancelled', 'passed_on', 'lost', 'expired')",
            name=op.f("ck_bookings_status"),
        ),
        sa.CheckConstraint("places >= 1", name=op.f("ck_bookings_places")),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_bookings_event_id_events")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_bookings_member_id_members")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["event_sessions.id"], name=op.f("fk_bookings_session_id_event_sessions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bookings")),
        sa.UniqueConstraint("code", name=op.f("uq_bookings_code")),
        sa.UniqueConstraint("key", name=op.f("uq_bookings_key")),
    )
    op.create_index("ix_bookings_member_id", "bookings", ["member_id"], unique=False)
    op.create_index("ix_bookings_session_id_status", "bookings", ["session_id", "status", "rank", "line"], unique=False)
    op.create_index(
        "ix_bookings_until",
        "bookings",
        ["until"],
        unique=False,
        sqlite_where=sa.text("until IS NOT NULL"),
        postgresql_where=sa.text("until IS NOT NULL"),
    )
    op.create_index(
        "uq_bookings_live_scope_member",
        "bookings",
        ["scope", "member_id"],
        unique=True,
        sqlite_where=sa.text("status NOT IN ('cancelled', 'passed_on', 'lost', 'expired')"),
        postgresql_where=sa.text("status NOT IN ('cancelled', 'passed_on', 'lost', 'expired')"),
    )
    op.create_table(
        "event_announcements",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("session_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("text", base.database.EncryptedText(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("created_at", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["event_sessions.id"],
            name=op.f("fk_event_announcements_session_id_event_sessions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_announcements")),
        sa.UniqueConstraint("key", name=op.f("uq_event_announcements_key")),
    )
    op.create_table(
        "event_draws",
        sa.Column("session_id", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("seed", base.database.EncryptedText(), nullable=False),
        sa.Column("seed_hash", sa.String(length=64), nullable=False),
        sa.Column("salt", base.database.EncryptedText(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("due", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("publication", sa.JSON(), nullable=True),
        sa.Column("drawn_at", base.database.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('committed', 'published', 'drawn', 'called_off')", name=op.f("ck_event_draws_status")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["event_sessions.id"],
            name=op.f("fk_event_draws_session_id_event_sessions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_event_draws")),
    )
    op.create_index(
        "ix_event_draws_due",
        "event_draws",
        ["due"],
        unique=False,
        sqlite_where=sa.text("status IN ('committed', 'published')"),
        postgresql_where=sa.text("status IN ('committed', 'published')"),
    )
    op.create_table(
        "quotas",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("who", sa.String(length=64), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.CheckConstraint("taken >= 0 AND taken <= capacity", name=op.f("ck_quotas_taken_within_capacity")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["event_sessions.id"], name=op.f("fk_quotas_session_id_event_sessions"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quotas")),
        sa.UniqueConstraint("session_id", "name", name=op.f("uq_quotas_session_id_name")),
    )
    op.create_table(
        "booking_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("verb", sa.String(length=16), nullable=False),
        sa.Column("missed", sa.Boolean(), nullable=False),
        sa.Column("at", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["bookings.id"], name=op.f("fk_booking_steps_booking_id_bookings"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking_steps")),
        sa.UniqueConstraint("key", name=op.f("uq_booking_steps_key")),
    )
    op.create_index("ix_booking_steps_booking_id", "booking_steps", ["booking_id"], unique=False)
    op.create_table(
        "event_ratings",
        sa.Column("booking_id", sa.String(length=32), nullable=False),
        sa.Column("session_id", sa.String(length=64), nullable=False),
        sa.Column("asked_at", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("stars", sa.Integer(), nullable=True),
        sa.Column("words", base.database.EncryptedText(), nullable=True),
        sa.Column("rated_at", base.database.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("stars IS NULL OR stars BETWEEN 1 AND 5", name=op.f("ck_event_ratings_stars")),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["bookings.id"], name=op.f("fk_event_ratings_booking_id_bookings"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["event_sessions.id"],
            name=op.f("fk_event_ratings_session_id_event_sessions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("booking_id", name=op.f("pk_event_ratings")),
    )
    op.create_index(op.f("ix_event_ratings_session_id"), "event_ratings", ["session_id"], unique=False)
    op.create_table(
        "event_recipients",
        sa.Column("announcement_id", sa.String(length=32), nullable=False),
        sa.Column("booking_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["announcement_id"],
            ["event_announcements.id"],
            name=op.f("fk_event_recipients_announcement_id_event_announcements"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["bookings.id"], name=op.f("fk_event_recipients_booking_id_bookings"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("announcement_id", "booking_id", name=op.f("pk_event_recipients")),
    )
