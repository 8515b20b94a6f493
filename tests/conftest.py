"""Fixtures of all tests: databases, clock, keys. Each test that takes `database` runs on SQLite and PostgreSQL."""

import shutil
from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa

from app.schema import create_schema, sync_url
from base.clock import SHANGHAI, FixedClock
from base.database import Base, Database
from base.encryption import Keyring
from base.logging import configure_logging
from tests.services import postgres_server, redis_server
from union.notices.queue import create_tables

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
    """URL of a database of the kind in `request.param` without any table, gone afterwards."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{folder / 'test.db'}"
    else:
        yield from _postgres_database(request.getfixturevalue("postgres"))


def ready_database(request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    """The same with all tables, ours and DBOS's, and no rows: a copy, since migrating takes a second each time."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_with_tables"), folder / "test.db")
        yield f"sqlite+aiosqlite:///{folder / 'test.db'}"
    else:
        yield from _postgres_database(
            request.getfixturevalue("postgres"), request.getfixturevalue("postgres_with_tables")
        )


def _postgres_database(address: str, template: str = "template1") -> Iterator[str]:
    name = f"test_{uuid4().hex}"
    admin = sa.create_engine(f"postgresql+psycopg://postgres@{address}/postgres", isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name} TEMPLATE {template}"))
    yield f"postgresql+asyncpg://postgres@{address}/{name}"
    with admin.connect() as connection:
        connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture(scope="session")
def sqlite_with_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with all tables, to be copied."""
    file = tmp_path_factory.mktemp("tables") / "all.db"
    _add_tables(f"sqlite+aiosqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def postgres_with_tables(postgres: str) -> Iterator[str]:
    """Name of a database with all tables, to be copied."""
    for url in _postgres_database(postgres):
        _add_tables(url)
        yield url.rpartition("/")[2]


def _add_tables(url: str) -> None:
    create_schema(url)
    create_tables(sync_url(url))
    engine = sa.create_engine(sync_url(url))
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.execute(sa.text("PRAGMA wal_checkpoint(TRUNCATE)"))  # all of it in the one file
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """URL of a database without tables, once on SQLite and once on PostgreSQL."""
    yield from empty_database(request, tmp_path)


@pytest.fixture(scope="session")
def postgres_reused(postgres: str, postgres_with_tables: str) -> Iterator[str]:
    """URL of a database that one test after the other uses: emptying it is far quicker than a copy for each."""
    yield from _postgres_database(postgres, postgres_with_tables)


def _empty(url: str) -> None:
    """Take all rows out, whatever a test before has left behind: rows, connections, transactions."""
    engine = sa.create_engine(sync_url(url), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(_EMPTY))
        left = set(connection.scalars(sa.text("SELECT indexname FROM pg_indexes WHERE schemaname = 'public'")))
    engine.dispose()
    named = {index.name for table in Base.metadata.tables.values() for index in table.indexes}
    assert named <= left, f"a test before this one must be marked changes_tables: {named - left} is gone"


_EMPTY = """DO $$ DECLARE one record; BEGIN
  PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid();
  SET LOCAL session_replication_role = replica;
  FOR one IN SELECT schemaname, tablename FROM pg_tables WHERE schemaname IN ('public', 'dbos')
      AND tablename NOT IN ('alembic_version', 'dbos_migrations') LOOP
    EXECUTE format('DELETE FROM %I.%I', one.schemaname, one.tablename);
  END LOOP;
  FOR one IN SELECT schemaname, sequencename FROM pg_sequences WHERE schemaname IN ('public', 'dbos') LOOP
    PERFORM setval(format('%I.%I', one.schemaname, one.sequencename)::regclass, 1, false);
  END LOOP;
END $$"""


@pytest.fixture(params=["sqlite", "postgresql"])
def ready_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """URL of a database with all tables and no rows, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite" or request.node.get_closest_marker("changes_tables"):
        yield from ready_database(request, tmp_path)
    else:
        url: str = request.getfixturevalue("postgres_reused")
        _empty(url)
        yield url


@pytest.fixture
async def database(ready_url: str, keyring: Keyring) -> AsyncIterator[Database]:
    """A database with all our tables and none of our rows."""
    database = Database(ready_url, keyring)
    yield database
    await database.close()
