"""The statements of a sign-up, recorded from the product and sent again without SQLAlchemy, encryption or rules.

Recorded twice, for two members: where the parameters differ, each replay gets new ones of the same length. So the
reference follows the product by itself when that sends other statements. On SQLite it begins where the product does:
before the first statement that is no SELECT. Once it has met with no places, it only reads, as the product does.
"""

import sqlite3
from collections.abc import Awaitable, Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import chain
from typing import Any
from uuid import uuid4

import psycopg
from sqlalchemy import event
from sqlalchemy.engine import make_url

from app.schema import sync_url
from base.database import Database
from bench import gate
from bench.gate import Had, Moment

Parameters = tuple[Any, ...]
Statement = tuple[str, list[Parameters]]  # several rows: sent by one executemany
Execute = Callable[[str, Sequence[Parameters]], int]
TAKES_A_PLACE = "UPDATE quotas"  # the one statement that may change no row: then the places are gone
NO_ROWS: list[Parameters] = [()]
BUSY_SECONDS = 30.0


@dataclass(frozen=True)
class Recipe:
    """The statements of one sign-up with its parameters, and the parameters of a second one; `member`: of the first."""

    first: list[Statement]
    second: list[Statement]
    member: str

    def attempt(self, member_id: str) -> Iterator[Statement]:
        """The statements of one more sign-up at the same event."""
        fresh: dict[str, str] = {self.member: member_id}
        for (statement, one), (_, two) in zip(self.first, self.second, strict=True):
            pairs = zip(one, two, strict=True)
            yield statement, [tuple(_renewed(a, b, fresh) for a, b in zip(*rows, strict=True)) for rows in pairs]


async def recorded(database: Database, verb: Callable[[str], Awaitable[object]], members: tuple[str, str]) -> Recipe:
    """Run a verb for two members and keep what it sends; how a transaction begins is left out."""
    runs = []
    for member in members:
        sent: list[Statement] = []

        def keep(*call: Any, into: list[Statement] = sent) -> None:
            _connection, _cursor, statement, parameters, _context, many = call
            if not statement.startswith("BEGIN"):
                into.append((statement, [tuple(map(_plain, row)) for row in (parameters if many else [parameters])]))

        event.listen(database.engine.sync_engine, "before_cursor_execute", keep)
        await verb(member)
        event.remove(database.engine.sync_engine, "before_cursor_execute", keep)
        runs.append(sent)
    first, second = runs
    return Recipe(first, second, members[0])


def raw_attempts(url: str, recipe: Recipe, tasks: int, members: Sequence[str]) -> Had:
    """The attempts of one process."""
    # One writer at a time: more connections of one process would only wait for each other.
    connections = 1 if url.startswith("sqlite") else tasks
    with ExitStack() as stack, ThreadPoolExecutor(connections) as pool:
        opened = [stack.enter_context(_connected(url)) for _ in range(connections)]
        is_late = url.startswith("sqlite")
        _attempt(opened[0], recipe, members[0], is_late=is_late, end="ROLLBACK")
        began = gate.wait()

        def one_after_the_other(number: int) -> list[Moment]:
            had, left = [], True
            for member in members[number::connections]:
                left = _attempt(opened[number], recipe, member, is_late=is_late, only_look=not left)
                had += [gate.moment()] if left else []
            return had

        booked = list(chain.from_iterable(pool.map(one_after_the_other, range(connections))))
        return Had(began, booked, gate.moment(), len(members))


def _attempt(
    execute: Execute, recipe: Recipe, member: str, *, is_late: bool, only_look: bool = False, end: str = "COMMIT"
) -> bool:
    """Whether it got a place."""
    has_begun = False
    for statement, rows in recipe.attempt(member):
        looks = statement.startswith("SELECT")
        if only_look and not looks:
            break
        if not has_begun and not (is_late and looks):
            has_begun = execute("BEGIN", NO_ROWS) is not None
        if execute(statement, rows) == 0 and statement.startswith(TAKES_A_PLACE):
            execute("ROLLBACK", NO_ROWS)
            return False
    if has_begun:
        execute(end, NO_ROWS)
    return not only_look


@contextmanager
def _connected(url: str) -> Iterator[Execute]:
    """A connection; executing fetches all rows, and returns how many there were or were changed."""
    connection = _sqlite(url) if url.startswith("sqlite") else _postgres(url)

    def execute(statement: str, rows: Sequence[Parameters]) -> int:
        immediate = statement == "BEGIN" and isinstance(connection, sqlite3.Connection)
        cursor = connection.cursor()
        if len(rows) > 1:
            cursor.executemany(statement, rows)
        else:
            cursor.execute("BEGIN IMMEDIATE" if immediate else statement, rows[0])
        if cursor.description:
            return len(cursor.fetchall())
        return int(cursor.rowcount)

    try:
        yield execute
    finally:
        connection.close()


def _sqlite(url: str) -> Any:
    connection = sqlite3.connect(
        make_url(url).database or "", timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _postgres(url: str) -> Any:
    target = sync_url(url).replace("+psycopg", "")
    # SQLAlchemy's statements for asyncpg number their parameters ($1); so does this cursor.
    return psycopg.connect(target, autocommit=True, cursor_factory=psycopg.RawCursor)


def _plain(parameter: Any) -> Any:
    """As it can be sent to another process."""
    return bytes(parameter) if isinstance(parameter, memoryview) else parameter


def _renewed(one: Any, two: Any, fresh: dict[str, str]) -> Any:
    """A parameter for another attempt: the same where both were the same, new text where they differed."""
    if not isinstance(one, str) or one == two:
        return one  # also times and ciphertexts: no key is among them
    return fresh.setdefault(one, (uuid4().hex * 4)[: len(one)])
