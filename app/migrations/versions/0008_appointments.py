"""windows of several services, rotas by month and by day, and the whole life of an appointment

Revision: 0008
Follows: 0007

Windows, lawyers, rota and appointments are written anew: the old rows are put aside, the tables made again with all
their constraints (the same way on both databases), and the rows brought back.
"""

# ruff: noqa: S608  (the SQL is put together from the constants below)

import base.database
import sqlalchemy as sa
from alembic import op


revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

OLD = ("rota_days", "appointments", "lawyers", "legal_windows")
NEW = (
    *("case_examples", "appointment_ratings", "appointment_outcomes", "earlier_wishes", "window_closures"),
    *("lawyer_leaves", "appointment_steps"),
    *OLD,
)
WINDOW = "id, name, city, district, place, slot_minutes, demo"
LAWYER = "id, window_id, name, firm, demo"
ROTA = "id, lawyer_id, weekday, starts, ends"
APPOINTMENT = (
    "id, lawyer_id, member_id, starts_at, ends_at, topic, description, name, phone, code, key, created_at, cancelled_at"
)


def upgrade() -> None:
    _put_aside(OLD)
    _create_new()
    op.execute(
        f"INSERT INTO legal_windows ({WINDOW}, service, level, areas, phone, ways, privacy, max_changes, offer_hours) "
        f"SELECT {WINDOW}, 'legal', '', '[]', '', 'window', 'ordinary', 2, 12 FROM aside_legal_windows"
    )
    op.execute(f"INSERT INTO lawyers ({LAWYER}) SELECT {LAWYER} FROM aside_lawyers")
    op.execute(f"INSERT INTO rota_days ({ROTA}, ways, place) SELECT {ROTA}, '', '' FROM aside_rota_days")
    op.execute(
        f"INSERT INTO appointments ({APPOINTMENT}, way, place, district, town, status, moves) "
        f"SELECT {APPOINTMENT}, 'window', '', '', '', status, 0 FROM aside_appointments"
    )
    op.execute(
        "INSERT INTO appointment_steps (appointment_id, key, verb, at, by) "
        "SELECT min(id), cancel_key, 'cancel', min(cancelled_at), '' FROM aside_appointments "
        "WHERE cancel_key IS NOT NULL AND cancelled_at IS NOT NULL GROUP BY cancel_key"
    )
    _drop_aside()


def downgrade() -> None:
    """Back to a weekly rota of lawyers: other shifts go, and so does what is neither booked nor has been a talk."""
    _put_aside(NEW)
    _create_old()
    op.execute(f"INSERT INTO legal_windows ({WINDOW}) SELECT {WINDOW} FROM aside_legal_windows")
    op.execute(f"INSERT INTO lawyers ({LAWYER}) SELECT {LAWYER} FROM aside_lawyers")
    op.execute(
        f"INSERT INTO rota_days ({ROTA}) SELECT {ROTA} FROM aside_rota_days WHERE id IN "
        "(SELECT min(id) FROM aside_rota_days WHERE weekday IS NOT NULL AND nth IS NULL "
        "GROUP BY lawyer_id, weekday, starts)"
    )
    op.execute(
        f"INSERT INTO appointments ({APPOINTMENT}, status) SELECT {APPOINTMENT}, "
        "CASE WHEN status = 'booked' THEN 'booked' ELSE 'cancelled' END FROM aside_appointments "
        "WHERE status <> 'offered' AND status <> 'passed_on'"
    )
    _drop_aside()


def _put_aside(drop: tuple[str, ...]) -> None:
    for table in OLD:
        op.execute(f"CREATE TABLE aside_{table} AS SELECT * FROM {table}")
    for table in drop:
        op.drop_table(table)


def _drop_aside() -> None:
    """Also: PostgreSQL goes on numbering after the rows that were brought back."""
    if op.get_bind().dialect.name == "postgresql":
        last = (
            "SELECT setval(pg_get_serial_sequence('rota_days', 'id'), coalesce(max(id), 0) + 1, false) FROM rota_days"
        )
        op.execute(last)
    for table in OLD:
        op.drop_table(f"aside_{table}")


