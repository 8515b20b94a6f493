"""What staff look at: imports of rosters, how far they are, and what was wrong with their files."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from union.roster.entering import Problem
from union.roster.models import Union
from union.roster.runs import MOST_PROBLEMS, SILENT
from union.roster.runs_models import RUNNING, RosterImport, RosterImportProblem
from union.staff.scope import EVERYTHING, Scope, unions_within


@dataclass(frozen=True)
class Run:
    """An import as staff see it.

    `is_silent`: it should run, and says nothing any more. `problems`: how many of its lines are bad, as far as kept.
    """

    id: str
    union_id: str
    union: str
    file: str
    full: bool
    state: str
    staff: str
    started_at: datetime
    done_at: datetime | None
    line: int
    about: int
    counts: dict[str, int]
    unknown: tuple[str, ...]
    first: tuple[tuple[str, ...], ...]
    why: str
    problems: int
    is_silent: bool


async def runs(session: AsyncSession, now: datetime, *, scope: Scope = EVERYTHING, most: int = 20) -> list[Run]:
    """The newest first."""
    query = select(RosterImport, Union.name).join(Union, Union.id == RosterImport.union_id).where(unions_within(scope))
    newest = query.order_by(RosterImport.started_at.desc(), RosterImport.id).limit(most)
    found = (await session.execute(newest.execution_options(populate_existing=True))).all()
    return [await _run(session, one, union, now) for one, union in found]


async def run(session: AsyncSession, run_id: str, now: datetime, *, scope: Scope = EVERYTHING) -> Run | None:
    """One of them, within the scope."""
    query = select(RosterImport, Union.name).join(Union, Union.id == RosterImport.union_id)
    one = query.where(RosterImport.id == run_id, unions_within(scope)).execution_options(populate_existing=True)
    found = (await session.execute(one)).first()
    return await _run(session, found[0], found[1], now) if found else None


async def problems_of(
    session: AsyncSession, run_id: str, *, scope: Scope = EVERYTHING, most: int = MOST_PROBLEMS
) -> list[Problem]:
    """In the order of the lines."""
    query = (
        select(RosterImportProblem.line, RosterImportProblem.column, RosterImportProblem.why)
        .join(RosterImport, RosterImport.id == RosterImportProblem.import_id)
        .join(Union, Union.id == RosterImport.union_id)
        .where(RosterImport.id == run_id, unions_within(scope))
        .order_by(RosterImportProblem.line, RosterImportProblem.id)
        .limit(most)
    )
    return [Problem(*row) for row in await session.execute(query)]


async def _run(session: AsyncSession, one: RosterImport, union: str, now: datetime) -> Run:
    first = json.loads(one.first) if one.first else []
    return Run(
        *(one.id, one.union_id, union, one.file, one.full, one.state, one.staff, one.started_at, one.done_at),
        *(one.line, one.about, one.counts, tuple(one.unknown), tuple(map(tuple, first)), one.why),
        problems=await _problem_count(session, one.id),
        is_silent=one.state in RUNNING and one.beat_at <= now - SILENT,
    )


async def _problem_count(session: AsyncSession, run_id: str) -> int:
    query = select(func.count()).where(RosterImportProblem.import_id == run_id)
    return await session.scalar(query) or 0
