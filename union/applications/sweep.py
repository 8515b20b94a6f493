"""What time does: papers that did not follow, and drafts that nobody will hand in."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from union.applications import pictures, texts
from union.applications.drafts import outdated
from union.applications.models import Application, ApplicationDraft
from union.applications.steps import fresh, move, note
from union.notices.service import NoticeQueue, cancel_notices, queue_notice

MOST = 100
_AWAITED = ("incomplete", "returned")


async def sweep(session: AsyncSession, queue: NoticeQueue, now: datetime) -> int:
    """Do some of what is due; returns how much, so that it is called again until that is nothing."""
    return await _lapse(session, queue, now) + await _forget_drafts(session, now)


async def _lapse(session: AsyncSession, queue: NoticeQueue, now: datetime) -> int:
    due = select(Application.id, Application.papers_until).where(Application.papers_until <= now)
    found = (await session.execute(due.where(Application.status.in_(_AWAITED)).limit(MOST))).tuples().all()
    for application_id, until in found:
        assert until is not None  # it is due
        if not await move(session, application_id, _AWAITED, "lapsed", now, papers_until=None):
            continue  # its member was quicker
        application, about = await fresh(session, application_id), f"application:{application_id}"
        key = f"{about}:lapsed:{until.isoformat()}"
        await note(session, application_id, "lapsed", key=key, now=now)
        await cancel_notices(session, about, now)
        if application.member_id:
            facts = {"title": application.round.title, "status": texts.STATUS_WORDS["lapsed"]}
            text = texts.lapsed(application)
            await queue_notice(
                session, queue, application.member_id, "benefits.lapsed", text, now, key, facts=facts, about=about
            )
    return len(found)


async def _forget_drafts(session: AsyncSession, now: datetime) -> int:
    ids = [draft.id for draft in await outdated(session, now, MOST)]
    if ids:
        await pictures.let_go(session, ids)
        await session.execute(
            delete(ApplicationDraft).where(ApplicationDraft.id.in_(ids)),
            execution_options={"synchronize_session": False},
        )
    return len(ids)
