"""The database: SQLAlchemy, asynchronous, on SQLite and PostgreSQL by one code path.

A verb runs in one transaction: `await database.transact(work)`. On SQLite writers begin with
BEGIN IMMEDIATE (otherwise the second of two writers fails in the middle); on PostgreSQL the whole
work is run again when it lost against another transaction. `work` must therefore do nothing but SQL.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, nullcontext
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, DateTime, Engine, LargeBinary, MetaData, event, make_url, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects import sqlite as sqlite_dialect
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator
from sqlalchemy.util.concurrency import await_, greenlet_spawn

from base import sqlite
from base.encryption import Keyring
from base.errors import UserError
from base.together import Together

RETRIED_SQLSTATES = {"40001", "40P01"}  # serialization failure, deadlock: the loser starts over
TRIES = 5
LOCK_TIMEOUT_MS = int(sqlite.LOCK_SECONDS * 1000)


T = TypeVar("T")


class Base(DeclarativeBase):
    """Base of all tables."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime, stored in UTC; SQLite would drop the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a datetime without a time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value if value is None or value.tzinfo else value.replace(tzinfo=UTC)


class EncryptedBytes(TypeDecorator[bytes]):
    """Bytes encrypted at rest with the database's keyring."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        return None if value is None else _keyring(dialect).encrypt(value)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        return None if value is None else _keyring(dialect).decrypt(bytes(value))


class Sealed(str):
    """Text with its ciphertext: encrypted ahead of the statement, once for all rows that hold it."""

    token: bytes

    def __new__(cls, text: str, keyring: Keyring) -> "Sealed":
        sealed = super().__new__(cls, text)
        sealed.token = keyring.encrypt(text.encode())
        return sealed


class EncryptedText(TypeDecorator[str]):
    """Text encrypted at rest with the database's keyring."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        if isinstance(value, Sealed):
            return value.token
        return None if value is None else _keyring(dialect).encrypt(value.encode())

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        return None if value is None else _keyring(dialect).decrypt(bytes(value)).decode()


