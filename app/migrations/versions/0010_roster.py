"""the unions as a tree, rosters, bindings

Revision: 0010
Follows: 0007
"""

import base.database
import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "binding_tries",
        sa.Column("who", sa.String(length=80), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("who", "day", name=op.f("pk_binding_tries")),
    )
    op.create_index("ix_binding_tries_day", "binding_tries", ["day"], unique=False)

    op.create_table(
        "unions",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("level", sa.String(length=12), nullable=False),
        sa.Column("parent_id", sa.String(length=64), nullable=True),
        sa.Column("path", sa.String(length=500), nullable=False),
        sa.Column("city", sa.String(length=32), nullable=False),
        sa.Column("district", sa.String(length=32), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.CheckConstraint("level IN ('city', 'district', 'street', 'company', 'trade')", name=op.f("ck_unions_level")),
        sa.ForeignKeyConstraint(["parent_id"], ["unions.id"], name=op.f("fk_unions_parent_id_unions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unions")),
    )
    op.create_index("ix_unions_path", "unions", ["path"], unique=False)

    op.create_table(
        "roster_entries",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("union_id", sa.String(length=64), nullable=False),
        sa.Column("person", base.database.EncryptedText(), nullable=False),
        sa.Column("card_index", sa.String(length=64), nullable=False),
        sa.Column("phone_index", sa.String(length=64), nullable=True),
        sa.Column("card_proof", sa.String(length=64), nullable=True),
        sa.Column("id_proof", sa.String(length=64), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("updated_at", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("left_at", base.database.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["union_id"], ["unions.id"], name=op.f("fk_roster_entries_union_id_unions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_entries")),
        sa.UniqueConstraint("card_index", name=op.f("uq_roster_entries_card_index")),
    )
    op.create_index("ix_roster_entries_card_proof", "roster_entries", ["card_proof"], unique=False)
    op.create_index("ix_roster_entries_id_proof", "roster_entries", ["id_proof"], unique=False)
    op.create_index("ix_roster_entries_phone_index", "roster_entries", ["phone_index"], unique=False)
    op.create_index("ix_roster_entries_union_id", "roster_entries", ["union_id", "id"], unique=False)

    op.create_table(
        "union_alliances",
        sa.Column("union_id", sa.String(length=64), nullable=False),
        sa.Column("ally_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["ally_id"], ["unions.id"], name=op.f("fk_union_alliances_ally_id_unions"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["union_id"], ["unions.id"], name=op.f("fk_union_alliances_union_id_unions"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("union_id", "ally_id", name=op.f("pk_union_alliances")),
    )
    op.create_table(
        "binding_codes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.String(length=32), nullable=False),
        sa.Column("code_index", sa.String(length=64), nullable=False),
        sa.Column("issued_by", sa.String(length=64), nullable=False),
        sa.Column("issued_at", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("used_at", base.database.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["roster_entries.id"], name=op.f("fk_binding_codes_entry_id_roster_entries")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_binding_codes")),
        sa.UniqueConstraint("code_index", name=op.f("uq_binding_codes_code_index")),
    )
    op.create_index("ix_binding_codes_entry_id", "binding_codes", ["entry_id"], unique=False)

    op.create_table(
        "roster_bindings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("way", sa.String(length=8), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("bound_at", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", base.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(length=64), nullable=True),
        sa.CheckConstraint("way IN ('facts', 'code')", name=op.f("ck_roster_bindings_way")),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["roster_entries.id"], name=op.f("fk_roster_bindings_entry_id_roster_entries")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_roster_bindings_member_id_members"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_bindings")),
        sa.UniqueConstraint("key", "entry_id", name=op.f("uq_roster_bindings_key_entry_id")),
    )
    op.create_index("ix_roster_bindings_member_id", "roster_bindings", ["member_id"], unique=False)
    op.create_index(
        "uq_roster_bindings_live_entry_account",
        "roster_bindings",
        ["entry_id", "account"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )

    op.create_table(
        "roster_phone_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("phone", base.database.EncryptedText(), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("at", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("settled_at", base.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.String(length=64), nullable=True),
        sa.Column("entered", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["roster_entries.id"], name=op.f("fk_roster_phone_changes_entry_id_roster_entries")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_roster_phone_changes_member_id_members"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_phone_changes")),
        sa.UniqueConstraint("key", "entry_id", name=op.f("uq_roster_phone_changes_key_entry_id")),
    )
    op.create_index("ix_roster_phone_changes_entry_id", "roster_phone_changes", ["entry_id"], unique=False)
    op.create_index(
        "ix_roster_phone_changes_open",
        "roster_phone_changes",
        ["at"],
        unique=False,
        sqlite_where=sa.text("settled_at IS NULL"),
        postgresql_where=sa.text("settled_at IS NULL"),
    )


def downgrade() -> None:
    for table in (
        "roster_phone_changes",
        "roster_bindings",
        "binding_codes",
        "union_alliances",
        "roster_entries",
        "unions",
        "binding_tries",
    ):
        op.drop_table(table)
