"""Windows, who sits there and when, as staff look at them."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from base.clock import to_shanghai
from union.legal_aid.models import Appointment, Lawyer, LegalWindow, RotaDay
from union.legal_aid.setting import windows_within
from union.legal_aid.shift_rules import NewShift
from union.legal_aid.shifts import as_new
from union.legal_aid.window_rules import WindowForm
from union.staff.scope import EVERYTHING, Scope


@dataclass(frozen=True)
class WindowLine:
    """One in the list. `lawyers`: who take turns; `to_come`: talks that are booked."""

    id: str
    name: str
    service: str
    level: str
    area: str
    place: str
    lawyers: int
    to_come: int


@dataclass(frozen=True)
class LawyerShown:
    """Who sits there, or once did. `to_come`: talks that are booked with them."""

    id: str
    name: str
    firm: str
    is_retired: bool
    to_come: int


@dataclass(frozen=True)
class ShiftShown:
    """One entry of the rota; of a single day only as long as it is to come."""

    id: int
    lawyer_id: str
    lawyer: str
    shift: NewShift


@dataclass(frozen=True)
class WindowShown:
    """A window with all that belongs to it."""

    id: str
    form: WindowForm
    privacy: str
    lawyers: tuple[LawyerShown, ...]
    shifts: tuple[ShiftShown, ...]


async def windows(session: AsyncSession, now: datetime, *, scope: Scope = EVERYTHING) -> list[WindowLine]:
    """All windows within, by service and name."""
    people = select(Lawyer.window_id, func.count()).where(Lawyer.retired_at.is_(None)).group_by(Lawyer.window_id)
    sitting = dict((await session.execute(people)).tuples().all())
    coming = await _coming(session, now)
    query = select(LegalWindow).where(windows_within(scope)).order_by(LegalWindow.service, LegalWindow.name)
    found = list(await session.scalars(query))
    of = dict((await session.execute(select(Lawyer.id, Lawyer.window_id))).tuples().all())
    talks: dict[str, int] = {}
    for lawyer_id, count in coming.items():
        talks[of[lawyer_id]] = talks.get(of[lawyer_id], 0) + count
    return [
        WindowLine(
            one.id,
            one.name,
            one.service,
            one.level,
            f"{one.city}{one.district}",
            one.place,
            sitting.get(one.id, 0),
            talks.get(one.id, 0),
        )
        for one in found
    ]


async def window_shown(
    session: AsyncSession, window_id: str, now: datetime, *, scope: Scope = EVERYTHING
) -> WindowShown | None:
    """One window; None: there is none, or it is not within."""
    query = select(LegalWindow).where(LegalWindow.id == window_id, windows_within(scope))
    window = await session.scalar(query.execution_options(populate_existing=True))
    if window is None:
        return None
    people = select(Lawyer).where(Lawyer.window_id == window_id).order_by(Lawyer.retired_at.is_not(None), Lawyer.name)
    lawyers = list(await session.scalars(people.execution_options(populate_existing=True)))
    coming = await _coming(session, now)
    return WindowShown(
        window.id,
        form_of(window),
        window.privacy,
        tuple(
            LawyerShown(one.id, one.name, one.firm, one.retired_at is not None, coming.get(one.id, 0))
            for one in lawyers
        ),
        await _shifts(session, [one.id for one in lawyers], to_shanghai(now).date()),
    )


def form_of(window: LegalWindow) -> WindowForm:
    """A window as it was entered."""
    values = {name: getattr(window, name) for name in WindowForm.__dataclass_fields__}
    return WindowForm(**{**values, "areas": tuple(window.areas)})


async def _shifts(session: AsyncSession, lawyers: list[str], today: date) -> tuple[ShiftShown, ...]:
    """By weekday and time, the weekly ones before those of a month; single days after them, the soonest first."""
    query = select(RotaDay).where(RotaDay.lawyer_id.in_(lawyers), RotaDay.day.is_(None) | (RotaDay.day >= today))
    ordered = query.order_by(
        RotaDay.day.is_not(None), RotaDay.day, RotaDay.weekday, RotaDay.nth.is_not(None), RotaDay.starts, RotaDay.id
    )
    found = await session.scalars(ordered.execution_options(populate_existing=True))
    return tuple(ShiftShown(one.id, one.lawyer_id, one.lawyer.name, as_new(one)) for one in found)


async def _coming(session: AsyncSession, now: datetime) -> dict[str, int]:
    """Talks that are booked, by lawyer."""
    booked = (Appointment.status == "booked", Appointment.starts_at > now)
    query = select(Appointment.lawyer_id, func.count()).where(*booked).group_by(Appointment.lawyer_id)
    return dict((await session.execute(query)).tuples().all())
