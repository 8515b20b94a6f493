"""lawyers who take no more turns

Revision: 0019
Follows: 0018
"""

import base.database
import sqlalchemy as sa
from alembic import op


revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("lawyers") as lawyers:
        lawyers.add_column(sa.Column("retired_at", base.database.UtcDateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("lawyers") as lawyers:
        lawyers.drop_column("retired_at")
