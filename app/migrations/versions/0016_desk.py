"""what staff have at hand: canned replies, labels, notes

Revision: 0016
Follows: 0015
"""

import base.database
import sqlalchemy as sa
from alembic import op


revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

REPLIES = (
    ("问候", "您好，我是工会工作人员，很高兴为您服务。请问有什么可以帮您？"),
    ("稍等", "好的，我帮您查一下，请稍等。"),
    ("请说具体些", "麻烦您说得具体一些：是哪个单位、什么时间、遇到了什么情况？"),
    ("稍后答复", "这件事我需要向同事核实，核实后尽快在这里答复您。"),
    ("还有别的吗", "请问还有其他需要帮助的吗？"),
    ("道别", "不客气，感谢您对工会的信任，祝您工作顺利！"),
)
LABELS = (("待跟进", "amber"), ("已回访", "green"), ("政策咨询", ""), ("投诉", "red"))


def upgrade() -> None:
    replies = op.create_table(
        "canned_replies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=16), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("owner", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_canned_replies")),
    )
    op.create_index("ix_canned_replies_owner", "canned_replies", ["owner"])
    labels = op.create_table(
        "desk_labels",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=12), nullable=False),
        sa.Column("look", sa.String(length=8), nullable=False),
        sa.CheckConstraint("look IN ('', 'red', 'amber', 'green', 'grey')", name=op.f("ck_desk_labels_look")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_labels")),
        sa.UniqueConstraint("name", name=op.f("uq_desk_labels_name")),
    )
    op.create_table(
        "case_labels",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("label_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["handoff_cases.id"], name=op.f("fk_case_labels_case_id_handoff_cases"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["label_id"], ["desk_labels.id"], name=op.f("fk_case_labels_label_id_desk_labels"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("case_id", "label_id", name=op.f("pk_case_labels")),
    )
    op.create_table(
        "case_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("staff", sa.String(length=32), nullable=False),
        sa.Column("text", base.database.EncryptedText(), nullable=False),
        sa.Column("at", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["handoff_cases.id"], name=op.f("fk_case_notes_case_id_handoff_cases"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_notes")),
    )
    op.create_index("ix_case_notes_case_id", "case_notes", ["case_id"])
    op.bulk_insert(replies, [{"title": title, "text": text, "owner": None} for title, text in REPLIES])
    op.bulk_insert(labels, [{"name": name, "look": look} for name, look in LABELS])


def downgrade() -> None:
    for table in ("case_notes", "case_labels", "desk_labels", "canned_replies"):
        op.drop_table(table)
