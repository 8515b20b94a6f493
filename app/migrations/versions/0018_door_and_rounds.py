"""why an appeal was decided as it was; rounds of introductions

Revision: 0018
Follows: 0014
"""

import base.database
import sqlalchemy as sa
from alembic import op


revision = "0018"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("event_bars", sa.Column("decision", base.database.EncryptedText(), nullable=True))


def downgrade() -> None:
    op.drop_column("event_bars", "decision")
