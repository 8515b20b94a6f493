"""consents, erasures, links to a copy of one's data; a claim outlives its member

Revision: 0012
Follows: 0010
"""

import base.database
import sqlalchemy as sa
from alembic import op


revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

STANDS = sa.text("withdrawn_at IS NULL")


def _member(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_member_id_members")
    return sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=name, ondelete="CASCADE")


def upgrade() -> None:
    op.create_table(
        "consents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("purpose", sa.String(length=32), nullable=False),
        sa.Column("version", sa.String(length=16), nullable=False),
        sa.Column("how", sa.String(length=12), nullable=False),
        sa.Column("at", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", base.database.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("how IN ('continued', 'said_yes')", name=op.f("ck_consents_how")),
        _member("consents"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
    )
    op.create_index(op.f("ix_consents_member_id"), "consents", ["member_id"])
    op.create_index(
        "uq_consents_standing",
        "consents",
        ["member_id", "purpose", "version"],
        unique=True,
        sqlite_where=STANDS,
        postgresql_where=STANDS,
    )
    op.create_table(
        "erasures",
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("cause", sa.String(length=12), nullable=False),
        sa.Column("due", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("cause IN ('asked', 'unfollowed')", name=op.f("ck_erasures_cause")),
        _member("erasures"),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_erasures")),
    )
    op.create_index(op.f("ix_erasures_due"), "erasures", ["due"])
    op.create_table(
        "export_links",
        sa.Column("token_index", sa.String(length=64), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("code_index", sa.String(length=64), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("expires_at", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("used_at", base.database.UtcDateTime(timezone=True), nullable=True),
        _member("export_links"),
        sa.PrimaryKeyConstraint("token_index", name=op.f("pk_export_links")),
    )
    op.create_index(op.f("ix_export_links_member_id"), "export_links", ["member_id"])
    op.create_index(op.f("ix_export_links_expires_at"), "export_links", ["expires_at"])
    op.create_table(
        "kept_records",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=32), nullable=False),
        sa.Column("record", sa.String(length=500), nullable=False),
        sa.Column("kept_at", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_records")),
    )
    with op.batch_alter_table("inbound_claims") as table:
        table.alter_column("member_id", existing_type=sa.String(length=32), nullable=True)


def downgrade() -> None:
    op.execute("DELETE FROM inbound_claims WHERE member_id IS NULL")
    with op.batch_alter_table("inbound_claims") as table:
        table.alter_column("member_id", existing_type=sa.String(length=32), nullable=False)
    for name in ("kept_records", "export_links", "erasures", "consents"):
        op.drop_table(name)
