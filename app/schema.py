"""All tables of all features, and how they are brought into a database."""

import sqlalchemy as sa

import union.conversations.models
import union.members.models  # noqa: F401  (a feature's tables exist once its models are imported)
from base.database import Base

SYNC_DRIVERS = {"sqlite+aiosqlite": "sqlite", "postgresql+asyncpg": "postgresql+psycopg"}


def sync_url(url: str) -> str:
    """The same database for synchronous use (Alembic, DBOS)."""
    driver, rest = url.split("://", 1)
    return f"{SYNC_DRIVERS.get(driver, driver)}://{rest}"


def create_schema(url: str) -> None:
    """Bring all tables into the database at `url`, up to the newest migration."""
    engine = sa.create_engine(sync_url(url))
    Base.metadata.create_all(engine)
    engine.dispose()
