"""entitlements with their ledger, and places of a batch handed to branch unions

Revision: 0007
Follows: 0006
"""

# ruff: noqa: S608  (the SQL is put together from constants)

import base.database
import sqlalchemy as sa
from alembic import op


revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "entitlement_rules",
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_entitlement_rules")),
    )
    op.create_table(
        "entitlements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("ends_at", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("days_left", sa.Integer(), nullable=False),
        sa.Column("yuan_left", sa.Integer(), nullable=False),
        sa.Column("segments_left", sa.Integer(), nullable=False),
        sa.Column("freed", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "days_left >= 0 AND yuan_left >= 0 AND segments_left >= 0", name=op.f("ck_entitlements_never_below_zero")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_entitlements_member_id_members"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entitlements")),
        sa.UniqueConstraint("member_id", "kind", "cycle", name=op.f("uq_entitlements_member_id_kind_cycle")),
    )
    op.create_index(
        "ix_entitlements_ends_at",
        "entitlements",
        ["ends_at"],
        unique=False,
        sqlite_where=sa.text("days_left > 0 OR yuan_left > 0 OR segments_left > 0"),
        postgresql_where=sa.text("days_left > 0 OR yuan_left > 0 OR segments_left > 0"),
    )
    op.create_index(
        "ix_entitlements_freed",
        "entitlements",
        ["id"],
        unique=False,
        sqlite_where=sa.text("freed"),
        postgresql_where=sa.text("freed"),
    )

    op.create_table(
        "allotments",
        sa.Column("session_id", sa.String(length=64), nullable=False),
        sa.Column("until", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("returned_at", base.database.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["event_sessions.id"],
            name=op.f("fk_allotments_session_id_event_sessions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_allotments")),
    )
    op.create_index("ix_allotments_until", "allotments", ["until"], unique=False)

    op.create_table(
        "batch_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.String(length=64), nullable=False),
        sa.Column("what", sa.String(length=12), nullable=False),
        sa.Column("branch", sa.String(length=50), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("at", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("what IN ('allotted', 'returned', 'short')", name=op.f("ck_batch_steps_what")),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["event_sessions.id"],
            name=op.f("fk_batch_steps_session_id_event_sessions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch_steps")),
        sa.UniqueConstraint("key", name=op.f("uq_batch_steps_key")),
    )
    op.create_index("ix_batch_steps_session_id", "batch_steps", ["session_id"], unique=False)

    op.create_table(
        "entitlement_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entitlement_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=12), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("yuan", sa.Integer(), nullable=False),
        sa.Column("segments", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.String(length=32), nullable=True),
        sa.Column("closes", sa.Integer(), nullable=True),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("at", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "what IN ('granted', 'reserved', 'given_back', 'used', 'carried', 'expired')",
            name=op.f("ck_entitlement_entries_what"),
        ),
        sa.ForeignKeyConstraint(
            ["closes"],
            ["entitlement_entries.id"],
            name=op.f("fk_entitlement_entries_closes_entitlement_entries"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["entitlement_id"],
            ["entitlements.id"],
            name=op.f("fk_entitlement_entries_entitlement_id_entitlements"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entitlement_entries")),
        sa.UniqueConstraint("closes", name=op.f("uq_entitlement_entries_closes")),
        sa.UniqueConstraint("key", name=op.f("uq_entitlement_entries_key")),
    )
    op.create_index("ix_entitlement_entries_booking_id", "entitlement_entries", ["booking_id"], unique=False)
    op.create_index("ix_entitlement_entries_entitlement_id", "entitlement_entries", ["entitlement_id"], unique=False)


def downgrade() -> None:
    """Places of branch unions are everybody's again; their bookings count in both quotas from now on."""
    for column in ("capacity", "taken"):
        op.execute(
            f"UPDATE quotas SET {column} = {column} + coalesce((SELECT sum(b.{column}) FROM quotas b "
            "WHERE b.session_id = quotas.session_id AND b.name LIKE 'allotted:%'), 0) WHERE who = 'total'"
        )
    op.execute(
        sa.text(
            "UPDATE quotas SET who = 'branch:' || substr(name, 10), closed = :no, capacity = capacity + "
            "coalesce((SELECT max(t.capacity) FROM quotas t WHERE t.session_id = quotas.session_id "
            "AND t.who = 'total'), 0) WHERE name LIKE 'allotted:%'"
        ).bindparams(no=False)
    )
    for table in ("entitlement_entries", "batch_steps", "allotments", "entitlements", "entitlement_rules"):
        op.drop_table(table)
