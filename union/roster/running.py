"""Running an import of a roster from beginning to end, beside everything else: a look at the file, or entering it."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from base.clock import Clock
from base.database import Database
from base.errors import TableError
from union.roster import runs
from union.roster.entering import Problem
from union.roster.files.importing import Imported, Wish, import_roster
from union.roster.files.preview import as_lists, preview
from union.roster.models import Union
from union.roster.runs import Mode
from union.roster.runs_models import RosterImport

BEAT = 1.0  # seconds between two words of a run about itself


async def run_import(
    database: Database, clock: Clock, path: Path, run_id: str, mode: Mode, in_words: Callable[[TableError], str]
) -> None:
    """Look at the file or enter it, as `runs.begin` and `runs.go_on` have noted. Ends when somebody stops the run.

    `in_words`: why a file cannot be read, as staff read it.
    """
    try:
        await _run(_Progress(database, clock, run_id, mode), path)
    except TableError as error:
        why = in_words(error)
        await database.transact(lambda s: runs.failed(s, run_id, why, clock.now()))


class _Progress:
    """How far one run is, written down every second."""

    def __init__(self, database: Database, clock: Clock, run_id: str, mode: Mode) -> None:
        self.database, self.clock, self.run_id, self.mode = database, clock, run_id, mode
        self.line = self.about = 0
        self.problems: list[Problem] = []

    def at(self, line: int, about: int) -> None:
        self.line, self.about = line, about

    async def say(self) -> bool:
        """False: the run was stopped."""
        said, self.problems = self.problems, []
        line, about = self.line, self.about

        async def work(session: AsyncSession) -> bool:
            return await runs.beat(session, self.run_id, self.mode, line, about, said, self.clock.now())

        return await self.database.transact(work)


async def _run(progress: _Progress, path: Path) -> None:
    work = asyncio.create_task(_import(progress, path))
    try:
        while not work.done():
            await asyncio.wait([work], timeout=BEAT)
            if not await progress.say():
                return
        await _end(progress, path, work.result())
    finally:
        work.cancel()
        with suppress(asyncio.CancelledError, Exception):
            await work


async def _import(progress: _Progress, path: Path) -> Imported:
    database = progress.database
    async with database.read() as session:
        run = await session.get_one(RosterImport, progress.run_id)
        wish = Wish(await session.get_one(Union, run.union_id), full=run.full, only_look=progress.mode == "looking")
    return await import_roster(
        database,
        path,
        wish,
        now=progress.clock.now(),
        on_problem=lambda problem: progress.problems.append(problem),
        on_progress=progress.at,
    )


async def _end(progress: _Progress, path: Path, done: Imported) -> None:
    database, run_id, now = progress.database, progress.run_id, progress.clock.now()
    if progress.mode == "entering":
        await database.transact(lambda s: runs.entered(s, run_id, done, now))
        return
    first = as_lists(await asyncio.to_thread(preview, path))
    await database.transact(lambda s: runs.looked(s, run_id, done, first, now))
