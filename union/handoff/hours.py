"""When staff are there: hours of the week, on China's working days. No hours at all: at any time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import pairwise
from typing import Literal

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from base.clock import SHANGHAI, to_shanghai
from union.handoff.desk_models import DeskHours
from union.legal_aid.calendar import rota_weekday

LOOKED_AHEAD = 60  # days: longer than any holiday
MOST = 50


@dataclass(frozen=True, order=True)
class Hours:
    """From `starts` to `ends` (Shanghai) on a weekday; Monday is 0."""

    weekday: int
    starts: time
    ends: time


@dataclass(frozen=True)
class Refused:
    """Why hours were not kept; `which` of them."""

    reason: Literal["too_many", "no_weekday", "backwards", "overlap"]
    which: Hours | None = None


def open_now(now: datetime, hours: Sequence[Hours]) -> bool:
    """Whether staff are there by the table.

    A holiday is closed; a working Saturday has the hours of the day it makes up for.
    """
    if not hours:
        return True
    local = to_shanghai(now)
    weekday, at = rota_weekday(local.date()), local.time()
    return any(one.weekday == weekday and one.starts <= at < one.ends for one in hours)


def next_open(now: datetime, hours: Sequence[Hours]) -> datetime | None:
    """When they are there next, after now; None where no hours tell it."""
    local = to_shanghai(now)
    for days in range(LOOKED_AHEAD):
        day = local.date() + timedelta(days=days)
        weekday = rota_weekday(day)
        for one in sorted(hours):
            moment = datetime.combine(day, one.starts, SHANGHAI)
            if one.weekday == weekday and moment > local:
                return moment.astimezone(now.tzinfo)
    return None


def wrong_hours(hours: Sequence[Hours]) -> Refused | None:
    """What is wrong with a table, if anything."""
    if len(hours) > MOST:
        return Refused("too_many")
    ordered = sorted(hours)
    for one in ordered:
        if one.weekday not in range(7):
            return Refused("no_weekday", one)
        if one.starts >= one.ends:
            return Refused("backwards", one)
    for one, after in pairwise(ordered):
        if one.weekday == after.weekday and after.starts < one.ends:
            return Refused("overlap", after)
    return None


async def hours_of(session: AsyncSession) -> list[Hours]:
    """The table, by weekday and time."""
    rows = await session.scalars(select(DeskHours).order_by(DeskHours.weekday, DeskHours.starts))
    return [Hours(row.weekday, row.starts, row.ends) for row in rows]


async def put_hours(session: AsyncSession, hours: Iterable[Hours]) -> list[Hours] | Refused:
    """Put this table in the place of the one that is there; returns it in order."""
    wanted = sorted(hours)
    if wrong := wrong_hours(wanted):
        return wrong
    await session.execute(delete(DeskHours))
    session.add_all(DeskHours(weekday=one.weekday, starts=one.starts, ends=one.ends) for one in wanted)
    await session.flush()
    return wanted
