"""applications for benefits, and for joining a union

Revision: 0009
Follows: 0013 (until the branches of issue 6 are put in a row)
"""

import base.database
import sqlalchemy as sa
from alembic import op


revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

STATUSES = (
    "'submitted', 'incomplete', 'returned', 'approved', 'refused', 'appealed', 'fulfilled', 'withdrawn', 'lapsed'"
)


def upgrade() -> None:
    moment = base.database.UtcDateTime(timezone=True)
    op.create_table(
        "application_rounds",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("union_id", sa.String(length=64), nullable=False),
        sa.Column("union_name", sa.String(length=100), nullable=False),
        sa.Column("city", sa.String(length=16), nullable=False),
        sa.Column("district", sa.String(length=16), nullable=False),
        sa.Column("period", sa.String(length=16), nullable=False),
        sa.Column("opens_at", moment, nullable=False),
        sa.Column("closes_at", moment, nullable=False),
        sa.Column("papers_until", moment, nullable=False),
        sa.Column("quota", sa.Integer(), nullable=True),
        sa.Column("granted", sa.Integer(), nullable=False),
        sa.Column("budget_yuan", sa.Integer(), nullable=True),
        sa.Column("spent_yuan", sa.Integer(), nullable=False),
        sa.Column("open_to_unbound", sa.Boolean(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "granted >= 0 AND (quota IS NULL OR granted <= quota)", name=op.f("ck_application_rounds_granted")
        ),
        sa.CheckConstraint(
            "spent_yuan >= 0 AND (budget_yuan IS NULL OR spent_yuan <= budget_yuan)",
            name=op.f("ck_application_rounds_spent"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_rounds")),
    )
    op.create_index("ix_application_rounds_closes_at", "application_rounds", ["closes_at"])
    op.create_table(
        "applications",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.String(length=12), nullable=False),
        sa.Column("round_id", sa.String(length=64), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=True),
        sa.Column("scope", sa.String(length=96), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("name", base.database.EncryptedText(), nullable=True),
        sa.Column("phone", base.database.EncryptedText(), nullable=True),
        sa.Column("answers", base.database.EncryptedText(), nullable=True),
        sa.Column("papers", base.database.EncryptedText(), nullable=True),
        sa.Column("papers_until", moment, nullable=True),
        sa.Column("amount_yuan", sa.Integer(), nullable=True),
        sa.Column("reason", base.database.EncryptedText(), nullable=True),
        sa.Column("decided_by", sa.String(length=32), nullable=True),
        sa.Column("decided_at", moment, nullable=True),
        sa.Column("appeal_text", base.database.EncryptedText(), nullable=True),
        sa.Column("appealed_at", moment, nullable=True),
        sa.Column("submitted_at", moment, nullable=False),
        sa.Column("updated_at", moment, nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.CheckConstraint(f"status IN ({STATUSES})", name=op.f("ck_applications_status")),
        sa.ForeignKeyConstraint(
            ["round_id"], ["application_rounds.id"], name=op.f("fk_applications_round_id_application_rounds")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_applications_member_id_members"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_applications")),
        sa.UniqueConstraint("number", name=op.f("uq_applications_number")),
        sa.UniqueConstraint("key", name=op.f("uq_applications_key")),
    )
    live = sa.text("status NOT IN ('withdrawn', 'lapsed') AND member_id IS NOT NULL")
    waiting = sa.text("papers_until IS NOT NULL")
    op.create_index(
        "uq_applications_live",
        "applications",
        ["scope", "member_id"],
        unique=True,
        sqlite_where=live,
        postgresql_where=live,
    )
    op.create_index("ix_applications_member_id", "applications", ["member_id"])
    op.create_index("ix_applications_round_id_status", "applications", ["round_id", "status"])
    op.create_index(
        "ix_applications_papers_until",
        "applications",
        ["papers_until"],
        sqlite_where=waiting,
        postgresql_where=waiting,
    )
    op.create_table(
        "application_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("staff", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_application_steps_application_id_applications"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_steps")),
        sa.UniqueConstraint("key", name=op.f("uq_application_steps_key")),
    )
    op.create_index("ix_application_steps_application_id", "application_steps", ["application_id"])
    op.create_table(
        "application_drafts",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("round_id", sa.String(length=64), nullable=False),
        sa.Column("told", base.database.EncryptedText(), nullable=False),
        sa.Column("updated_at", moment, nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_application_drafts_member_id_members"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["application_rounds.id"],
            name=op.f("fk_application_drafts_round_id_application_rounds"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_drafts")),
        sa.UniqueConstraint("member_id", "kind", name=op.f("uq_application_drafts_member_id_kind")),
    )
    op.create_index("ix_application_drafts_updated_at", "application_drafts", ["updated_at"])


def downgrade() -> None:
    op.drop_table("application_drafts")
    op.drop_table("application_steps")
    op.drop_table("applications")
    op.drop_table("application_rounds")
