"""What the account may send a member, what a short answer means, and the claims a later message waits for

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

from base.database import EncryptedText, UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

OPEN = sa.text("state = 'running' OR route = 'pushing'")
COLUMNS = ("message_left", "message_until", "moment_left", "moment_until", "pending")


def upgrade() -> None:
    with op.batch_alter_table("conversations") as table:
        for name in ("message_left", "moment_left"):
            table.add_column(sa.Column(name, sa.Integer(), server_default="0", nullable=False))
        for name in ("message_until", "moment_until"):
            table.add_column(sa.Column(name, UtcDateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("pending", EncryptedText(), nullable=True))
    op.create_index("ix_inbound_claims_open", "inbound_claims", ["member_id"], sqlite_where=OPEN, postgresql_where=OPEN)


def downgrade() -> None:
    op.drop_index("ix_inbound_claims_open", "inbound_claims")
    with op.batch_alter_table("conversations") as table:
        for name in reversed(COLUMNS):
            table.drop_column(name)