def _create_old() -> None:
    op.create_table(
        "legal_windows",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("city", sa.String(length=16), nullable=False),
        sa.Column("district", sa.String(length=16), nullable=False),
        sa.Column("place", sa.String(length=100), nullable=False),
        sa.Column("slot_minutes", sa.Integer(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_windows")),
    )
    op.create_table(
        "lawyers",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("window_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("firm", sa.String(length=100), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["window_id"], ["legal_windows.id"], name=op.f("fk_lawyers_window_id_legal_windows")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lawyers")),
    )
    op.create_table(
        "appointments",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("lawyer_id", sa.String(length=64), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("starts_at", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ends_at", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("topic", sa.String(length=8), nullable=False),
        sa.Column("description", base.database.EncryptedText(), nullable=False),
        sa.Column("name", base.database.EncryptedText(), nullable=False),
        sa.Column("phone", base.database.EncryptedText(), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("cancel_key", sa.String(length=100), nullable=True),
        sa.Column("created_at", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", base.database.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("status IN ('booked', 'cancelled')", name=op.f("ck_appointments_status")),
        sa.ForeignKeyConstraint(["lawyer_id"], ["lawyers.id"], name=op.f("fk_appointments_lawyer_id_lawyers")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_appointments_member_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointments")),
        sa.UniqueConstraint("code", name=op.f("uq_appointments_code")),
        sa.UniqueConstraint("key", name=op.f("uq_appointments_key")),
    )
    with op.batch_alter_table("appointments", schema=None) as batch_op:
        batch_op.create_index(
            "uq_appointments_live_lawyer_start",
            ["lawyer_id", "starts_at"],
            unique=True,
            sqlite_where=sa.text("status <> 'cancelled'"),
            postgresql_where=sa.text("status <> 'cancelled'"),
        )
        batch_op.create_index(
            "uq_appointments_live_member_start",
            ["member_id", "starts_at"],
            unique=True,
            sqlite_where=sa.text("status <> 'cancelled'"),
            postgresql_where=sa.text("status <> 'cancelled'"),
        )
    op.create_table(
        "rota_days",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lawyer_id", sa.String(length=64), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("starts", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.CheckConstraint("starts < ends", name=op.f("ck_rota_days_starts_before_it_ends")),
        sa.CheckConstraint("weekday >= 0 AND weekday <= 6", name=op.f("ck_rota_days_weekday")),
        sa.ForeignKeyConstraint(["lawyer_id"], ["lawyers.id"], name=op.f("fk_rota_days_lawyer_id_lawyers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rota_days")),
        sa.UniqueConstraint("lawyer_id", "weekday", "starts", name=op.f("uq_rota_days_lawyer_id_weekday_starts")),
    )


def _create_new() -> None:
    op.create_table(
        "legal_windows",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("service", sa.String(length=12), nullable=False),
        sa.Column("level", sa.String(length=8), nullable=False),
        sa.Column("city", sa.String(length=16), nullable=False),
        sa.Column("district", sa.String(length=16), nullable=False),
        sa.Column("areas", sa.JSON(), nullable=False),
        sa.Column("place", sa.String(length=100), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("ways", sa.String(length=10), nullable=False),
        sa.Column("privacy", sa.String(length=8), nullable=False),
        sa.Column("slot_minutes", sa.Integer(), nullable=False),
        sa.Column("max_changes", sa.Integer(), nullable=False),
        sa.Column("offer_hours", sa.Integer(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.CheckConstraint("level IN ('', 'company', 'town', 'district')", name=op.f("ck_legal_windows_level")),
        sa.CheckConstraint("privacy IN ('ordinary', 'private')", name=op.f("ck_legal_windows_privacy")),
        sa.CheckConstraint("service IN ('legal', 'counselling', 'mediation')", name=op.f("ck_legal_windows_service")),
        sa.CheckConstraint("ways IN ('window', 'telephone', 'both')", name=op.f("ck_legal_windows_ways")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_windows")),
    )
    op.create_table(
        "lawyers",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("window_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("firm", sa.String(length=100), nullable=False),
        sa.Column("staff", sa.String(length=32), nullable=True),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["window_id"], ["legal_windows.id"], name=op.f("fk_lawyers_window_id_legal_windows")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lawyers")),
        sa.UniqueConstraint("staff", name=op.f("uq_lawyers_staff")),
    )
    op.create_table(
        "window_closures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("window_id", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=100), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["window_id"], ["legal_windows.id"], name=op.f("fk_window_closures_window_id_legal_windows")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_window_closures")),
        sa.UniqueConstraint("window_id", "day", name=op.f("uq_window_closures_window_id_day")),
    )
    op.create_table(
        "appointments",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("lawyer_id", sa.String(length=64), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("starts_at", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ends_at", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("place", sa.String(length=100), nullable=False),
        sa.Column("topic", sa.String(length=8), nullable=False),
        sa.Column("description", base.database.EncryptedText(), nullable=False),
        sa.Column("intake", base.database.EncryptedText(), nullable=True),
        sa.Column("name", base.database.EncryptedText(), nullable=False),
        sa.Column("phone", base.database.EncryptedText(), nullable=False),
        sa.Column("district", sa.String(length=16), nullable=False),
        sa.Column("town", sa.String(length=32), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("until", base.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("moves", sa.Integer(), nullable=False),
        sa.Column("instead_of", sa.String(length=32), nullable=True),
        sa.Column("previous_id", sa.String(length=32), nullable=True),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("created_at", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", base.database.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('offered', 'booked', 'displaced', 'over', 'done', 'no_show', 'cancelled', 'passed_on')",
            name=op.f("ck_appointments_status"),
        ),
        sa.CheckConstraint("way IN ('window', 'telephone')", name=op.f("ck_appointments_way")),
        sa.ForeignKeyConstraint(
            ["instead_of"],
            ["appointments.id"],
            name=op.f("fk_appointments_instead_of_appointments"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["lawyer_id"], ["lawyers.id"], name=op.f("fk_appointments_lawyer_id_lawyers")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_appointments_member_id_members")),
        sa.ForeignKeyConstraint(
            ["previous_id"],
            ["appointments.id"],
            name=op.f("fk_appointments_previous_id_appointments"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointments")),
        sa.UniqueConstraint("code", name=op.f("uq_appointments_code")),
        sa.UniqueConstraint("key", name=op.f("uq_appointments_key")),
    )
    op.create_index(
        "ix_appointments_ends_at",
        "appointments",
        ["ends_at"],
        unique=False,
        sqlite_where=sa.text("status IN ('booked', 'displaced')"),
        postgresql_where=sa.text("status IN ('booked', 'displaced')"),
    )
    op.create_index("ix_appointments_member_id", "appointments", ["member_id"], unique=False)
    op.create_index("ix_appointments_starts_at", "appointments", ["starts_at"], unique=False)
    op.create_index(
        "ix_appointments_until",
        "appointments",
        ["until"],
        unique=False,
        sqlite_where=sa.text("status = 'offered'"),
        postgresql_where=sa.text("status = 'offered'"),
    )
    op.create_index(
        "uq_appointments_live_lawyer_start",
        "appointments",
        ["lawyer_id", "starts_at"],
        unique=True,
        sqlite_where=sa.text("status IN ('booked', 'offered')"),
        postgresql_where=sa.text("status IN ('booked', 'offered')"),
    )
    op.create_index(
        "uq_appointments_live_member_start",
        "appointments",
        ["member_id", "starts_at"],
        unique=True,
        sqlite_where=sa.text("status IN ('booked', 'offered')"),
        postgresql_where=sa.text("status IN ('booked', 'offered')"),
    )
    op.create_index(
        "uq_appointments_offered_instead_of",
        "appointments",
        ["instead_of"],
        unique=True,
        sqlite_where=sa.text("status = 'offered'"),
        postgresql_where=sa.text("status = 'offered'"),
    )
    op.create_table(
        "lawyer_leaves",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lawyer_id", sa.String(length=64), nullable=False),
        sa.Column("substitute_id", sa.String(length=64), nullable=True),
        sa.Column("since", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("until", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.CheckConstraint("since < until", name=op.f("ck_lawyer_leaves_since_before_until")),
        sa.ForeignKeyConstraint(["lawyer_id"], ["lawyers.id"], name=op.f("fk_lawyer_leaves_lawyer_id_lawyers")),
        sa.ForeignKeyConstraint(["substitute_id"], ["lawyers.id"], name=op.f("fk_lawyer_leaves_substitute_id_lawyers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lawyer_leaves")),
        sa.UniqueConstraint("key", name=op.f("uq_lawyer_leaves_key")),
    )
    op.create_index("ix_lawyer_leaves_until", "lawyer_leaves", ["until"], unique=False)
    op.create_table(
        "rota_days",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lawyer_id", sa.String(length=64), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=True),
        sa.Column("nth", sa.Integer(), nullable=True),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("starts", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.Column("ways", sa.String(length=10), nullable=False),
        sa.Column("place", sa.String(length=100), nullable=False),
        sa.CheckConstraint("ways IN ('', 'window', 'telephone', 'both')", name=op.f("ck_rota_days_ways")),
        sa.CheckConstraint("(day IS NULL) <> (weekday IS NULL)", name=op.f("ck_rota_days_weekly_or_once")),
        sa.CheckConstraint("nth >= -1 AND nth <= 5 AND nth <> 0", name=op.f("ck_rota_days_nth")),
        sa.CheckConstraint("starts < ends", name=op.f("ck_rota_days_starts_before_it_ends")),
        sa.CheckConstraint("weekday >= 0 AND weekday <= 6", name=op.f("ck_rota_days_weekday")),
        sa.ForeignKeyConstraint(["lawyer_id"], ["lawyers.id"], name=op.f("fk_rota_days_lawyer_id_lawyers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rota_days")),
    )
    op.create_index("ix_rota_days_lawyer_id", "rota_days", ["lawyer_id"], unique=False)
    op.create_table(
        "appointment_outcomes",
        sa.Column("appointment_id", sa.String(length=32), nullable=False),
        sa.Column("outcome", sa.String(length=8), nullable=False),
        sa.Column("words", base.database.EncryptedText(), nullable=False),
        sa.Column("next_step", base.database.EncryptedText(), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("at", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('advised', 'referred', 'agreed', 'failed', 'refused')",
            name=op.f("ck_appointment_outcomes_outcome"),
        ),
        sa.ForeignKeyConstraint(
            ["appointment_id"],
            ["appointments.id"],
            name=op.f("fk_appointment_outcomes_appointment_id_appointments"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("appointment_id", name=op.f("pk_appointment_outcomes")),
    )
    op.create_table(
        "appointment_ratings",
        sa.Column("appointment_id", sa.String(length=32), nullable=False),
        sa.Column("asked_at", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("stars", sa.Integer(), nullable=True),
        sa.Column("words", base.database.EncryptedText(), nullable=True),
        sa.Column("rated_at", base.database.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("stars IS NULL OR stars BETWEEN 1 AND 5", name=op.f("ck_appointment_ratings_stars")),
        sa.ForeignKeyConstraint(
            ["appointment_id"],
            ["appointments.id"],
            name=op.f("fk_appointment_ratings_appointment_id_appointments"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("appointment_id", name=op.f("pk_appointment_ratings")),
    )
    op.create_table(
        "appointment_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("appointment_id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("verb", sa.String(length=16), nullable=False),
        sa.Column("at", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["appointment_id"],
            ["appointments.id"],
            name=op.f("fk_appointment_steps_appointment_id_appointments"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment_steps")),
        sa.UniqueConstraint("key", name=op.f("uq_appointment_steps_key")),
    )
    op.create_index("ix_appointment_steps_appointment_id", "appointment_steps", ["appointment_id"], unique=False)
    op.create_table(
        "case_examples",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("appointment_id", sa.String(length=32), nullable=True),
        sa.Column("service", sa.String(length=12), nullable=False),
        sa.Column("topic", sa.String(length=8), nullable=False),
        sa.Column("text", base.database.EncryptedText(), nullable=False),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("drafted_by", sa.String(length=64), nullable=False),
        sa.Column("drafted_at", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("reviewed_by", sa.String(length=64), nullable=False),
        sa.Column("reviewed_at", base.database.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("status IN ('draft', 'approved', 'rejected')", name=op.f("ck_case_examples_status")),
        sa.ForeignKeyConstraint(
            ["appointment_id"],
            ["appointments.id"],
            name=op.f("fk_case_examples_appointment_id_appointments"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_examples")),
        sa.UniqueConstraint("appointment_id", name=op.f("uq_case_examples_appointment_id")),
    )
    op.create_index("ix_case_examples_status", "case_examples", ["status"], unique=False)
    op.create_table(
        "earlier_wishes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("appointment_id", sa.String(length=32), nullable=False),
        sa.Column("before", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("lawyer_id", sa.String(length=64), nullable=True),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("created_at", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("status IN ('waiting', 'over')", name=op.f("ck_earlier_wishes_status")),
        sa.CheckConstraint("way IN ('', 'window', 'telephone')", name=op.f("ck_earlier_wishes_way")),
        sa.ForeignKeyConstraint(
            ["appointment_id"],
            ["appointments.id"],
            name=op.f("fk_earlier_wishes_appointment_id_appointments"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["lawyer_id"], ["lawyers.id"], name=op.f("fk_earlier_wishes_lawyer_id_lawyers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earlier_wishes")),
    )
    op.create_index(
        "uq_earlier_wishes_waiting",
        "earlier_wishes",
        ["appointment_id"],
        unique=True,
        sqlite_where=sa.text("status = 'waiting'"),
        postgresql_where=sa.text("status = 'waiting'"),
    )
