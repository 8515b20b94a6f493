"""Imports of rosters that the console runs: how they begin, say how far they are, and end."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from sqlalchemy import CursorResult, Select, Update, and_, delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from union.ids import new_id
from union.roster.entering import Problem
from union.roster.models import Union
from union.roster.runs_models import RUNNING, RosterImport, RosterImportProblem
from union.staff.scope import EVERYTHING, Scope, unions_within

if TYPE_CHECKING:  # with it come megabytes that only a process that reads files needs
    from union.roster.files.importing import Imported

SILENT = timedelta(seconds=60)  # without a word: the process that ran it is gone
MOST_PROBLEMS = 20_000  # lines of a report; who has more has the wrong file
_NO_SYNC = {"synchronize_session": False}
Mode = Literal["looking", "entering"]


@dataclass(frozen=True)
class RunRefused:
    """unknown: no such union or run within the scope; busy: another one for the union runs; moved: it is past that."""

    reason: Literal["unknown", "busy", "moved"]


async def begin(
    session: AsyncSession, union_id: str, file: str, *, full: bool, staff: str, now: datetime, scope: Scope = EVERYTHING
) -> str | RunRefused:
    """A new run, which looks at its file first; its id."""
    if await session.scalar(select(Union.id).where(Union.id == union_id, unions_within(scope))) is None:
        return RunRefused("unknown")
    live = (RosterImport.state.in_(RUNNING), RosterImport.beat_at > now - SILENT)
    if await session.scalar(select(RosterImport.id).where(RosterImport.union_id == union_id, *live).limit(1)):
        return RunRefused("busy")
    run = RosterImport(id=new_id(), union_id=union_id, file=file[-200:], full=full, state="looking", staff=staff[:32])
    run.started_at = run.beat_at = now
    session.add(run)
    await session.flush()
    return run.id


async def go_on(
    session: AsyncSession, run_id: str, mode: Mode, *, now: datetime, scope: Scope = EVERYTHING
) -> RunRefused | None:
    """Enter what was looked at; or begin anew what was broken off. None: go."""
    mine = (RosterImport.id == run_id, RosterImport.union_id.in_(_unions(scope)))
    if await session.scalar(select(RosterImport.id).where(*mine)) is None:
        return RunRefused("unknown")
    ready = and_(RosterImport.state == mode, RosterImport.beat_at <= now - SILENT)
    if mode == "entering":
        ready = or_(RosterImport.state == "looked", ready)
    anew: dict[str, object] = {"state": mode, "beat_at": now, "line": 0, "counts": {}, "why": ""}
    moved = update(RosterImport).where(*mine, ready).values(**anew)
    if await _count(session, moved) == 0:
        return RunRefused("moved")
    await session.execute(delete(RosterImportProblem).where(RosterImportProblem.import_id == run_id))
    return None


async def beat(
    session: AsyncSession, run_id: str, mode: Mode, line: int, about: int, problems: Sequence[Problem], now: datetime
) -> bool:
    """It has come so far. False: it was stopped, and is to do no more."""
    mine = update(RosterImport).where(RosterImport.id == run_id, RosterImport.state == mode)
    known = {"about": about} if about else {}
    if await _count(session, mine.values(line=line, beat_at=now, **known)) == 0:
        return False
    await _keep(session, run_id, problems)
    return True


async def looked(
    session: AsyncSession, run_id: str, done: "Imported", first: Sequence[Sequence[str]], now: datetime
) -> None:
    """The trial is over; nothing was entered."""
    mine = update(RosterImport).where(RosterImport.id == run_id, RosterImport.state == "looking")
    told = {"counts": counts_of(done), "unknown": list(done.unknown), "first": json.dumps(first, ensure_ascii=False)}
    await session.execute(
        mine.values(state="looked", about=done.lines, beat_at=now, **told), execution_options=_NO_SYNC
    )


async def entered(session: AsyncSession, run_id: str, done: "Imported", now: datetime) -> None:
    """All of it is in the roster; the first lines are not needed any more."""
    mine = update(RosterImport).where(RosterImport.id == run_id, RosterImport.state == "entering")
    over = {"state": "done", "done_at": now, "counts": counts_of(done), "line": done.lines, "first": None}
    await session.execute(mine.values(**over), execution_options=_NO_SYNC)


async def failed(session: AsyncSession, run_id: str, why: str, now: datetime) -> None:
    """It cannot go on; what was entered stays."""
    mine = update(RosterImport).where(RosterImport.id == run_id, RosterImport.state.in_(RUNNING))
    over = {"state": "failed", "why": why[:500], "done_at": now, "first": None}
    await session.execute(mine.values(**over), execution_options=_NO_SYNC)


async def drop(session: AsyncSession, run_id: str, *, now: datetime, scope: Scope = EVERYTHING) -> RunRefused | None:
    """Stop it, or leave it at the trial. What was entered stays. None: done."""
    mine = (RosterImport.id == run_id, RosterImport.union_id.in_(_unions(scope)))
    open_still = RosterImport.state.in_((*RUNNING, "looked"))
    stopped = update(RosterImport).where(*mine, open_still).values(state="dropped", done_at=now, first=None)
    return None if await _count(session, stopped) else RunRefused("moved")


def counts_of(done: "Imported") -> dict[str, int]:
    """The numbers of an import."""
    return {
        name: int(getattr(done, name))
        for name in ("lines", "added", "changed", "unchanged", "left", "refused", "spared")
    }


def _unions(scope: Scope) -> Select[str]:
    return select(Union.id).where(unions_within(scope))


async def _keep(session: AsyncSession, run_id: str, problems: Sequence[Problem]) -> None:
    if not problems:
        return
    there = select(func.count()).where(RosterImportProblem.import_id == run_id)
    kept = await session.scalar(there) or 0
    rows = [
        {"import_id": run_id, "line": one.line, "column": one.column[:32], "why": one.why[:200]}
        for one in problems[: max(MOST_PROBLEMS - kept, 0)]
    ]
    if rows:
        await session.execute(insert(RosterImportProblem), rows)


async def _count(session: AsyncSession, statement: Update) -> int:
    result = await session.execute(statement, execution_options=_NO_SYNC)
    assert isinstance(result, CursorResult)
    return result.rowcount
