"""What members do with an application: hand it in, let papers follow, take it back."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import insert_into
from union.applications import pictures, texts
from union.applications.answers import asked, clean, missing, standing_in_the_way
from union.applications.budget import give_back
from union.applications.drafts import drop_draft
from union.applications.kinds import Answers, Ask, Kind, kinds
from union.applications.leaving import take_off_roster
from union.applications.models import Application
from union.applications.rounds import Look, get_round, look
from union.applications.rules import Refused, scope_of
from union.applications.steps import fresh, locked, move, note, was_done
from union.applications.told import Told, answers_of, dumped, papers_of
from union.ids import new_code, new_id
from union.members.rules import mobile_phone, person_name
from union.notices.service import NoticeQueue, cancel_notices, queue_notice

REMINDED_BEFORE = timedelta(days=3)
_WITHDRAWABLE = ("submitted", "incomplete", "returned", "appealed", "approved")


@dataclass(frozen=True)
class Submitted:
    """It is with the union; `missing`: names of papers that may still follow."""

    application: Application
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Withdrawn:
    """It is taken back (also when the same message came again)."""

    application: Application


async def submit(
    session: AsyncSession, queue: NoticeQueue, member_id: str, round_id: str, told: Told, *, key: str, now: datetime
) -> Submitted | Refused:
    """Hand an application in: once a period, checked anew, with the draft's pictures."""
    before = await _by_key(session, key)
    if before is not None:
        return _submitted(before)
    one = await get_round(session, round_id)
    if one is None or one.kind not in kinds():
        return Refused("unknown")
    seen = await look(session, member_id, one, now)
    if seen.refused:
        twin = await _by_key(session, key)  # the same message, handed in between the two looks
        return _submitted(twin) if twin else seen.refused
    checked = _checked(seen, told)
    if isinstance(checked, Refused):
        return checked
    draft_id = await drop_draft(session, member_id, one.kind)
    values = checked | {"id": draft_id or new_id(), "member_id": member_id, "key": key, "submitted_at": now}
    statement = insert_into(session, Application).values(**values, number=new_code(), updated_at=now)
    added = await session.scalar(statement.on_conflict_do_nothing().returning(Application.id))
    if added is None:  # at this very moment, from another device
        twin = await _by_key(session, key)
        return _submitted(twin) if twin else Refused("already")
    await pictures.keep(session, member_id, added, told.papers)
    application = await fresh(session, added)
    await note(session, added, application.status, key=key, now=now)
    await _remind_of_papers(session, queue, application, now)
    return _submitted(application)


async def add_papers(
    session: AsyncSession,
    queue: NoticeQueue,
    member_id: str,
    application_id: str,
    added: dict[str, list[str]],
    *,
    key: str,
    now: datetime,
    words: str = "",
) -> Submitted | Refused:
    """Papers that follow, and what staff asked for. Complete, it goes (back) to who decides.

    `words` are appended to what was told. Pictures of no paper of the kind are kept under their own name.
    """
    application = await locked(session, application_id)
    if application is None or application.member_id != member_id:
        return Refused("unknown")
    if await was_done(session, key):
        return _submitted(application)
    if application.status not in ("incomplete", "returned"):
        return Refused("status", application.status)
    if application.papers_until and now >= application.papers_until:
        return Refused("papers_over", application.number)
    kind, papers, answers = _kind(application), papers_of(application.papers), answers_of(application.answers)
    for paper, ids in added.items():
        papers[paper] = [*papers.get(paper, ()), *(one for one in ids if one not in papers.get(paper, ()))]
    if words:
        answers["added"] = "\n".join(filter(None, [str(answers.get("added", "")), words]))
    complete = not missing(kind, answers, papers)
    after = "submitted" if complete else application.status
    changed: dict[str, Any] = {"papers": dumped(papers), "answers": dumped(answers)}
    changed |= {"papers_until": None} if complete else {}
    await move(session, application_id, [application.status], after, now, **changed)
    await pictures.keep(session, member_id, application_id, added)
    await note(session, application_id, after, key=key, now=now)
    if complete:
        await cancel_notices(session, f"application:{application_id}", now, ["benefits.papers"])
    return _submitted(await fresh(session, application_id))


async def withdraw(
    session: AsyncSession, member_id: str, application_id: str, *, key: str, now: datetime
) -> Withdrawn | Refused:
    """Take it back; what was granted and not given yet goes back into the round."""
    application = await locked(session, application_id)
    if application is None or application.member_id != member_id:
        return Refused("unknown")
    if await was_done(session, key):
        return Withdrawn(application)
    before, granted = application.status, application.amount_yuan or 0
    if before not in _WITHDRAWABLE or not await move(session, application_id, [before], "withdrawn", now):
        return Refused("status", before)
    if before == "approved":
        await give_back(session, application.round_id, granted)
        await take_off_roster(session, application_id, staff="会员本人", now=now)
    await cancel_notices(session, f"application:{application_id}", now)
    await note(session, application_id, "withdrawn", key=key, now=now)
    await pictures.let_go(session, [application_id])
    return Withdrawn(await fresh(session, application_id))


def missing_papers(application: Application) -> list[str]:
    """Names of required papers of which there is no picture."""
    kind, papers = _kind(application), papers_of(application.papers)
    return [paper.name for paper in missing(kind, answers_of(application.answers), papers)]


def _checked(seen: Look, told: Told) -> dict[str, Any] | Refused:
    """The columns that follow from what was told, or what is wrong with it."""
    kind, one = seen.kind, seen.round
    asks = asked(kind, told.answers, bound=seen.who.bound)
    barring = standing_in_the_way(asks, told.answers)
    if barring is not None and barring.rule is not None:
        return Refused("fact", barring.rule.says, barring.rule.instead)
    answers: Answers | Ask = clean(asks, told.answers)
    if isinstance(answers, Ask):
        return Refused("needs_answer", answers.short)
    name, phone = person_name(told.name), mobile_phone(told.phone)
    if name is None or phone is None:
        return Refused("bad_name" if name is None else "bad_phone")
    lacking = missing(kind, answers, told.papers)
    at_once = [paper.name for paper in lacking if not paper.later]
    if at_once:
        return Refused("needs_paper", at_once[0])
    values: dict[str, Any] = {"round_id": one.id, "scope": scope_of(kind, one), "name": name, "phone": phone}
    values |= {"status": "incomplete" if lacking else "submitted", "answers": dumped(answers)}
    return values | {"papers": dumped(told.papers), "papers_until": one.papers_until if lacking else None}


async def _remind_of_papers(session: AsyncSession, queue: NoticeQueue, application: Application, now: datetime) -> None:
    until, names = application.papers_until, missing_papers(application)
    if until is None or application.member_id is None:
        return
    about, due = f"application:{application.id}", max(until - REMINDED_BEFORE, now + timedelta(hours=1))
    text = texts.papers_due(application, names, until)
    key = f"{about}:papers"
    await queue_notice(
        session, queue, application.member_id, "benefits.papers", text, now, key, due=due, expires=until, about=about
    )


async def _by_key(session: AsyncSession, key: str) -> Application | None:
    return await session.scalar(select(Application).where(Application.key == key))


def _submitted(application: Application) -> Submitted:
    return Submitted(application, tuple(missing_papers(application)))


def _kind(application: Application) -> Kind:
    return kinds()[application.round.kind]
