"""Looking for applications by kind, round, union and state; and the same as a table to take away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from union.applications.desk import applications_within
from union.applications.kinds import kinds
from union.applications.models import Application, ApplicationRound
from union.applications.round_setting import rounds_within
from union.applications.texts import STATUS_WORDS
from union.members.rules import masked_name
from union.staff.scope import EVERYTHING, Scope
from union.wording import day_and_time

MOST = 200
MOST_ROWS = 20_000
HEAD = ("编号", "种类", "批次", "受理工会", "姓名", "手机号", "状态", "金额（元）", "提交", "决定", "决定人", "说明")


@dataclass(frozen=True)
class Wanted:
    """Which; empty means any. `union`: by its name."""

    kind: str = ""
    round_id: str = ""
    union: str = ""
    status: str = ""


@dataclass(frozen=True)
class Found:
    """One in the list; who applied stands masked."""

    number: str
    kind: str
    title: str
    union: str
    applicant: str
    status: str
    yuan: int | None
    submitted_at: datetime


async def find(session: AsyncSession, wanted: Wanted, *, most: int = MOST, scope: Scope = EVERYTHING) -> list[Found]:
    """Those within, the newest first."""
    return [_found(one) for one in await _read(session, wanted, most, scope)]


async def applications_table(session: AsyncSession, wanted: Wanted, *, scope: Scope = EVERYTHING) -> list[list[object]]:
    """Headings, and one line each with name and phone: for paying out; what was told in the form is left out."""
    return [list(HEAD), *(_line(one) for one in await _read(session, wanted, MOST_ROWS, scope))]


async def choices(session: AsyncSession, *, scope: Scope = EVERYTHING) -> tuple[dict[str, str], list[str]]:
    """Rounds (id -> title) and names of their unions, to choose from; the newest first."""
    query = select(ApplicationRound).where(rounds_within(scope)).order_by(ApplicationRound.opens_at.desc())
    found = [one for one in await session.scalars(query.limit(MOST)) if one.kind in kinds()]
    return {one.id: one.title for one in found}, sorted({one.union_name for one in found})


async def _read(session: AsyncSession, wanted: Wanted, most: int, scope: Scope) -> Sequence[Application]:
    query: Select[Application] = select(Application).join(Application.round).where(applications_within(scope))
    columns = {
        ApplicationRound.kind: wanted.kind,
        Application.round_id: wanted.round_id,
        ApplicationRound.union_name: wanted.union,
        Application.status: wanted.status,
    }
    for column, value in columns.items():
        if value:
            query = query.where(column == value)
    newest = query.order_by(Application.submitted_at.desc(), Application.id).limit(most)
    return [one for one in await session.scalars(newest) if one.round.kind in kinds()]


def _found(one: Application) -> Found:
    applicant = masked_name(one.name, one.member_id or "") if one.name or one.member_id else "（已删除）"
    batch = one.round
    kind = kinds()[batch.kind].title
    return Found(
        one.number, kind, batch.title, batch.union_name, applicant, one.status, one.amount_yuan, one.submitted_at
    )


def _line(one: Application) -> list[object]:
    decided = day_and_time(one.decided_at) if one.decided_at else ""
    return [
        one.number,
        kinds()[one.round.kind].title,
        one.round.title,
        one.round.union_name,
        one.name,
        one.phone,
        STATUS_WORDS.get(one.status, one.status),
        one.amount_yuan,
        day_and_time(one.submitted_at),
        decided,
        one.decided_by,
        one.reason,
    ]