class Database:
    """One process's way to the database.

    Args:
        url: an SQLAlchemy async URL (`sqlite+aiosqlite:///…` or `postgresql+asyncpg://…`).
        keyring: opens the encrypted columns.
    """

    def __init__(self, url: str, keyring: Keyring, *, pool_size: int = 10) -> None:
        self.url = url
        self.keyring = keyring
        self.is_sqlite = url.startswith("sqlite")
        # Parameters may be personal: an error's text names the statement only.
        options: dict[str, Any] = {"hide_parameters": True, "pool_size": pool_size, "max_overflow": pool_size}
        if not self.is_sqlite:
            options["connect_args"] = {"server_settings": {"lock_timeout": f"{LOCK_TIMEOUT_MS}"}}
        parsed = make_url(url)
        self.engine = create_async_engine(parsed.set(drivername=sqlite.DRIVER) if self.is_sqlite else parsed, **options)
        # Types find the keys on their engine's dialect: no global, and two databases can differ.
        self.engine.dialect.keyring = keyring  # type: ignore[attr-defined]
        # SQLite has one writer at a time: queueing here is fair and cheap, its own waiting sleeps.
        self._turn = asyncio.Lock() if self.is_sqlite else None
        self._together = Together(self.write) if self.is_sqlite else None
        if self.is_sqlite:
            event.listen(self.engine.sync_engine, "connect", self._prepare_sqlite)
            event.listen(self.engine.sync_engine, "begin", _begin_sqlite)
        self._writers = self.engine.execution_options(write=True)
        self._late_writers = self.engine.execution_options(write="late")
        self._read = async_sessionmaker(self.engine, expire_on_commit=False)
        self._write = async_sessionmaker(self._writers, expire_on_commit=False)
        self._write_late = async_sessionmaker(self._late_writers, expire_on_commit=False)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """A session for reading; nothing is committed."""
        async with self._read() as session:
            yield session

    async def transact(self, work: Callable[[AsyncSession], Awaitable[T]], *, late: bool = False) -> T:
        """Run `work` in one transaction, committed at its end; run again whole when it lost a race.

        `late`: for work that often ends without a change. On SQLite it waits for the one writer's lock only at its
        first statement that is no SELECT; so what it read before may have changed, as it may on PostgreSQL anyway.
        """
        for _ in range(TRIES - 1):
            try:
                return await self._once(work, late)
            except DBAPIError as error:
                if getattr(error.orig, "sqlstate", None) not in RETRIED_SQLSTATES:
                    raise
        return await self._once(work, late)

    async def write(self, work: Callable[[Connection], T], *, late: bool = False) -> T:
        """`transact` without a session, for the statements every message runs: half the CPU (docs/adr/0004).

        `work` is an ordinary function over a Connection; what is written for sessions it calls by `within`.
        `late` as in `transact`.
        """
        for _ in range(TRIES - 1):
            try:
                return await self._write_once(work, late)
            except DBAPIError as error:
                if getattr(error.orig, "sqlstate", None) not in RETRIED_SQLSTATES:
                    raise
        return await self._write_once(work, late)

    async def write_in_a_rush(self, work: Callable[[Connection], T]) -> T:
        """`write`, while many others write: on SQLite several share a transaction. PostgreSQL commits them abreast."""
        return await (self._together.write(work) if self._together is not None else self.write(work))

    async def query(self, work: Callable[[Connection], T]) -> T:
        """`read` without a session; see `write`."""
        return await greenlet_spawn(_in_transaction, self.engine.sync_engine, work)

    def within(self, connection: Connection, work: Callable[[AsyncSession], Awaitable[T]]) -> T:
        """Inside of `write`: a verb that takes a session, in the same transaction."""

        async def use() -> T:
            async with AsyncSession(AsyncConnection(self.engine, connection), expire_on_commit=False) as session:
                result = await work(session)
                await session.flush()
                return result

        return await_(use())

    async def _write_once(self, work: Callable[[Connection], T], late: bool) -> T:
        if late:
            return await greenlet_spawn(_in_transaction, self._late_writers.sync_engine, work)
        async with self._turn or nullcontext():
            return await greenlet_spawn(_in_transaction, self._writers.sync_engine, work)

    async def _once(self, work: Callable[[AsyncSession], Awaitable[T]], late: bool) -> T:
        if late:
            async with self._write_late() as session, session.begin():
                return await work(session)
        async with self._turn or nullcontext(), self._write() as session, session.begin():
            return await work(session)

    async def check(self) -> None:
        """Reach the database once.

        Raises:
            UserError: it cannot be reached; the line hides the password.
        """
        try:
            async with self.read() as session:
                await session.execute(text("SELECT 1"))
        except (DBAPIError, OSError) as error:
            shown = make_url(self.url).render_as_string(hide_password=True)
            reason = str(getattr(error, "orig", error)).splitlines()[0]
            raise UserError(f"Database {shown} cannot be reached: {reason}") from error

    async def close(self) -> None:
        await self.engine.dispose()

    def _prepare_sqlite(self, connection: sqlite.PromptConnection, _record: Any) -> None:
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", f"busy_timeout={LOCK_TIMEOUT_MS}", "synchronous=NORMAL", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()
        connection.turn = self._turn


def insert_into(session: AsyncSession, table: type[Base]) -> postgresql.Insert:
    """An INSERT that knows `on_conflict_do_nothing` and `on_conflict_do_update`, on both databases."""
    if session.get_bind().dialect.name == "sqlite":
        return sqlite_dialect.insert(table)  # type: ignore[return-value]  # the same methods, another class
    return postgresql.insert(table)


def seal(connection: Connection, text: str) -> Sealed:
    """Encrypt `text` with the connection's keyring, so that it is not done while a lock is held."""
    return Sealed(text, _keyring(connection.dialect))


def _in_transaction(engine: Engine, work: Callable[[Connection], T]) -> T:
    with engine.begin() as connection:
        return work(connection)


def _keyring(dialect: Dialect) -> Keyring:
    keyring: Keyring = dialect.keyring  # type: ignore[attr-defined]
    return keyring


def _begin_sqlite(connection: Connection) -> None:
    """On the driver's own cursor: through SQLAlchemy's it would cost as much as the statements it begins."""
    writes = connection.get_execution_options().get("write")
    own: Any = connection.connection.dbapi_connection
    if writes == "late":
        own.is_late = True
    else:
        own.cursor().execute(sqlite.BEGIN if writes else "BEGIN")
