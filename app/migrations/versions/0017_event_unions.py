"""whose staff see to an event

Revision: 0017
Follows: 0016
"""

import sqlalchemy as sa
from alembic import op


revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("events") as events:
        events.add_column(sa.Column("union_id", sa.String(length=64), nullable=True))
        events.create_foreign_key("fk_events_union_id_unions", "unions", ["union_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("events") as events:
        events.drop_constraint("fk_events_union_id_unions", type_="foreignkey")
        events.drop_column("union_id")
