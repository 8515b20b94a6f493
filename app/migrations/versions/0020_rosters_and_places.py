"""members found by phone, imports of rosters by the console, places that staff closed

Revision: 0020
Follows: 0019
"""

import base.database
import sqlalchemy as sa
from alembic import op


revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

STATES = ("looking", "looked", "entering", "done", "failed", "dropped")


def upgrade() -> None:
    op.add_column("members", sa.Column("phone_index", sa.String(length=64), nullable=True))
    op.create_index("ix_members_phone_index", "members", ["phone_index"])
    op.add_column("places", sa.Column("closed", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table(
        "roster_imports",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("union_id", sa.String(length=64), nullable=False),
        sa.Column("file", sa.String(length=200), nullable=False),
        sa.Column("full", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("staff", sa.String(length=32), nullable=False),
        sa.Column("started_at", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("beat_at", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("done_at", base.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("about", sa.Integer(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("unknown", sa.JSON(), nullable=False),
        sa.Column("first", base.database.EncryptedText(), nullable=True),
        sa.Column("why", sa.String(length=500), nullable=False),
        sa.CheckConstraint(f"state IN {STATES}", name=op.f("ck_roster_imports_state")),
        sa.ForeignKeyConstraint(
            ["union_id"], ["unions.id"], name=op.f("fk_roster_imports_union_id_unions"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_imports")),
    )
    op.create_index("ix_roster_imports_at", "roster_imports", ["started_at"])
    op.create_table(
        "roster_import_problems",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.String(length=32), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("column", sa.String(length=32), nullable=False),
        sa.Column("why", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["roster_imports.id"],
            name=op.f("fk_roster_import_problems_import_id_roster_imports"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_import_problems")),
    )
    op.create_index("ix_roster_import_problems_import_id", "roster_import_problems", ["import_id", "id"])


def downgrade() -> None:
    op.drop_table("roster_import_problems")
    op.drop_table("roster_imports")
    with op.batch_alter_table("places") as places:
        places.drop_column("closed")
    op.drop_index("ix_members_phone_index", "members")
    with op.batch_alter_table("members") as members:
        members.drop_column("phone_index")
