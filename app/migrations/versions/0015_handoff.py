"""groups, presence and hours of the desk; messages left, reasons and ratings of cases

Revision: 0015
Follows: 0014
"""

import base.database
import sqlalchemy as sa
from alembic import op


revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

STATES = "state IN ('waiting', 'left', 'taken', 'ended')"
BEFORE = "state IN ('waiting', 'taken', 'ended')"


def _moment(name: str) -> sa.Column[object]:
    return sa.Column(name, base.database.UtcDateTime(timezone=True), nullable=True)


def _words(name: str) -> sa.Column[object]:
    return sa.Column(name, base.database.EncryptedText(), nullable=True)


def _columns() -> list[sa.Column[object]]:
    return [
        sa.Column("number", sa.String(length=16), server_default="", nullable=False),
        _words("left_text"),
        sa.Column("group_id", sa.Integer(), nullable=True),
        _moment("waits_since"),
        _moment("reminded_at"),
        _moment("escalated_at"),
        _moment("answered_at"),
        _moment("silent_at"),
        _words("handover_note"),
        sa.Column("ended_why", sa.String(length=12), server_default="", nullable=False),
        sa.Column("rating", sa.Integer(), nullable=True),
        _words("rating_words"),
        _moment("rated_at"),
    ]


def _desk() -> None:
    op.create_table(
        "handoff_groups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("topics", sa.Text(), nullable=False),
        sa.Column("union_id", sa.String(length=64), nullable=True),
        sa.Column("next_id", sa.Integer(), nullable=True),
        sa.Column("remind_minutes", sa.Integer(), nullable=False),
        sa.Column("escalate_minutes", sa.Integer(), nullable=False),
        sa.Column("is_fallback", sa.Boolean(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["union_id"], ["unions.id"], name=op.f("fk_handoff_groups_union_id_unions"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["next_id"],
            ["handoff_groups.id"],
            name=op.f("fk_handoff_groups_next_id_handoff_groups"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handoff_groups")),
        sa.UniqueConstraint("name", name=op.f("uq_handoff_groups_name")),
    )
    op.create_table(
        "handoff_group_staff",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("staff", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["handoff_groups.id"],
            name=op.f("fk_handoff_group_staff_group_id_handoff_groups"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("group_id", "staff", name=op.f("pk_handoff_group_staff")),
    )
    op.create_index("ix_handoff_group_staff_staff", "handoff_group_staff", ["staff"])


def _times() -> None:
    op.create_table(
        "staff_presence",
        sa.Column("staff", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=4), nullable=False),
        sa.Column("seen_at", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.CheckConstraint("state IN ('here', 'busy', 'away')", name=op.f("ck_staff_presence_state")),
        sa.PrimaryKeyConstraint("staff", name=op.f("pk_staff_presence")),
    )
    op.create_table(
        "desk_hours",
        sa.Column("weekday", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("starts", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_desk_hours_weekday")),
        sa.PrimaryKeyConstraint("weekday", "starts", name=op.f("pk_desk_hours")),
    )
    op.create_table(
        "handoff_days",
        sa.Column("day", sa.String(length=8), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_handoff_days")),
    )


def upgrade() -> None:
    _desk()
    _times()
    with op.batch_alter_table("handoff_cases") as cases:
        cases.drop_constraint(op.f("ck_handoff_cases_state"), type_="check")
        cases.create_check_constraint(op.f("ck_handoff_cases_state"), STATES)
        for column in _columns():
            cases.add_column(column)
        cases.create_foreign_key(
            op.f("fk_handoff_cases_group_id_handoff_groups"),
            "handoff_groups",
            ["group_id"],
            ["id"],
            ondelete="SET NULL",
        )
    op.create_index("ix_handoff_cases_group_id", "handoff_cases", ["group_id"])
    op.create_index("ix_handoff_cases_member_id_id", "handoff_cases", ["member_id", "id"])


def downgrade() -> None:
    op.execute("UPDATE handoff_cases SET state = 'waiting' WHERE state = 'left'")
    op.drop_index("ix_handoff_cases_member_id_id", table_name="handoff_cases")
    op.drop_index("ix_handoff_cases_group_id", table_name="handoff_cases")
    with op.batch_alter_table("handoff_cases") as cases:
        cases.drop_constraint(op.f("fk_handoff_cases_group_id_handoff_groups"), type_="foreignkey")
        for column in _columns():
            cases.drop_column(column.name)
        cases.drop_constraint(op.f("ck_handoff_cases_state"), type_="check")
        cases.create_check_constraint(op.f("ck_handoff_cases_state"), BEFORE)
    for table in ("handoff_days", "desk_hours", "staff_presence", "handoff_group_staff", "handoff_groups"):
        op.drop_table(table)
