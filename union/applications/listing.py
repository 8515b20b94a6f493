"""Lists: a member's own applications, and what waits for staff."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from union.applications.answers import asked, missing, said
from union.applications.kinds import Kind, kinds
from union.applications.models import OPEN, Application, ApplicationRound, ApplicationStep
from union.applications.told import answers_of, papers_of

MOST = 200
# How far along `Kind.steps` each status is; the last step done.
_REACHED = {"submitted": 1, "incomplete": 1, "returned": 1, "appealed": 2, "approved": 3, "refused": 3, "fulfilled": 4}


@dataclass(frozen=True)
class Progress:
    """An application as its member sees it: `done` of the kind's steps, and names of missing papers."""

    application: Application
    kind: Kind
    done: int
    missing: tuple[str, ...]


async def my_applications(session: AsyncSession, member_id: str) -> list[Progress]:
    """All of a member's, the newest first."""
    query = select(Application).where(Application.member_id == member_id)
    found = await session.scalars(query.order_by(Application.submitted_at.desc(), Application.id))
    return [progress(application) for application in found if application.round.kind in kinds()]


def progress(application: Application) -> Progress:
    """Where an application stands."""
    kind = kinds()[application.round.kind]
    lacks = missing(kind, answers_of(application.answers), papers_of(application.papers))
    names = tuple(paper.name for paper in lacks)
    return Progress(application, kind, _REACHED.get(application.status, 0), names)


async def open_applications(
    session: AsyncSession, union_ids: Sequence[str] | None = None, statuses: Sequence[str] = OPEN, most: int = MOST
) -> list[Application]:
    """What waits (of these unions; by default everything that is not decided), oldest first."""
    query = select(Application).join(Application.round).where(Application.status.in_(statuses))
    if union_ids is not None:
        query = query.where(ApplicationRound.union_id.in_(union_ids))
    return list(await session.scalars(query.order_by(Application.submitted_at, Application.id).limit(most)))


async def to_pay(session: AsyncSession, union_ids: Sequence[str] | None = None, most: int = MOST) -> list[Application]:
    """What is granted and not given yet, oldest first."""
    return await open_applications(session, union_ids, ["approved"], most)


async def timeline(session: AsyncSession, application_id: str) -> list[tuple[datetime, str, str]]:
    """When, which status, by whom of staff (empty: the member, or time)."""
    query = select(ApplicationStep).where(ApplicationStep.application_id == application_id)
    return [(step.at, step.status, step.staff) for step in await session.scalars(query.order_by(ApplicationStep.id))]


def told_lines(application: Application) -> list[tuple[str, str]]:
    """What was told: label and answer, in the order it was asked."""
    kind, answers = kinds()[application.round.kind], answers_of(application.answers)
    lines = [(ask.short, said(ask, answers[ask.id])) for ask in asked(kind, answers, bound=False) if ask.id in answers]
    return [*lines, ("补充说明", str(answers["added"]))] if "added" in answers else lines
