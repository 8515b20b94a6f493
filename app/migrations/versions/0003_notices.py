"""Notices that wait for their time, are put off, cancelled, or sent to many.

Revision: 0003
Follows: 0002
"""

from typing import Any

import base.database
import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BEFORE = "state IN ('queued', 'sending', 'sent', 'failed', 'unknown')"
STATES = "state IN ('waiting', 'queued', 'sending', 'sent', 'failed', 'unknown', 'cancelled', 'expired')"
PENDING = sa.text("state IN ('waiting', 'queued')")
MOMENT = base.database.UtcDateTime(timezone=True)
SECRET = base.database.EncryptedText()
REQUIRED: dict[str, sa.types.TypeEngine[Any]] = {
    "about": sa.String(length=64),
    "due": MOMENT,
    "tries": sa.Integer(),
    "run": sa.Integer(),
    "message_id": sa.String(length=64),
}
OPTIONAL: dict[str, sa.types.TypeEngine[Any]] = {
    "facts": SECRET,
    "expires": MOMENT,
    "broadcast_id": sa.String(length=32),
    "batch": sa.String(length=32),
    "delivered_at": MOMENT,
}


def upgrade() -> None:
    op.create_table(
        "broadcasts",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("stopped_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_broadcasts")),
        sa.UniqueConstraint("key", name=op.f("uq_broadcasts_key")),
    )
    with op.batch_alter_table("notices", schema=None) as batch_op:
        for name, kind in (REQUIRED | OPTIONAL).items():
            batch_op.add_column(sa.Column(name, kind, nullable=True))
        batch_op.alter_column("state", existing_type=sa.String(length=8), type_=sa.String(length=10))
        batch_op.drop_constraint(op.f("ck_notices_state"), type_="check")
        batch_op.create_check_constraint(op.f("ck_notices_state"), STATES)
        batch_op.create_foreign_key(
            op.f("fk_notices_broadcast_id_broadcasts"), "broadcasts", ["broadcast_id"], ["id"], ondelete="CASCADE"
        )
    op.execute("UPDATE notices SET about = '', due = created_at, tries = 0, run = 0, message_id = ''")
    with op.batch_alter_table("notices", schema=None) as batch_op:
        for name, kind in REQUIRED.items():
            batch_op.alter_column(name, existing_type=kind, nullable=False)
        batch_op.create_index(batch_op.f("ix_notices_about"), ["about"], unique=False)
        batch_op.create_index(batch_op.f("ix_notices_batch"), ["batch"], unique=False)
        batch_op.create_index(batch_op.f("ix_notices_message_id"), ["message_id"], unique=False)
        batch_op.create_index("ix_notices_broadcast_id_state", ["broadcast_id", "state"], unique=False)
        batch_op.create_index("ix_notices_state_id", ["state", "id"], unique=False)
        batch_op.create_index(
            "ix_notices_pending_due", ["due"], unique=False, sqlite_where=PENDING, postgresql_where=PENDING
        )


def downgrade() -> None:
    # What has not been sent stays unsent: an older worker would send it before its time.
    op.execute("UPDATE notices SET state = 'failed' WHERE state IN ('waiting', 'cancelled', 'expired')")
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.drop_index("ix_notices_pending_due", sqlite_where=PENDING, postgresql_where=PENDING)
        batch_op.drop_index("ix_notices_state_id")
        batch_op.drop_index("ix_notices_broadcast_id_state")
        batch_op.drop_index(batch_op.f("ix_notices_message_id"))
        batch_op.drop_index(batch_op.f("ix_notices_batch"))
        batch_op.drop_index(batch_op.f("ix_notices_about"))
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("fk_notices_broadcast_id_broadcasts"), type_="foreignkey")
        batch_op.drop_constraint(op.f("ck_notices_state"), type_="check")
        batch_op.create_check_constraint(op.f("ck_notices_state"), BEFORE)
        batch_op.alter_column("state", existing_type=sa.String(length=10), type_=sa.String(length=8))
        for name in REQUIRED | OPTIONAL:
            batch_op.drop_column(name)
    op.drop_table("broadcasts")
