"""All tables of all features, and how they are brought into a database (Alembic)."""

import importlib
from pathlib import Path

from alembic import command
from alembic.config import Config

# A feature's tables exist once its models are imported.
MODELS = (
    "union.members.models",
    "union.roster.models",
    "union.roster.runs_models",
    "union.conversations.models",
    "union.attachments.models",
    "union.events.models",
    "union.events.records",
    "union.excursions.models",
    "union.legal_aid.models",
    "union.legal_aid.records",
    "union.notices.models",
    "union.notices.grants_models",
    "union.handoff.models",
    "union.desk.models",
    "union.handoff.desk_models",
    "union.staff.models",
    "union.audit.models",
    "union.coded.models",
    "union.applications.models",
    "union.matchmaking.models",
    "union.privacy.models",
    "union.places.models",
    "union.voices.models",
    "union.news.models",
    "union.numbers.models",
    "knowledge.models",
    "knowledge.learning.models",
    "webhook.models",
)
SYNC_DRIVERS = {"sqlite+aiosqlite": "sqlite", "postgresql+asyncpg": "postgresql+psycopg"}


def import_models() -> None:
    """Make every table known to `Base.metadata`."""
    for module in MODELS:
        importlib.import_module(module)


def sync_url(url: str) -> str:
    """The same database for synchronous use (Alembic, DBOS)."""
    driver, rest = url.split("://", 1)
    return f"{SYNC_DRIVERS.get(driver, driver)}://{rest}"


def alembic_config(url: str) -> Config:
    """Alembic's configuration for the database at `url`."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("sqlalchemy.url", sync_url(url).replace("%", "%%"))
    return config


def create_schema(url: str) -> None:
    """Bring all tables into the database at `url`, up to the newest migration."""
    command.upgrade(alembic_config(url), "head")
