"""sessions of staff, their second factor, tries to log in

Revision: 0022
Follows: 0021
"""

import base.database
import sqlalchemy as sa
from alembic import op


revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("staff") as staff:
        staff.add_column(sa.Column("must_change", sa.Boolean(), nullable=False, server_default=sa.false()))
        staff.add_column(sa.Column("totp_secret", base.database.EncryptedText(), nullable=True))
        staff.add_column(sa.Column("totp_step", sa.Integer(), nullable=True))
        staff.add_column(sa.Column("disabled_at", base.database.UtcDateTime(timezone=True), nullable=True))
    with op.batch_alter_table("staff") as staff:
        staff.alter_column("must_change", existing_type=sa.Boolean(), existing_nullable=False, server_default=None)
    op.create_table(
        "staff_sessions",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("device", sa.String(length=40), nullable=False),
        sa.Column("created_at", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("seen_at", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", base.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("ended_why", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_staff_sessions_staff_id_staff"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_sessions")),
    )
    op.create_index("ix_staff_sessions_staff_id", "staff_sessions", ["staff_id"])
    op.create_table(
        "staff_recovery_codes",
        sa.Column("code_index", sa.String(length=64), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("used_at", base.database.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_staff_recovery_codes_staff_id_staff"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("code_index", name=op.f("pk_staff_recovery_codes")),
    )
    op.create_index(op.f("ix_staff_recovery_codes_staff_id"), "staff_recovery_codes", ["staff_id"])
    op.create_table(
        "login_tries",
        sa.Column("who", sa.String(length=80), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("until", base.database.UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("who", name=op.f("pk_login_tries")),
    )
    op.create_index("ix_login_tries_last_at", "login_tries", ["last_at"])


def downgrade() -> None:
    op.drop_table("login_tries")
    op.drop_table("staff_recovery_codes")
    op.drop_table("staff_sessions")
    with op.batch_alter_table("staff") as staff:
        for column in ("disabled_at", "totp_step", "totp_secret", "must_change"):
            staff.drop_column(column)
