"""coded replies and matchmaking

Revision: 0005
Follows: 0004
"""

import base.database
import sqlalchemy as sa
from alembic import op


revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reply_codes",
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("created_at", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("answered_at", base.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("key", sa.String(length=100), nullable=True),
        sa.Column("reply", base.database.EncryptedText(), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_reply_codes_member_id_members"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("member_id", "code", name=op.f("pk_reply_codes")),
    )
    op.create_index("ix_reply_codes_kind_subject", "reply_codes", ["kind", "subject"])
    op.create_index("ix_reply_codes_expires_at", "reply_codes", ["expires_at"])
    op.create_table(
        "introductions",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("first_id", sa.String(length=32), nullable=False),
        sa.Column("second_id", sa.String(length=32), nullable=False),
        sa.Column("first_answer", sa.String(length=3), nullable=True),
        sa.Column("second_answer", sa.String(length=3), nullable=True),
        sa.Column("state", sa.String(length=9), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("lines", base.database.EncryptedText(), nullable=False),
        sa.Column("created_at", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("closed_at", base.database.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('open', 'exchanged', 'declined', 'expired')", name=op.f("ck_introductions_state")
        ),
        sa.ForeignKeyConstraint(
            ["first_id"], ["members.id"], name=op.f("fk_introductions_first_id_members"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["second_id"], ["members.id"], name=op.f("fk_introductions_second_id_members"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_introductions")),
    )
    op.create_index("ix_introductions_state_expires_at", "introductions", ["state", "expires_at"])
    op.create_index("ix_introductions_first_id", "introductions", ["first_id"])
    op.create_index("ix_introductions_second_id", "introductions", ["second_id"])
    op.create_table(
        "matchmaking_profiles",
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("values", base.database.EncryptedText(), nullable=False),
        sa.Column("texts", base.database.EncryptedText(), nullable=False),
        sa.Column("name", base.database.EncryptedText(), nullable=False),
        sa.Column("phone", base.database.EncryptedText(), nullable=False),
        sa.Column("consent_version", sa.String(length=16), nullable=False),
        sa.Column("consented_at", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("introduction_id", sa.String(length=32), nullable=True),
        sa.Column("waiting_since", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("created_at", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('active', 'paused')", name=op.f("ck_matchmaking_profiles_state")),
        sa.ForeignKeyConstraint(
            ["introduction_id"],
            ["introductions.id"],
            name=op.f("fk_matchmaking_profiles_introduction_id_introductions"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_matchmaking_profiles_member_id_members"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_matchmaking_profiles")),
    )
    op.create_index("ix_matchmaking_profiles_introduction_id", "matchmaking_profiles", ["introduction_id"])
    op.create_table(
        "matchmaking_met",
        sa.Column("pair", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("pair", name=op.f("pk_matchmaking_met")),
    )


def downgrade() -> None:
    op.drop_table("matchmaking_met")
    op.drop_table("matchmaking_profiles")
    op.drop_table("introductions")
    op.drop_table("reply_codes")
