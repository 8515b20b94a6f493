"""entries of the knowledge base are kept from one version to another, with who changed them

Revision: 0021
Follows: 0020
"""

import sqlalchemy as sa
from alembic import op


revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("knowledge_versions") as versions:
        versions.add_column(sa.Column("staff", sa.String(length=32), nullable=False, server_default=""))
        versions.add_column(sa.Column("step", sa.String(length=16), nullable=False, server_default=""))
    with op.batch_alter_table("knowledge_entries") as entries:
        entries.add_column(sa.Column("until", sa.Integer(), nullable=True))
    # Each version was written whole: what it says ends with the next one.
    op.execute(
        "UPDATE knowledge_entries SET until = (SELECT min(number) FROM knowledge_versions"
        " WHERE number > knowledge_entries.version)"
    )
    op.create_index(
        "uq_knowledge_entries_current",
        "knowledge_entries",
        ["kind", "entry_id"],
        unique=True,
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )


def downgrade() -> None:
    """The current state alone is left, of the kinds there were: versions were whole before."""
    op.execute("DELETE FROM knowledge_entries WHERE until IS NOT NULL OR kind = 'guide'")
    op.execute("UPDATE knowledge_entries SET version = (SELECT max(number) FROM knowledge_versions)")
    op.execute("DELETE FROM knowledge_versions WHERE number < (SELECT max(number) FROM knowledge_versions)")
    op.drop_index("uq_knowledge_entries_current", "knowledge_entries")
    with op.batch_alter_table("knowledge_entries") as entries:
        entries.drop_column("until")
    with op.batch_alter_table("knowledge_versions") as versions:
        versions.drop_column("step")
        versions.drop_column("staff")
