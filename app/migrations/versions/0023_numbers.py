"""counts by day

Revision: 0023
Follows: 0022
"""

import sqlalchemy as sa
from alembic import op


revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "daily_counts",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("measure", sa.String(length=16), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("union_id", sa.String(length=64), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "measure", "label", "account", "union_id", name=op.f("pk_daily_counts")),
    )
    op.create_table(
        "counted_visits",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_counted_visits_member_id_members"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("day", "member_id", name=op.f("pk_counted_visits")),
    )
    op.create_table(
        "counting_marks",
        sa.Column("name", sa.String(length=16), nullable=False),
        sa.Column("last_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counting_marks")),
    )


def downgrade() -> None:
    op.drop_table("counting_marks")
    op.drop_table("counted_visits")
    op.drop_table("daily_counts")
