"""consent to subscribe notices

Revision: 0004
Follows: 0003
"""

import base.database
import sqlalchemy as sa
from alembic import op


revision = "0004"
down_revision = "0003"
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


def downgrade() -> None:
    op.drop_table("notice_grants")
