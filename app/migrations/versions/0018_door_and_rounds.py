"""why an appeal was decided as it was; rounds of introductions

Revision: 0018
Follows: 0017
"""

import base.database
import sqlalchemy as sa
from alembic import op


revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


_RUNNING = sa.text("state = 'running'")


def upgrade() -> None:
    # Plain, not by copies of the tables: what refers to the old rows would go with them.
    op.add_column("bookings", sa.Column("came", sa.Integer(), nullable=True))
    op.add_column("event_bars", sa.Column("decision", base.database.EncryptedText(), nullable=True))
    op.add_column("introductions", sa.Column("round_id", sa.String(length=32), nullable=True))
    op.create_index("ix_introductions_round_id", "introductions", ["round_id"])
    op.create_table(
        "matchmaking_rounds",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("path", sa.String(length=500), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("started_at", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", base.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("men", sa.Integer(), nullable=True),
        sa.Column("women", sa.Integer(), nullable=True),
        sa.Column("asked", sa.Integer(), nullable=True),
        sa.CheckConstraint("state IN ('running', 'done', 'broken')", name=op.f("ck_matchmaking_rounds_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matchmaking_rounds")),
        sa.UniqueConstraint("key", name=op.f("uq_matchmaking_rounds_key")),
    )
    op.create_index(
        "uq_matchmaking_rounds_running",
        "matchmaking_rounds",
        ["state"],
        unique=True,
        sqlite_where=_RUNNING,
        postgresql_where=_RUNNING,
    )
    op.create_table(
        "matchmaking_tallies",
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("what", sa.String(length=9), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.CheckConstraint("what IN ('begun', 'withdrawn')", name=op.f("ck_matchmaking_tallies_what")),
        sa.PrimaryKeyConstraint("month", "what", name=op.f("pk_matchmaking_tallies")),
    )


def downgrade() -> None:
    op.drop_table("matchmaking_tallies")
    op.drop_table("matchmaking_rounds")
    op.drop_index("ix_introductions_round_id", "introductions")
    op.drop_column("introductions", "round_id")
    op.drop_column("event_bars", "decision")
    op.drop_column("bookings", "came")
