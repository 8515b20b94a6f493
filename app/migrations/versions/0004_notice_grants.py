"""consent to subscribe notices, and the ledger of allowed customer-service messages

Revision: 0004
Follows: 0001
"""

import base.database
import sqlalchemy as sa
from alembic import op


revision = "0004"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "notice_grants",
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("template_id", sa.String(length=64), nullable=False),
        sa.Column("left", sa.Integer(), server_default="0", nullable=False),
        sa.Column("long_term", sa.Boolean(), nullable=False),
        sa.Column("updated", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint('"left" >= 0', name=op.f("ck_notice_grants_left")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_notice_grants_member_id_members"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("member_id", "template_id", name=op.f("pk_notice_grants")),
    )
    with op.batch_alter_table("conversations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("message_left", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("message_until", base.database.UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("moment_left", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("moment_until", base.database.UtcDateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("conversations", schema=None) as batch_op:
        batch_op.drop_column("moment_until")
        batch_op.drop_column("moment_left")
        batch_op.drop_column("message_until")
        batch_op.drop_column("message_left")
    op.drop_table("notice_grants")
