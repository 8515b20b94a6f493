"""coded replies and matchmaking

Revision: 0011
Follows: 0001
"""

import base.database
import sqlalchemy as sa
from alembic import op


revision = "0011"
down_revision = "0001"
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


def downgrade() -> None:
    op.drop_table("reply_codes")
