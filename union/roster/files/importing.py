"""Bringing a roster file into the database: as a stream, in batches, each of which is stored whole or not at all."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Update, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from base.clock import to_shanghai
from base.database import Database
from base.errors import TableError
from union.roster.entering import Entered, Line, Prepared, Problem, enter, prepare
from union.roster.files.headings import LOOKED_AT, Header, find_header
from union.roster.files.reading import LineReader
from union.roster.files.seen import Seen
from union.roster.files.sheet import Cell, Sheet, open_sheet
from union.roster.models import RosterEntry, Union
from union.roster.tree import below

BATCH = 500  # lines of one transaction: other writers have their turn between two


@dataclass
class Imported:
    """What became of a file: people added, changed, as they were, marked as left; lines that were not taken.

    `spared`: a full list with bad lines marks nobody as left, since somebody may stand in one of those.
    """

    lines: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    left: int = 0
    refused: int = 0
    spared: bool = False
    unknown: tuple[str, ...] = ()

    def add(self, entered: Entered) -> None:
        self.added += entered.added
        self.changed += entered.changed
        self.unchanged += entered.unchanged


@dataclass(frozen=True)
class Wish:
    """How a file is to be imported.

    Args:
        union: whose roster it is; a column may name unions below it.
        full: who is missing from it has left.
        only_look: store nothing.
    """

    union: Union
    full: bool = False
    only_look: bool = False


async def import_roster(
    database: Database,
    path: Path,
    wish: Wish,
    *,
    now: datetime,
    on_problem: Callable[[Problem], None],
    on_progress: Callable[[int, int], None] = lambda line, about: None,
) -> Imported:
    """Import a file. Importing it again changes nothing.

    `on_problem` hears of each bad line; `on_progress` of the line read last, and about how many there are (0: unknown).

    Raises:
        TableError: the file cannot be read, or lacks a column that is needed.
    """
    sheet = await asyncio.to_thread(open_sheet, path)
    header, rest = await asyncio.to_thread(_split, path, sheet)
    async with database.read() as session:
        reader = _reader(header, wish.union, scope := await below(session, wish.union), now)
    done = Imported(unknown=header.unknown)
    how: dict[str, Any] = {"now": now, "scope": frozenset(one.id for one in scope), "only_look": wish.only_look}

    def refuse(problems: Sequence[Problem]) -> None:
        for problem in problems:
            on_problem(problem)
        done.refused += len({problem.line for problem in problems})

    with Seen() as seen:
        # Reading and encrypting take most of the time: beside the event loop, so that pages go on meanwhile.
        while batch := await asyncio.to_thread(_next, rest):
            good, bad = await asyncio.to_thread(_read, reader, batch)
            ready = await asyncio.to_thread(prepare, database.keyring, good)
            prepared, twice = _first_ones(seen, ready)
            entered = await _store(database, partial(_enter, lines=prepared, **how), wish.only_look)
            refuse(sorted([*bad, *twice, *entered.problems], key=lambda problem: problem.line))
            done.add(entered)
            done.lines += len(good) + len({problem.line for problem in bad})
            on_progress(batch[-1][0], sheet.about)
        done.spared = wish.full and done.refused > 0
        if wish.full and not done.spared:
            done.left = await _mark_left(database, seen, scope, now, wish.only_look)
    return done


def _split(path: Path, sheet: Sheet) -> tuple[Header, Iterator[tuple[int, Sequence[Cell]]]]:
    """The header, and the lines behind it."""
    first = list(islice(sheet.lines, LOOKED_AT))
    header = find_header(first)
    if header.missing:
        found = "、".join(header.unknown) or "没有认出任何一列"
        missing = "、".join(header.missing)
        raise TableError(f"{path}: 缺少这些列：{missing}（没认出的列：{found}）。", "columns", missing)

    def lines() -> Iterator[tuple[int, Sequence[Cell]]]:
        yield from (line for line in first if line[0] > header.line)
        yield from sheet.lines

    return header, lines()


def _next(rest: Iterator[tuple[int, Sequence[Cell]]]) -> list[tuple[int, Sequence[Cell]]]:
    return list(islice(rest, BATCH))


def _reader(header: Header, union: Union, scope: Sequence[Union], now: datetime) -> LineReader:
    names = Counter(one.name for one in scope)
    by_name = {one.name: one.id for one in scope if names[one.name] == 1} | {one.id: one.id for one in scope}
    has_column = "union" in header.columns

    def union_of(said: str) -> str | None:
        return by_name.get(said) if said else (None if has_column and len(scope) > 1 else union.id)

    return LineReader(header.columns, union_of, to_shanghai(now).year)


def _read(reader: LineReader, batch: Sequence[tuple[int, Sequence[Cell]]]) -> tuple[list[Line], list[Problem]]:
    good: list[Line] = []
    bad: list[Problem] = []
    for number, cells in batch:
        line = reader.read(number, cells)
        if isinstance(line, Line):
            good.append(line)
        elif line:
            bad += line
    return good, bad


def _first_ones(seen: Seen, lines: Sequence[Prepared]) -> tuple[list[Prepared], list[Problem]]:
    """Without those that repeat an earlier line of the file."""
    checked = [(line, seen.add(line)) for line in lines]
    return [line for line, twice in checked if twice is None], [twice for _, twice in checked if twice is not None]


async def _enter(session: AsyncSession, lines: Sequence[Prepared], **how: Any) -> Entered:
    return await enter(session, lines, **how)


async def _store(database: Database, work: Callable[[AsyncSession], Awaitable[Entered]], only_look: bool) -> Entered:
    if not only_look:
        return await database.transact(work)
    async with database.read() as session:
        return await work(session)


async def _mark_left(database: Database, seen: Seen, scope: Sequence[Union], now: datetime, only_look: bool) -> int:
    """Entries of these unions that the file does not have; page by page."""
    left, after = 0, ""
    while True:
        here = (RosterEntry.union_id.in_([union.id for union in scope]), RosterEntry.left_at.is_(None))
        query = select(RosterEntry.id, RosterEntry.card_index).where(*here, RosterEntry.id > after)
        async with database.read() as session:
            page = (await session.execute(query.order_by(RosterEntry.id).limit(BATCH))).all()
        if not page:
            return left
        after = page[-1][0]
        missing = set(seen.lacks([card for _, card in page]))
        gone = [entry_id for entry_id, card in page if card in missing]
        left += len(gone)
        if gone and not only_look:
            leaves = update(RosterEntry).where(RosterEntry.id.in_(gone)).values(left_at=now)
            await database.transact(partial(_run, statement=leaves))


async def _run(session: AsyncSession, statement: Update) -> None:
    await session.execute(statement, execution_options={"synchronize_session": False})
