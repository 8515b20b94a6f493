"""pictures that members send

Revision: 0013
Follows: 0007
"""

import base.database
import sqlalchemy as sa
from alembic import op


revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attachments",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=True),
        sa.Column("subject", sa.String(length=64), nullable=True),
        sa.Column("media_id", base.database.EncryptedText(), nullable=True),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("created_at", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("content", base.database.EncryptedBytes(), nullable=True),
        sa.CheckConstraint(
            "state IN ('awaited', 'kept', 'too_big', 'no_picture', 'unreachable', 'expired')",
            name=op.f("ck_attachments_state"),
        ),
        sa.CheckConstraint("(state = 'kept') = (content IS NOT NULL)", name=op.f("ck_attachments_kept_has_content")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_attachments_member_id_members"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["line_id"], ["messages.id"], name=op.f("fk_attachments_line_id_messages"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
        sa.UniqueConstraint("key", name=op.f("uq_attachments_key")),
    )
    for column in ("member_id", "line_id", "subject"):
        op.create_index(f"ix_attachments_{column}", "attachments", [column], unique=False)
    op.create_index(
        "ix_attachments_awaited",
        "attachments",
        ["created_at"],
        unique=False,
        sqlite_where=sa.text("state = 'awaited'"),
        postgresql_where=sa.text("state = 'awaited'"),
    )


def downgrade() -> None:
    op.drop_table("attachments")
