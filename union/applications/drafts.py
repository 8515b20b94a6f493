"""Drafts: what a member has filled in so far, kept while the form is interrupted, also over days."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import insert_into
from union.applications import pictures
from union.applications.models import ApplicationDraft, ApplicationRound
from union.applications.told import Told, from_json, to_json
from union.ids import new_id

KEPT = timedelta(days=60)  # untouched; or the round is over


async def save_draft(session: AsyncSession, member_id: str, kind: str, round_id: str, told: Told, now: datetime) -> str:
    """Keep what was told so far, in the place of the draft before; returns its id."""
    values = {"member_id": member_id, "kind": kind, "round_id": round_id, "told": to_json(told), "updated_at": now}
    statement = insert_into(session, ApplicationDraft).values(id=new_id(), **values)
    changed = {name: statement.excluded[name] for name in ("round_id", "told", "updated_at")}
    upsert = statement.on_conflict_do_update(index_elements=["member_id", "kind"], set_=changed)
    draft_id = str(await session.scalar(upsert.returning(ApplicationDraft.id)))
    await pictures.keep(session, member_id, draft_id, told.papers)
    return draft_id


async def drafts(session: AsyncSession, member_id: str, now: datetime) -> list[ApplicationDraft]:
    """The member's drafts that can still be handed in, the newest first."""
    mine = select(ApplicationDraft).where(ApplicationDraft.member_id == member_id)
    ordered = mine.join(ApplicationDraft.round).where(ApplicationRound.closes_at > now)
    return list(await session.scalars(ordered.order_by(ApplicationDraft.updated_at.desc(), ApplicationDraft.id)))


async def find_draft(session: AsyncSession, member_id: str, kind: str) -> ApplicationDraft | None:
    """The member's draft of this kind."""
    query = select(ApplicationDraft).where(ApplicationDraft.member_id == member_id, ApplicationDraft.kind == kind)
    return await session.scalar(query.execution_options(populate_existing=True))


def told_in(draft: ApplicationDraft) -> Told:
    """What it holds."""
    return from_json(draft.told)


async def drop_draft(session: AsyncSession, member_id: str, kind: str) -> str | None:
    """Forget it; returns its id, where there was one. Its pictures stay: it may become an application."""
    statement = delete(ApplicationDraft).where(ApplicationDraft.member_id == member_id, ApplicationDraft.kind == kind)
    found: str | None = await session.scalar(
        statement.returning(ApplicationDraft.id), execution_options={"synchronize_session": False}
    )
    return found


async def discard_draft(session: AsyncSession, member_id: str, kind: str) -> None:
    """Delete it with its pictures."""
    if (draft_id := await drop_draft(session, member_id, kind)) is not None:
        await pictures.let_go(session, [draft_id])


async def outdated(session: AsyncSession, now: datetime, most: int) -> Sequence[ApplicationDraft]:
    """Drafts that nobody can hand in any more, or that nobody has touched for long."""
    query = select(ApplicationDraft).join(ApplicationDraft.round)
    old = (ApplicationDraft.updated_at < now - KEPT) | (ApplicationRound.closes_at < now)
    return (await session.scalars(query.where(old).limit(most))).all()
