"""first tables

Revision: 0001
Follows: nothing
"""

import base.database
import sqlalchemy as sa
from alembic import op


revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
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
        "knowledge_versions",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("from_files", sa.Boolean(), nullable=False),
        sa.Column("created_at", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_knowledge_versions")),
    )
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
        "members",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("openid", base.database.EncryptedText(), nullable=False),
        sa.Column("openid_index", sa.String(length=64), nullable=False),
        sa.Column("name", base.database.EncryptedText(), nullable=True),
        sa.Column("phone", base.database.EncryptedText(), nullable=True),
        sa.Column("following", sa.Boolean(), nullable=False),
        sa.Column("created_at", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_members")),
        sa.UniqueConstraint("account", "openid_index", name=op.f("uq_members_account_openid_index")),
    )
    op.create_table(
        "staff",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("name", name=op.f("uq_staff_name")),
    )
    op.create_table(
        "trackers",
        sa.Column("member_id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", base.database.EncryptedBytes(), nullable=False),
        sa.Column("last_key", sa.String(length=64), nullable=False),
        sa.Column("last_turn", base.database.EncryptedBytes(), nullable=True),
        sa.Column("updated_at", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_trackers")),
    )
    op.create_table(
        "unanswered_questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("text", base.database.EncryptedText(), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("asked_at", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("answered_by", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unanswered_questions")),
    )
    with op.batch_alter_table("unanswered_questions", schema=None) as batch_op:
        batch_op.create_index("ix_unanswered_questions_asked_at", ["asked_at"], unique=False)

    op.create_table(
        "worker_beats",
        sa.Column("executor_id", sa.String(length=100), nullable=False),
        sa.Column("seen_at", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("executor_id", name=op.f("pk_worker_beats")),
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

    op.create_table(
        "conversations",
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("owner", sa.String(length=8), nullable=False),
        sa.Column("last_message_at", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_conversations_member_id_members"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_conversations")),
    )
    op.create_table(
        "handoff_cases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("topic", sa.String(length=40), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("staff", sa.String(length=32), nullable=True),
        sa.Column("asked_at", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("taken_at", base.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("ended_at", base.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(length=32), nullable=True),
        sa.CheckConstraint("state IN ('waiting', 'taken', 'ended')", name=op.f("ck_handoff_cases_state")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_handoff_cases_member_id_members"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handoff_cases")),
    )
    with op.batch_alter_table("handoff_cases", schema=None) as batch_op:
        batch_op.create_index("ix_handoff_cases_state_asked_at", ["state", "asked_at"], unique=False)
        batch_op.create_index(
            "uq_handoff_cases_live_member",
            ["member_id"],
            unique=True,
            sqlite_where=sa.text("state <> 'ended'"),
            postgresql_where=sa.text("state <> 'ended'"),
        )

    op.create_table(
        "inbound_claims",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("route", sa.String(length=8), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("lease_until", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("request", base.database.EncryptedText(), nullable=True),
        sa.Column("answer", base.database.EncryptedText(), nullable=True),
        sa.Column("created", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "route IN ('open', 'passive', 'push', 'pushing', 'pushed', 'unknown', 'fetch', 'fetched')",
            name=op.f("ck_inbound_claims_route"),
        ),
        sa.CheckConstraint("state IN ('running', 'done')", name=op.f("ck_inbound_claims_state")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_inbound_claims_member_id_members"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_inbound_claims")),
    )
    with op.batch_alter_table("inbound_claims", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_inbound_claims_created"), ["created"], unique=False)
        batch_op.create_index(
            "ix_inbound_claims_late",
            ["lease_until"],
            unique=False,
            sqlite_where=sa.text("route IN ('push', 'pushing', 'fetch')"),
            postgresql_where=sa.text("route IN ('push', 'pushing', 'fetch')"),
        )
        batch_op.create_index(batch_op.f("ix_inbound_claims_member_id"), ["member_id"], unique=False)

    op.create_table(
        "knowledge_entries",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("entry_id", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version"],
            ["knowledge_versions.number"],
            name=op.f("fk_knowledge_entries_version_knowledge_versions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("version", "kind", "entry_id", name=op.f("pk_knowledge_entries")),
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
        "messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("author", sa.String(length=8), nullable=False),
        sa.Column("text", base.database.EncryptedText(), nullable=False),
        sa.Column("understanding", base.database.EncryptedText(), nullable=True),
        sa.Column("at", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_messages_member_id_members"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
    )
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.create_index("ix_messages_member_id_id", ["member_id", "id"], unique=False)

    op.create_table(
        "notices",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("text", base.database.EncryptedText(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("created_at", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("sending_at", base.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("done_at", base.database.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('queued', 'sending', 'sent', 'failed', 'unknown')", name=op.f("ck_notices_state")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_notices_member_id_members"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        sa.UniqueConstraint("key", name=op.f("uq_notices_key")),
    )
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.create_index("ix_notices_member_id_created_at", ["member_id", "created_at"], unique=False)

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


def downgrade() -> None:
    op.drop_table("rota_days")
    with op.batch_alter_table("appointments", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_appointments_live_member_start",
            sqlite_where=sa.text("status <> 'cancelled'"),
            postgresql_where=sa.text("status <> 'cancelled'"),
        )
        batch_op.drop_index(
            "uq_appointments_live_lawyer_start",
            sqlite_where=sa.text("status <> 'cancelled'"),
            postgresql_where=sa.text("status <> 'cancelled'"),
        )

    op.drop_table("appointments")
    op.drop_table("quotas")
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.drop_index("ix_notices_member_id_created_at")

    op.drop_table("notices")
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.drop_index("ix_messages_member_id_id")

    op.drop_table("messages")
    op.drop_table("lawyers")
    op.drop_table("knowledge_entries")
    with op.batch_alter_table("inbound_claims", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_inbound_claims_member_id"))
        batch_op.drop_index(
            "ix_inbound_claims_late",
            sqlite_where=sa.text("route IN ('push', 'pushing', 'fetch')"),
            postgresql_where=sa.text("route IN ('push', 'pushing', 'fetch')"),
        )
        batch_op.drop_index(batch_op.f("ix_inbound_claims_created"))

    op.drop_table("inbound_claims")
    with op.batch_alter_table("handoff_cases", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_handoff_cases_live_member",
            sqlite_where=sa.text("state <> 'ended'"),
            postgresql_where=sa.text("state <> 'ended'"),
        )
        batch_op.drop_index("ix_handoff_cases_state_asked_at")

    op.drop_table("handoff_cases")
    op.drop_table("conversations")
    with op.batch_alter_table("bookings", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_bookings_live_event_member",
            sqlite_where=sa.text("status <> 'cancelled'"),
            postgresql_where=sa.text("status <> 'cancelled'"),
        )
        batch_op.drop_index("ix_bookings_member_id")

    op.drop_table("bookings")
    op.drop_table("worker_beats")
    with op.batch_alter_table("unanswered_questions", schema=None) as batch_op:
        batch_op.drop_index("ix_unanswered_questions_asked_at")

    op.drop_table("unanswered_questions")
    op.drop_table("trackers")
    op.drop_table("staff")
    op.drop_table("members")
    op.drop_table("legal_windows")
    op.drop_table("knowledge_versions")
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.drop_index("ix_events_starts_at")

    op.drop_table("events")
