"""The pictures of an application: kept as long as it is, under the subject that its draft had already."""

from collections.abc import Iterable

from sqlalchemy.ext.asyncio import AsyncSession

from union.applications.told import Papers
from union.attachments.service import attach, detach


async def keep(session: AsyncSession, member_id: str, application_id: str, papers: Papers) -> None:
    """Keep the pictures as long as the application (or its draft, which has the same id)."""
    ids = [picture for pictures in papers.values() for picture in pictures]
    if ids:
        await attach(session, member_id, ids, f"application:{application_id}")


async def let_go(session: AsyncSession, application_ids: Iterable[str]) -> None:
    """Delete the pictures of what is gone."""
    for application_id in application_ids:
        await detach(session, f"application:{application_id}")
