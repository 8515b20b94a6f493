"""Windows and who sits there, as staff set them up and change them; whoever has a talk there is told."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from union.entered import Wrong
from union.legal_aid import telling, texts
from union.legal_aid.displacing import settle_window
from union.legal_aid.listing import find_appointment, with_lawyer
from union.legal_aid.models import Appointment, Lawyer, LegalWindow, RotaDay
from union.legal_aid.outcomes import Displaced
from union.legal_aid.records import LawyerLeave
from union.legal_aid.refusal import Refused
from union.legal_aid.shifts import seated
from union.legal_aid.steps import hold_plan
from union.legal_aid.window_rules import WindowForm, check_window
from union.legal_aid.windows import NewWindow, add_window
from union.notices.service import NoticeQueue
from union.staff.scope import EVERYTHING, Scope, area_within

_CHANGED = tuple(name for name in WindowForm.__dataclass_fields__ if name not in ("service", "level", "areas"))
_NO_SYNC = {"synchronize_session": False}
LONGEST_NAME, LONGEST_FIRM = 40, 100


@dataclass(frozen=True)
class WindowChanged:
    """A window is as it was entered: whose talk falls away, and how many keep theirs at another place."""

    displaced: Displaced
    told: int


class _Seen(NamedTuple):
    lawyer_id: str
    starts_at: datetime
    words: str


async def create_window(
    session: AsyncSession, form: WindowForm, *, key: str, scope: Scope = EVERYTHING
) -> LegalWindow | Wrong:
    """Set a window up; the same key again gives the same window."""
    if wrong := check_window(form, scope):
        return wrong
    if (there := await session.get(LegalWindow, key)) is not None:
        return there
    made = await add_window(session, NewWindow(id=key, **vars(form)))
    assert isinstance(made, LegalWindow)  # checked above
    return made


async def change_window(
    session: AsyncSession,
    queue: NoticeQueue,
    window_id: str,
    form: WindowForm,
    *,
    now: datetime,
    scope: Scope = EVERYTHING,
) -> WindowChanged | Wrong | Refused:
    """Change a window. Who comes to another place is told; whose talk falls away is offered the nearest slot."""
    await hold_plan(session, LegalWindow.id == window_id, to_change=True)
    window = await session.scalar(select(LegalWindow).where(LegalWindow.id == window_id, windows_within(scope)))
    if window is None:
        return Refused("unknown")
    if wrong := check_window(form, scope):
        return wrong
    before = await _to_come(session, window_id, now)
    for name in _CHANGED:
        setattr(window, name, getattr(form, name))
    window.areas = list(form.areas)
    await session.flush()
    displaced = await settle_window(session, queue, window_id, texts.PLAN_CHANGED, now)
    told = 0
    for id_, seen in (await _to_come(session, window_id, now)).items():
        known = before.get(id_)
        if known is None or known[:2] != seen[:2] or known.words == seen.words:
            continue
        mine = await find_appointment(session, Appointment.id == id_)
        assert mine is not None  # just read
        await telling.moved(session, queue, mine, texts.PLACE_CHANGED, now)
        told += 1
    return WindowChanged(displaced, told)


async def put_lawyer(
    session: AsyncSession,
    window_id: str,
    name: str,
    firm: str,
    *,
    key: str,
    lawyer_id: str | None = None,
    scope: Scope = EVERYTHING,
) -> Lawyer | Wrong | Refused:
    """Add somebody who sits at a window (the same key again gives the same), or change name and firm of one."""
    name, firm = name.strip(), firm.strip()
    if not name:
        return Wrong("name", "empty")
    for field, text, longest in (("name", name, LONGEST_NAME), ("firm", firm, LONGEST_FIRM)):
        if len(text) > longest:
            return Wrong(field, "too_long", str(longest))
    within = (LegalWindow.id == window_id, windows_within(scope))
    if await session.scalar(select(LegalWindow.id).where(*within)) is None:
        return Refused("unknown")
    found = await seated(session, Lawyer.id == (lawyer_id or key), scope)
    if found is None and lawyer_id is not None:
        return Refused("no_such_lawyer")
    lawyer = found or Lawyer(id=key, window_id=window_id)
    lawyer.name, lawyer.firm = name, firm
    session.add(lawyer)
    await session.flush()
    return lawyer


async def retire_lawyer(
    session: AsyncSession, queue: NoticeQueue, lawyer_id: str, *, now: datetime, scope: Scope = EVERYTHING
) -> Displaced | Refused:
    """Somebody takes no more turns, for others neither; who has a talk with them is offered the nearest slot.

    What they have held stays theirs to record.
    """
    lawyer = await seated(session, Lawyer.id == lawyer_id, scope)
    if lawyer is None:
        return Refused("no_such_lawyer")
    await hold_plan(session, LegalWindow.id == lawyer.window_id, to_change=True)
    leaving = update(Lawyer).where(Lawyer.id == lawyer_id, Lawyer.retired_at.is_(None)).values(retired_at=now)
    if await session.scalar(leaving.returning(Lawyer.id), execution_options=_NO_SYNC) is None:
        return Refused("already_there")  # a colleague was quicker
    instead = update(LawyerLeave).where(LawyerLeave.substitute_id == lawyer_id, LawyerLeave.until > now)
    await session.execute(instead.values(substitute_id=None), execution_options=_NO_SYNC)
    await session.execute(delete(RotaDay).where(RotaDay.lawyer_id == lawyer_id), execution_options=_NO_SYNC)
    return await settle_window(session, queue, lawyer.window_id, texts.PLAN_CHANGED, now)


async def bring_back(session: AsyncSession, lawyer_id: str, *, scope: Scope = EVERYTHING) -> bool:
    """Somebody takes turns again; their shifts are to be entered anew. False: they did not retire."""
    lawyer = await seated(session, Lawyer.id == lawyer_id, scope)
    if lawyer is None or lawyer.retired_at is None:
        return False
    lawyer.retired_at = None
    await session.flush()
    return True


def windows_within(scope: Scope) -> ColumnElement[bool]:
    """A condition on windows: those of the area."""
    return area_within(scope, LegalWindow.city, LegalWindow.district)


async def _to_come(session: AsyncSession, window_id: str, now: datetime) -> dict[str, _Seen]:
    """Talks that are booked there, and how each is told to its member."""
    to_come = (LegalWindow.id == window_id, Appointment.status == "booked", Appointment.starts_at > now)
    found = await session.scalars(with_lawyer(*to_come).execution_options(populate_existing=True))
    return {one.id: _Seen(one.lawyer_id, one.starts_at, texts.summary(one)) for one in found}
