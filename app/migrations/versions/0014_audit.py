"""what staff did, and which union an account belongs to

Revision: 0014
Follows: 0013
"""

import base.database
import sqlalchemy as sa
from alembic import op


revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("staff", sa.String(length=32), nullable=False),
        sa.Column("task", sa.String(length=24), nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
    )
    op.create_index("ix_audit_entries_at", "audit_entries", ["at"])
    op.create_index("ix_audit_entries_staff_at", "audit_entries", ["staff", "at"])
    op.create_index("ix_audit_entries_member_id", "audit_entries", ["member_id"])
    with op.batch_alter_table("staff") as staff:
        staff.add_column(sa.Column("union_id", sa.String(length=64), nullable=True))
        staff.create_foreign_key("fk_staff_union_id_unions", "unions", ["union_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("staff") as staff:
        staff.drop_constraint("fk_staff_union_id_unions", type_="foreignkey")
        staff.drop_column("union_id")
    op.drop_table("audit_entries")
