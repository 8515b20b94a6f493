"""What applications keep about a member, for “你们存了我什么” and for erasure (union/privacy/holding.py)."""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from union.applications import pictures, texts
from union.applications.budget import give_back
from union.applications.codes import APPEAL_KIND
from union.applications.drafts import told_in
from union.applications.kinds import kinds
from union.applications.listing import told_lines
from union.applications.models import Application, ApplicationDraft
from union.applications.told import papers_of
from union.coded.service import close_codes
from union.notices.service import NoticeQueue, cancel_notices
from union.privacy.holding import Holding, Record
from union.wording import day_and_time

_NO_SYNC = {"synchronize_session": False}
_RUNNING = ("submitted", "incomplete", "returned", "approved", "appealed")
_DETACHED = {
    "member_id": None,
    "name": None,
    "phone": None,
    "answers": None,
    "papers": None,
    "reason": None,
    "appeal_text": None,
}


async def records(session: AsyncSession, member_id: str) -> list[Record]:
    """Applications and drafts, the newest first, with everything that was told."""
    mine = select(Application).where(Application.member_id == member_id).order_by(Application.submitted_at.desc())
    drafts = select(ApplicationDraft).where(ApplicationDraft.member_id == member_id)
    newest = drafts.order_by(ApplicationDraft.updated_at.desc())
    return [
        *[_draft(draft) for draft in await session.scalars(newest)],
        *[_application(application) for application in await session.scalars(mine)],
    ]


async def running(session: AsyncSession, member_id: str, now: datetime) -> list[str]:
    """Applications that are not at their end."""
    open_ones = select(Application).where(Application.member_id == member_id, Application.status.in_(_RUNNING))
    found = await session.scalars(open_ones.order_by(Application.submitted_at))
    return [f"{texts.name_of(one)}（{texts.STATUS_WORDS[one.status]}）" for one in found]


async def erase(session: AsyncSession, queue: NoticeQueue, member_id: str, now: datetime) -> list[str]:
    """Delete all but what was paid or given: that is named, and detached from the member.

    What was granted and not given yet goes back into its round.
    """
    query = select(Application).where(Application.member_id == member_id).with_for_update(of=Application)
    mine = list(await session.scalars(query))
    kept = [application for application in mine if application.status == "fulfilled"]
    sentences = [texts.kept_for_accounts(application) for application in kept]
    for application in mine:
        await cancel_notices(session, f"application:{application.id}", now)
        await close_codes(session, APPEAL_KIND, application.id)
        if application.status == "approved":
            await give_back(session, application.round_id, application.amount_yuan or 0)
    drafts = delete(ApplicationDraft).where(ApplicationDraft.member_id == member_id).returning(ApplicationDraft.id)
    ids = list(await session.scalars(drafts, execution_options=_NO_SYNC))
    await pictures.let_go(session, [*ids, *(application.id for application in mine)])
    detached = update(Application).where(Application.id.in_([application.id for application in kept]))
    await session.execute(detached.values(**_DETACHED, key=Application.id), execution_options=_NO_SYNC)
    await session.execute(delete(Application).where(Application.member_id == member_id), execution_options=_NO_SYNC)
    return sentences


def _application(application: Application) -> Record:
    record = {
        "申请": texts.name_of(application),
        "状态": texts.STATUS_WORDS[application.status],
        "提交时间": day_and_time(application.submitted_at),
        "姓名": application.name or "",
        "手机": application.phone or "",
    }
    record |= dict(told_lines(application)) if application.round.kind in kinds() else {}
    more = {
        "材料": _pictures(application),
        "金额": f"{application.amount_yuan}元" if application.amount_yuan else "",
        "说明": application.reason or "",
        "申诉": application.appeal_text or "",
    }
    return record | {label: value for label, value in more.items() if value}


def _draft(draft: ApplicationDraft) -> Record:
    told = told_in(draft)
    named = {ask.id: ask.short for ask in kinds()[draft.kind].asks} if draft.kind in kinds() else {}
    record = {"申请": f"{draft.round.title}（没有提交的草稿）", "更新时间": day_and_time(draft.updated_at)}
    record |= {named.get(name, name): str(value) for name, value in told.answers.items() if value != ""}
    return record | {label: value for label, value in {"姓名": told.name, "手机": told.phone}.items() if value}


def _pictures(application: Application) -> str:
    count = sum(map(len, papers_of(application.papers).values()))
    return f"{count} 张照片" if count else ""


HOLDING = Holding(
    "福利和入会申请", records, erase, running, purpose="benefits benefits_sensitive joining", handed_out=True
)
