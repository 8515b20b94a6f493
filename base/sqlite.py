"""SQLite for SQLAlchemy's asyncio, without a thread and without a task switch a statement.

aiosqlite runs every call in a thread of the connection's own, four hops a statement, each dearer than the statement.
In WAL mode readers never wait and a commit is a short write without a sync, so all of it is done on the spot with the
standard library's sqlite3. What waits for another writer, BEGIN IMMEDIATE, is tried again after short sleeps of the
event loop (SQLite's own waiting grows to 100 ms a sleep). See docs/adr/0004-sqlite-on-the-event-loop.md.
"""

import asyncio
import random
import sqlite3
from collections.abc import Iterator
from typing import Any

from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import URL, ConnectArgsType
from sqlalchemy.pool import AsyncAdaptedQueuePool, Pool
from sqlalchemy.util.concurrency import await_

DRIVER = "sqlite+prompt"
BEGIN = "BEGIN IMMEDIATE"
LOCK_SECONDS = 4.0  # below the platform's five, so that a member gets a word
FIRST_SLEEP, LONGEST_SLEEP = 0.0003, 0.005  # seconds between two tries to begin


class _Nothing:
    """Awaited where nothing is waited for.

    SQLAlchemy insists that a statement of an async driver awaits something; and a statement outside of its greenlet
    (an attribute loaded by accident) fails here as it does on PostgreSQL.
    """

    def __await__(self) -> Iterator[None]:
        return iter(())


_NOTHING = _Nothing()


class PromptCursor(sqlite3.Cursor):
    """Executes at once; only to begin writing it may have to wait."""

    connection: "PromptConnection"

    def execute(self, sql: str, parameters: Any = ()) -> "PromptCursor":
        if self.connection.is_late and not sql.startswith("SELECT"):
            await_(self.connection.begin_at_last(self))
        if sql == BEGIN:
            await_(_begin(self))
            return self
        await_(_NOTHING)  # type: ignore[arg-type]
        return super().execute(sql, parameters)

    def executemany(self, sql: str, parameters: Any) -> "PromptCursor":
        if self.connection.is_late:
            await_(self.connection.begin_at_last(self))
        await_(_NOTHING)  # type: ignore[arg-type]
        return super().executemany(sql, parameters)

    async def _async_soft_close(self) -> None:
        """Asked for by SQLAlchemy's asyncio side, whose other drivers have read all rows by then. Ours reads on."""


class PromptConnection(sqlite3.Connection):
    """A connection whose cursors are ours.

    `is_late`: the transaction asked for begins with the first statement that is not a SELECT (`Database.transact`).
    `turn`: the one in which writers of this process begin.
    """

    is_late = False
    turn: asyncio.Lock | None = None
    _has_turn = False

    def cursor(self, factory: Any = PromptCursor) -> Any:
        return super().cursor(factory)

    async def begin_at_last(self, cursor: PromptCursor) -> None:
        """Begin the late transaction."""
        self.is_late = False
        if self.turn is not None:
            await self.turn.acquire()
            self._has_turn = True
        await _begin(cursor)

    def commit(self) -> None:
        super().commit()
        self._end()

    def rollback(self) -> None:
        try:
            super().rollback()
        finally:
            self._end()

    def close(self) -> None:
        self._end()
        super().close()

    def _end(self) -> None:
        self.is_late = False
        if self._has_turn and self.turn is not None:
            self._has_turn = False
            self.turn.release()


class PromptDialect(SQLiteDialect_pysqlite):
    """SQLAlchemy's dialect for sqlite3, offered to its asyncio side."""

    driver = "prompt"
    is_async = True
    has_terminate = True
    supports_statement_cache = True

    @classmethod
    def get_pool_class(cls, url: URL) -> type[Pool]:
        return AsyncAdaptedQueuePool

    def create_connect_args(self, url: URL) -> ConnectArgsType:
        arguments, options = super().create_connect_args(url)
        # Transactions are begun by us, not by the driver.
        ours = {"factory": PromptConnection, "isolation_level": None, "check_same_thread": False}
        return arguments, {**options, **ours}

    def do_terminate(self, dbapi_connection: Any) -> None:
        """Close at once; SQLAlchemy calls it for connections that nobody gave back."""
        dbapi_connection.close()


registry.register("sqlite.prompt", __name__, PromptDialect.__name__)


async def _begin(cursor: PromptCursor) -> None:
    """Begin a write as soon as no other connection writes, here or in another process."""
    deadline = asyncio.get_running_loop().time() + LOCK_SECONDS
    sleep = FIRST_SLEEP
    execute = super(PromptCursor, cursor).execute
    execute("PRAGMA busy_timeout=0")
    try:
        while True:
            try:
                execute(BEGIN)
                return
            except sqlite3.OperationalError as error:
                late = asyncio.get_running_loop().time() > deadline
                if late or error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                    raise
            await asyncio.sleep(sleep * random.uniform(0.5, 1.5))  # noqa: S311  (only to part two waiters)
            sleep = min(sleep * 1.5, LONGEST_SLEEP)
    finally:
        execute(f"PRAGMA busy_timeout={LOCK_SECONDS * 1000:.0f}")
