"""Fixtures of all tests: databases, clock, keys. Each test that takes `database` runs on SQLite and PostgreSQL."""

from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa

from app.schema import create_schema
from base.clock import SHANGHAI, FixedClock
from base.database import Database
from base.encryption import Keyring
from base.logging import configure_logging
from tests.services import postgres_server, redis_server

configure_logging("WARNING")

WEDNESDAY = datetime(2026, 11, 18, 10, 0, tzinfo=SHANGHAI)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """`host:port` of a real PostgreSQL server."""
    with postgres_server() as address:
        yield address


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    with redis_server() as url:
        yield url


@pytest.fixture
def keyring() -> Keyring:
    return Keyring(["test-secret"])


@pytest.fixture
def clock() -> FixedClock:
    """Stands at a Wednesday morning in Shanghai until a test moves it."""
    return FixedClock(WEDNESDAY)


def empty_database(request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    """URL of an empty database of the kind in `request.param`, gone afterwards."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{folder / 'test.db'}"
        return
    address = request.getfixturevalue("postgres")
    name = f"test_{uuid4().hex}"
    admin = sa.create_engine(f"postgresql+psycopg://postgres@{address}/postgres", isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    yield f"postgresql+asyncpg://postgres@{address}/{name}"
    with admin.connect() as connection:
        connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """URL of an empty database, once on SQLite and once on PostgreSQL."""
    yield from empty_database(request, tmp_path)


@pytest.fixture
async def database(database_url: str, keyring: Keyring) -> AsyncIterator[Database]:
    """A database with all our tables and none of our rows."""
    create_schema(database_url)
    database = Database(database_url, keyring)
    yield database
    await database.close()
