"""Rounds with their numbers, as staff look at them; and one as the draft of the next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from base.clock import SHANGHAI, to_shanghai
from union.applications.kinds import Kind, kinds
from union.applications.models import Application
from union.applications.models import ApplicationRound as Round
from union.applications.round_rules import RoundForm
from union.applications.round_setting import round_within, rounds_within
from union.staff.scope import EVERYTHING, Scope

State = Literal["open", "coming", "over"]
MOST = 200


@dataclass(frozen=True)
class Numbers:
    """Of one round. `waiting`: for a decision; `missing`: for papers; `granted` and `yuan`: also what is paid.

    `paid` (how many were paid or given), `paid_yuan`; what members took back or let lapse counts as `gone`.
    """

    handed_in: int = 0
    waiting: int = 0
    missing: int = 0
    refused: int = 0
    gone: int = 0
    granted: int = 0
    yuan: int = 0
    paid: int = 0
    paid_yuan: int = 0


@dataclass(frozen=True)
class RoundShown:
    """A round, its kind, its numbers; `places` and `yuan_left`: None where there is no limit."""

    id: str
    kind: Kind
    title: str
    union: str
    area: str
    period: str
    state: State
    opens_at: datetime
    closes_at: datetime
    papers_until: datetime
    quota: int | None
    budget_yuan: int | None
    open_to_unbound: bool
    numbers: Numbers

    @property
    def places(self) -> int | None:
        return None if self.quota is None else self.quota - self.numbers.granted

    @property
    def yuan_left(self) -> int | None:
        return None if self.budget_yuan is None else self.budget_yuan - self.numbers.yuan


async def rounds_shown(
    session: AsyncSession, state: State, now: datetime, *, kind: str | None = None, scope: Scope = EVERYTHING
) -> list[RoundShown]:
    """Those within that are open (those that close first, first), to come, or over (the latest first)."""
    query = select(Round).where(rounds_within(scope), *_in_state(state, now))
    if kind is not None:
        query = query.where(Round.kind == kind)
    order = {"open": Round.closes_at.asc(), "coming": Round.opens_at.asc(), "over": Round.closes_at.desc()}
    found = list(await session.scalars(query.order_by(order[state], Round.id).limit(MOST)))
    return await _with_numbers(session, [one for one in found if one.kind in kinds()], now)


async def round_shown(
    session: AsyncSession, round_id: str, now: datetime, *, scope: Scope = EVERYTHING
) -> RoundShown | None:
    """One round; None: there is none, or it is not within."""
    one = await round_within(session, round_id, scope)
    return (await _with_numbers(session, [one], now))[0] if one is not None and one.kind in kinds() else None


async def next_of(session: AsyncSession, round_id: str, *, scope: Scope = EVERYTHING) -> RoundForm | None:
    """The same a year later, to be looked at before it is opened."""
    one = await round_within(session, round_id, scope)
    if one is None:
        return None
    year = to_shanghai(one.opens_at).year
    return RoundForm(
        kind=one.kind,
        title=one.title.replace(str(year), str(year + 1)),
        union=one.union_name,
        opens_at=a_year_later(one.opens_at),
        closes_at=a_year_later(one.closes_at),
        city=one.city,
        district=one.district,
        period=one.period.replace(str(year), str(year + 1)),
        papers_until=a_year_later(one.papers_until),
        quota=one.quota,
        budget_yuan=one.budget_yuan,
        open_to_unbound=one.open_to_unbound,
        outside=not one.union_id,
    )


def a_year_later(moment: datetime) -> datetime:
    """The same day and time in Shanghai; of the 29th of February the 28th."""
    local = to_shanghai(moment)
    day = 28 if (local.month, local.day) == (2, 29) else local.day
    return local.replace(year=local.year + 1, day=day, tzinfo=SHANGHAI)


def total(found: Sequence[RoundShown]) -> Numbers:
    """All rounds' numbers added up."""
    names = Numbers.__dataclass_fields__
    return Numbers(**{name: sum(getattr(one.numbers, name) for one in found) for name in names})


def _in_state(state: State, now: datetime) -> tuple[ColumnElement[bool], ...]:
    if state == "over":
        return (Round.closes_at <= now,)
    return (Round.closes_at > now, Round.opens_at > now if state == "coming" else Round.opens_at <= now)


async def _with_numbers(session: AsyncSession, found: Sequence[Round], now: datetime) -> list[RoundShown]:
    ids = [one.id for one in found]
    yuan = func.coalesce(func.sum(Application.amount_yuan), 0)
    counted = select(Application.round_id, Application.status, func.count(), yuan).where(Application.round_id.in_(ids))
    counts: dict[str, dict[str, tuple[int, int]]] = {}
    for round_id, status, count, sum_ in await session.execute(
        counted.group_by(Application.round_id, Application.status)
    ):
        counts.setdefault(round_id, {})[status] = (count, int(sum_ or 0))
    return [_shown(one, counts.get(one.id, {}), now) for one in found]


def _shown(one: Round, counts: dict[str, tuple[int, int]], now: datetime) -> RoundShown:
    def of(*statuses: str) -> int:
        return sum(counts.get(status, (0, 0))[0] for status in statuses)

    numbers = Numbers(
        handed_in=sum(count for count, _ in counts.values()),
        waiting=of("submitted", "appealed"),
        missing=of("incomplete", "returned"),
        refused=of("refused"),
        gone=of("withdrawn", "lapsed"),
        granted=one.granted,
        yuan=one.spent_yuan,
        paid=of("fulfilled"),
        paid_yuan=counts.get("fulfilled", (0, 0))[1],
    )
    state: State = "over" if one.closes_at <= now else "coming" if one.opens_at > now else "open"
    return RoundShown(
        one.id,
        kinds()[one.kind],
        one.title,
        one.union_name,
        f"{one.city}{one.district}",
        one.period,
        state,
        one.opens_at,
        one.closes_at,
        one.papers_until,
        one.quota,
        one.budget_yuan,
        one.open_to_unbound,
        numbers,
    )
