"""places nearby, suggestions, subscriptions to news

Revision: 0011
Follows: 0013
"""

import base.database
import sqlalchemy as sa
from alembic import op


revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _places()
    _suggestions()
    _news()


def downgrade() -> None:
    for table in (
        "news_readers",
        "news_due",
        "news_items",
        "news_subscriptions",
        "suggestions",
        "suggestion_days",
        "sent_locations",
        "place_imports",
        "places",
    ):
        op.drop_table(table)


def _member(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_member_id_members")
    return sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=name, ondelete="CASCADE")


def _event(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_event_id_events")
    return sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=name, ondelete="CASCADE")


def _places() -> None:
    op.create_table(
        "places",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("city", sa.String(length=32), nullable=False),
        sa.Column("district", sa.String(length=32), nullable=False),
        sa.Column("town", sa.String(length=32), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=False),
        sa.Column("longitude", sa.Double(), nullable=False),
        sa.Column("hours", sa.String(length=255), nullable=False),
        sa.Column("hours_text", sa.String(length=100), nullable=False),
        sa.Column("phone", sa.String(length=32), nullable=False),
        sa.Column("facilities", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("as_of", sa.String(length=10), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('station', 'nursing_room', 'workers_home', 'window')", name=op.f("ck_places_kind")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_places")),
    )
    op.create_index("ix_places_source", "places", ["source"])
    op.create_table(
        "place_imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file", sa.String(length=200), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("removed", sa.Integer(), nullable=False),
        sa.Column("at", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place_imports")),
    )
    op.create_table(
        "sent_locations",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("point", base.database.EncryptedText(), nullable=False),
        sa.Column("at", base.database.UtcDateTime(timezone=True), nullable=False),
        _member("sent_locations"),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_sent_locations")),
    )
    op.create_index(op.f("ix_sent_locations_member_id"), "sent_locations", ["member_id"])
    op.create_index(op.f("ix_sent_locations_at"), "sent_locations", ["at"])


def _suggestions() -> None:
    op.create_table(
        "suggestion_days",
        sa.Column("day", sa.String(length=8), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_suggestion_days")),
    )
    op.create_table(
        "suggestions",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("topic", sa.String(length=16), nullable=False),
        sa.Column("text", base.database.EncryptedText(), nullable=False),
        sa.Column("name", base.database.EncryptedText(), nullable=True),
        sa.Column("phone", base.database.EncryptedText(), nullable=True),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=9), nullable=False),
        sa.Column("forwarded_to", sa.String(length=64), nullable=False),
        sa.Column("answer", base.database.EncryptedText(), nullable=True),
        sa.Column("handled_by", sa.String(length=32), nullable=False),
        sa.Column("handled_at", base.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("created_at", base.database.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('open', 'forwarded', 'answered', 'closed')", name=op.f("ck_suggestions_state")),
        _member("suggestions"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestions")),
        sa.UniqueConstraint("number", name=op.f("uq_suggestions_number")),
        sa.UniqueConstraint("key", name=op.f("uq_suggestions_key")),
    )
    op.create_index("ix_suggestions_state_created_at", "suggestions", ["state", "created_at"])
    op.create_index("ix_suggestions_member_id_created_at", "suggestions", ["member_id", "created_at"])


def _news() -> None:
    op.create_table(
        "news_subscriptions",
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("city", sa.String(length=32), nullable=False),
        sa.Column("district", sa.String(length=32), nullable=False),
        sa.Column("created_at", base.database.UtcDateTime(timezone=True), nullable=False),
        _member("news_subscriptions"),
        sa.PrimaryKeyConstraint("member_id", "kind", "city", "district", name=op.f("pk_news_subscriptions")),
    )
    op.create_index("ix_news_subscriptions_kind", "news_subscriptions", ["kind"])
    op.create_table(
        "news_items",
        sa.Column("event_id", sa.String(length=64), nullable=False),
        sa.Column("seen_at", base.database.UtcDateTime(timezone=True), nullable=False),
        _event("news_items"),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_news_items")),
    )
    op.create_table(
        "news_due",
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("event_id", sa.String(length=64), nullable=False),
        sa.Column("since", base.database.UtcDateTime(timezone=True), nullable=False),
        _member("news_due"),
        _event("news_due"),
        sa.PrimaryKeyConstraint("member_id", "event_id", name=op.f("pk_news_due")),
    )
    op.create_index("ix_news_due_since", "news_due", ["since"])
    op.create_table(
        "news_readers",
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("told_on", sa.String(length=10), nullable=False),
        _member("news_readers"),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_news_readers")),
    )
