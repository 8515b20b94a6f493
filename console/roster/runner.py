"""Runs imports beside all pages, and keeps their files until they are over.

A file lies under `VAR`/rosters, readable by this account alone, until it is entered, dropped or a day old.
"""

from datetime import timedelta
from pathlib import Path
from time import time

from nicegui import background_tasks
from nicegui.elements.upload_files import FileUpload

from base.logging import get_logger
from console.deps import ConsoleDeps
from console.parts.uploading import why_unreadable
from union.roster.runs import Mode
from union.roster.runs_desk import run

log = get_logger("console.rosters")

KEPT = timedelta(days=1)
SUFFIXES = (".xlsx", ".xlsm", ".csv", ".txt")


class Runner:
    """One for all pages of the process."""

    def __init__(self, deps: ConsoleDeps) -> None:
        self.deps = deps

    def file_of(self, run_id: str, name: str) -> Path:
        """Where the file of a run lies; what is no table by its name keeps none, and is refused when it is opened."""
        suffix = Path(name).suffix.lower()
        return self._folder() / f"{run_id}{suffix if suffix in SUFFIXES else '.none'}"

    async def keep(self, run_id: str, file: FileUpload) -> None:
        """Write the file down, before its run is known to anybody."""
        self._tidy()
        path = self.file_of(run_id, file.name)
        path.touch(mode=0o600)
        await file.save(path)

    def forget(self, run_id: str, name: str) -> None:
        self.file_of(run_id, name).unlink(missing_ok=True)

    def start(self, run_id: str, name: str, mode: Mode) -> None:
        """Goes on when the page is closed."""
        background_tasks.create(self._run(run_id, name, mode), name=f"roster import {run_id}")

    async def _run(self, run_id: str, name: str, mode: Mode) -> None:
        from union.roster.running import run_import  # megabytes that only who reads a file needs

        deps, path = self.deps, self.file_of(run_id, name)
        try:
            await run_import(deps.database, deps.clock, path, run_id, mode, why_unreadable)
        except Exception as error:  # it stays as it is, is shown as broken off, and can be run again
            log.error("import_failed", error=type(error).__name__)
        async with deps.database.read() as session:
            found = await run(session, run_id, deps.clock.now())
        if found is None or found.state in ("done", "failed", "dropped"):
            path.unlink(missing_ok=True)
        deps.live.changed.emit("")

    def _folder(self) -> Path:
        folder = self.deps.settings.ensure_var() / "rosters"
        folder.mkdir(mode=0o700, exist_ok=True)
        return folder

    def _tidy(self) -> None:
        """What nobody came back for."""
        for path in self._folder().iterdir():
            if time() - path.stat().st_mtime > KEPT.total_seconds():
                path.unlink(missing_ok=True)
