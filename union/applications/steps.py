"""Moving an application from one status to another: compare and set, once a key, with its line in the timeline."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import CursorResult, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import insert_into
from union.applications.models import Application, ApplicationStep

_NO_SYNC = {"synchronize_session": False}


async def locked(session: AsyncSession, application_id: str) -> Application | None:
    """The application, kept from others until the transaction ends."""
    query = select(Application).where(Application.id == application_id).with_for_update(of=Application)
    return await session.scalar(query.execution_options(populate_existing=True))


async def move(
    session: AsyncSession, application_id: str, before: Collection[str], after: str, now: datetime, **values: Any
) -> bool:
    """Set the status, if it is one of `before`. False: it is not (any more)."""
    statement = update(Application).where(Application.id == application_id, Application.status.in_(before))
    result = await session.execute(statement.values(status=after, updated_at=now, **values), execution_options=_NO_SYNC)
    assert isinstance(result, CursorResult)
    return result.rowcount == 1


async def note(
    session: AsyncSession, application_id: str, status: str, *, key: str, now: datetime, staff: str = ""
) -> None:
    """A line in the timeline."""
    values = {"application_id": application_id, "status": status, "key": key, "at": now, "staff": staff}
    statement = insert_into(session, ApplicationStep).values(**values)
    await session.execute(statement.on_conflict_do_nothing(index_elements=["key"]))


async def was_done(session: AsyncSession, key: str) -> bool:
    """Whether a verb with this key has changed an application before."""
    return await session.scalar(select(ApplicationStep.id).where(ApplicationStep.key == key)) is not None


async def fresh(session: AsyncSession, application_id: str) -> Application:
    """The application as it is now."""
    return await session.get_one(Application, application_id, populate_existing=True)
