"""Notices whose workflow ended without them: the database was away for longer than a delivery tries.

They would stand in `queued` for ever, and hold up what comes after them.
"""

import asyncio
from datetime import datetime, timedelta

from dbos import DBOS
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import load_only

from base.database import Database
from base.logging import get_logger
from union.notices.models import Notice
from union.notices.queue import workflow_of

AFTER = timedelta(minutes=10)
_NEEDED = load_only(Notice.run, Notice.batch)
LOOKED_AT = 200
ALIVE = {"ENQUEUED", "PENDING", "DELAYED"}

log = get_logger("worker")


async def rescue(database: Database, now: datetime) -> int:
    """Let what was left lying wait again, so that the sweep queues it; returns how many."""
    async with database.read() as session:
        query = select(Notice).options(_NEEDED).where(Notice.state == "queued", Notice.due < now - AFTER)
        rows = list(await session.scalars(query.order_by(Notice.due).limit(LOOKED_AT)))
    if not rows:
        return 0
    alive = await asyncio.to_thread(_alive, sorted({workflow_of(row) for row in rows}))
    lost = [row for row in rows if workflow_of(row) not in alive]
    if not lost:
        return 0
    log.warning("notices_rescued", notices=len(lost))
    await database.transact(lambda session: _let_wait(session, lost))
    return len(lost)


def _alive(workflows: list[str]) -> set[str]:
    found = DBOS.list_workflows(workflow_ids=workflows, load_input=False, load_output=False)
    return {workflow.workflow_id for workflow in found if workflow.status in ALIVE}


async def _let_wait(session: AsyncSession, lost: list[Notice]) -> None:
    for row in lost:
        same = update(Notice).where(Notice.id == row.id, Notice.state == "queued", Notice.run == row.run)
        await session.execute(same.values(state="waiting"), execution_options={"synchronize_session": False})
