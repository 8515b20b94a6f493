"""Reading who sits when, as the pure rota wants it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import contains_eager

from base.clock import to_shanghai
from union.legal_aid.calendar import rota_weekday
from union.legal_aid.models import Lawyer, LegalWindow, RotaDay
from union.legal_aid.records import LawyerLeave, WindowClosure
from union.legal_aid.rota import Away, Shift, Slot, slots
from union.legal_aid.services import Way, ways_of


class FreeSlot(Slot):
    """A slot as it is shown: aware datetimes, and who sits there."""

    __slots__ = ()

    @property
    def lawyer(self) -> Lawyer:
        lawyer: Lawyer = self.shift.people[self.lawyer_id]
        return lawyer

    @property
    def lawyer_name(self) -> str:
        return self.lawyer.name

    @property
    def window(self) -> LegalWindow:
        return self.lawyer.window

    @property
    def place(self) -> str:
        return self.shift.place or self.window.place

    @property
    def ways(self) -> tuple[Way, ...]:
        """How one can talk then; the first is what is meant where nobody says."""
        return ways_of(self.shift.ways)


@dataclass(frozen=True)
class Plan:
    """All that says who sits when, from a day on."""

    lawyers: Mapping[str, Lawyer]
    shifts: tuple[Shift, ...]
    away: tuple[Away, ...]
    closed: Mapping[tuple[str, date], str]

    def slots(self, first: date, days: int) -> list[FreeSlot]:
        """All slots that are planned, free or not."""
        found = slots(self.shifts, first, days, rota_weekday, away=self.away, closed=self.closed.keys(), kind=FreeSlot)
        return cast(list[FreeSlot], found)


async def plan_of(
    session: AsyncSession,
    since: datetime,
    *,
    service: str | None = "legal",
    window_id: str | None = None,
    district: str | None = None,
    level: str | None = None,
    serving: Collection[str] | None = None,
) -> Plan:
    """The plan from `since` on, of the windows that fit. Four small queries."""
    which = windows_that(service=service, window_id=window_id, district=district, level=level)
    lawyers = await _lawyers(session, which)
    if serving is not None:
        lawyers = {id_: lawyer for id_, lawyer in lawyers.items() if serves(lawyer.window.areas, serving)}
    away, closed = await _absences(session, lawyers, since)
    # Columns, not objects: there are many rows, and nothing is changed in them.
    columns = (RotaDay.lawyer_id, RotaDay.weekday, RotaDay.starts, RotaDay.ends, RotaDay.nth, RotaDay.day)
    query = select(*columns, RotaDay.ways, RotaDay.place).where(RotaDay.lawyer_id.in_(lawyers))
    rota = (await session.execute(query.order_by(RotaDay.id))).all()
    return Plan(lawyers, tuple(_shift(row, lawyers) for row in rota), away, closed)


def windows_that(
    *,
    service: str | None = None,
    window_id: str | None = None,
    district: str | None = None,
    level: str | None = None,
) -> list[ColumnElement[bool]]:
    """Which windows are meant, as conditions; what is None is not asked for."""
    which: list[ColumnElement[bool]] = []
    asked = {LegalWindow.service: service, LegalWindow.id: window_id, LegalWindow.level: level}
    which.extend(column == wanted for column, wanted in asked.items() if wanted is not None)
    if district:
        which.append(LegalWindow.district.in_(["", district]))
    return which


def serves(areas: Collection[str], names: Collection[str]) -> bool:
    """Whether a window is there for somebody from these places (a town, a company). Without areas it is for all."""
    return not areas or any(name in areas for name in names if name)


async def _lawyers(session: AsyncSession, which: list[ColumnElement[bool]]) -> dict[str, Lawyer]:
    query = select(Lawyer).join(Lawyer.window).options(contains_eager(Lawyer.window)).where(*which)
    return {lawyer.id: lawyer for lawyer in await session.scalars(query.order_by(Lawyer.id))}


async def _absences(
    session: AsyncSession, lawyers: Mapping[str, Lawyer], since: datetime
) -> tuple[tuple[Away, ...], dict[tuple[str, date], str]]:
    leaves = select(LawyerLeave.lawyer_id, LawyerLeave.since, LawyerLeave.until, LawyerLeave.substitute_id)
    found = await session.execute(leaves.where(LawyerLeave.until > since, LawyerLeave.lawyer_id.in_(lawyers)))
    away = tuple(Away(*row) for row in found)
    days = select(WindowClosure.window_id, WindowClosure.day, WindowClosure.reason)
    closed = await session.execute(days.where(WindowClosure.day >= to_shanghai(since).date()))
    return away, {(window_id, day): reason for window_id, day, reason in closed}


def _shift(row: Any, lawyers: Mapping[str, Lawyer]) -> Shift:
    lawyer_id, weekday, starts, ends, nth, day, ways, place = row
    window = lawyers[lawyer_id].window
    minutes = window.slot_minutes
    return Shift(lawyer_id, weekday, starts, ends, minutes, nth, day, window.id, ways or window.ways, place, lawyers)
