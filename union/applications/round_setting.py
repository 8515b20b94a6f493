"""Opening rounds by form, and changing them: never below what is granted already."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, CursorResult, and_, or_, select, true, update
from sqlalchemy.ext.asyncio import AsyncSession

from union.applications.kinds import kinds
from union.applications.models import ApplicationRound as Round
from union.applications.round_rules import LONGEST, RoundForm, check_dates, check_numbers, check_round
from union.applications.rounds import NewRound, close_round, get_round, open_round
from union.applications.rules import Refused
from union.entered import Wrong
from union.roster.models import Union
from union.roster.naming import Area, Unclear, area_of, union_named
from union.staff.scope import EVERYTHING, Scope, area_within, unions_within

_NO_SYNC = {"synchronize_session": False}


@dataclass(frozen=True)
class RoundChange:
    """What may be changed of a round that is there."""

    title: str
    closes_at: datetime | None
    papers_until: datetime | None
    quota: int | None
    budget_yuan: int | None


async def enter_round(
    session: AsyncSession, form: RoundForm, *, key: str, scope: Scope = EVERYTHING
) -> Round | Wrong | Refused:
    """Open a round of a union within; the same key again gives the same round."""
    if wrong := check_round(form):
        return wrong
    if (there := await get_round(session, key)) is not None:
        return there
    union_id, name, area = "", form.union.strip(), Area(form.city, form.district)
    if not form.outside:
        found = await union_named(session, form.union, scope=scope)
        if isinstance(found, Unclear):
            return Wrong("union", "several" if found.names else "no_union", "、".join(found.names))
        own = await area_of(session, found)
        union_id, name = found.id, found.name
        area = Area(form.city or own.city, form.district or (own.district if not form.city else ""))
    elif not scope.is_everything:
        return Wrong("union", "not_yours")
    if not area.city:
        return Wrong("city", "empty")
    assert form.opens_at is not None and form.closes_at is not None  # checked above
    new = NewRound(
        kind=form.kind,
        title=form.title.strip(),
        union_name=name,
        city=area.city,
        opens_at=form.opens_at,
        closes_at=form.closes_at,
        union_id=union_id,
        district=area.district,
        period=form.period.strip(),
        papers_until=form.papers_until,
        quota=form.quota,
        budget_yuan=form.budget_yuan,
        open_to_unbound=form.open_to_unbound,
        id=key,
    )
    return await open_round(session, new)


async def change_round(
    session: AsyncSession, round_id: str, change: RoundChange, *, scope: Scope = EVERYTHING
) -> Round | Wrong | Refused:
    """Change title, end, quota and budget: in one guarded UPDATE, so that neither falls below what is used."""
    one = await round_within(session, round_id, scope)
    if one is None:
        return Refused("unknown")
    if wrong := _check(change, one):
        return wrong
    assert change.closes_at is not None  # checked above
    papers_until = change.papers_until or change.closes_at + timedelta(days=kinds()[one.kind].papers_days)
    enough = [
        *([Round.granted <= change.quota] if change.quota is not None else []),
        *([Round.spent_yuan <= change.budget_yuan] if change.budget_yuan is not None else []),
    ]
    statement = update(Round).where(Round.id == round_id, *enough)
    values = {**vars(change), "title": change.title.strip(), "papers_until": papers_until}
    result = await session.execute(statement.values(values), execution_options=_NO_SYNC)
    assert isinstance(result, CursorResult)
    now_ = await get_round(session, round_id)
    assert now_ is not None  # rounds are not deleted
    return now_ if result.rowcount == 1 else _used(change, now_)


async def end_round(session: AsyncSession, round_id: str, *, now: datetime, scope: Scope = EVERYTHING) -> bool:
    """End a round before its time; False: it is over, or not within."""
    return await round_within(session, round_id, scope) is not None and await close_round(session, round_id, now)


async def round_within(session: AsyncSession, round_id: str, scope: Scope) -> Round | None:
    """A round that this scope may look at, as it is now."""
    query = select(Round).where(Round.id == round_id, rounds_within(scope))
    return await session.scalar(query.execution_options(populate_existing=True))


def rounds_within(scope: Scope) -> ColumnElement[bool]:
    """A condition on rounds: of the union and those below it; of no union here, where they are."""
    if scope.path is None:
        return true()
    own = Round.union_id.in_(select(Union.id).where(unions_within(scope)))
    return or_(own, and_(Round.union_id == "", area_within(scope, Round.city, Round.district)))


def _check(change: RoundChange, one: Round) -> Wrong | None:
    if not change.title.strip():
        return Wrong("title", "empty")
    if len(change.title) > LONGEST["title"]:
        return Wrong("title", "too_long", str(LONGEST["title"]))
    dates = check_dates(one.opens_at, change.closes_at, change.papers_until)
    return dates or check_numbers(change.quota, change.budget_yuan, money=kinds()[one.kind].money)


def _used(change: RoundChange, one: Round) -> Wrong:
    if change.quota is not None and one.granted > change.quota:
        return Wrong("quota", "used", f"{one.granted} 个")
    return Wrong("budget_yuan", "used", f"{one.spent_yuan} 元")
