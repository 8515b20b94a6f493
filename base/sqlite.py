"""SQLite without a thread hop a statement.

aiosqlite runs every call in a thread of the connection's own: four hops a statement through SQLAlchemy, each dearer
than the statement. In WAL mode readers never wait and a commit is a short write without a sync, so all of it is done
on the spot. What waits for another writer, BEGIN IMMEDIATE, is tried again after short sleeps of the event loop
(SQLite's own waiting grows to 100 ms a sleep). See docs/adr/0004-sqlite-on-the-event-loop.md.
"""

import asyncio
import random
import sqlite3
from collections.abc import Callable, Generator
from functools import partial
from typing import Any, TypeVar

import aiosqlite

T = TypeVar("T")

BEGIN = "BEGIN IMMEDIATE"
LOCK_SECONDS = 4.0  # below the platform's five, so that a member gets a word
FIRST_SLEEP, LONGEST_SLEEP = 0.0003, 0.005  # seconds between two tries to begin
CHUNK = 64  # rows; aiosqlite's default, unused by SQLAlchemy


class PromptConnection(aiosqlite.Connection):
    """An aiosqlite connection without its thread."""

    def __await__(self) -> Generator[Any, None, aiosqlite.Connection]:
        return self._connect().__await__()

    async def _connect(self) -> aiosqlite.Connection:
        self._connection = self._connector()
        return self

    async def _execute(self, fn: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        if self._connection is None:
            raise ValueError("Connection closed")  # as aiosqlite says it
        if args and args[0] == BEGIN:
            return await _begin(self._connection, fn, *args)
        return fn(*args, **kwargs)

    async def close(self) -> None:
        self.stop()

    def stop(self) -> None:
        """Close at once; SQLAlchemy calls it for connections that nobody gave back."""
        self._running = False
        if self._connection is not None:
            self._connection.close()
            self._connection = None


async def connect(path: str) -> aiosqlite.Connection:
    """Open the database file."""
    # Transactions are begun by us, not by the driver; and SQLAlchemy sets the level only through aiosqlite's thread.
    return await PromptConnection(partial(sqlite3.connect, path, isolation_level=None, check_same_thread=False), CHUNK)


async def _begin(connection: sqlite3.Connection, fn: Callable[..., T], *args: Any) -> T:
    """Begin a write as soon as no other connection writes, here or in another process."""
    deadline = asyncio.get_running_loop().time() + LOCK_SECONDS
    sleep = FIRST_SLEEP
    connection.execute("PRAGMA busy_timeout=0")
    try:
        while True:
            try:
                return fn(*args)
            except sqlite3.OperationalError as error:
                late = asyncio.get_running_loop().time() > deadline
                if late or error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                    raise
            await asyncio.sleep(sleep * random.uniform(0.5, 1.5))  # noqa: S311  (only to part two waiters)
            sleep = min(sleep * 1.5, LONGEST_SLEEP)
    finally:
        connection.execute(f"PRAGMA busy_timeout={LOCK_SECONDS * 1000:.0f}")
