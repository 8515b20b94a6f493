"""Setting windows up: the window, who sits there, and which staff account is theirs."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from union.legal_aid.models import Lawyer, LegalWindow
from union.legal_aid.refusal import Refused
from union.legal_aid.services import LEVELS


@dataclass(frozen=True)
class NewWindow:
    """A window to be added; as the columns of `LegalWindow`. Counselling is private whatever is said."""

    id: str
    name: str
    city: str
    place: str
    district: str = ""
    service: str = "legal"
    level: str = ""
    areas: tuple[str, ...] = ()
    phone: str = ""
    ways: str = "window"
    privacy: str = "ordinary"
    slot_minutes: int = 30
    max_changes: int = 2
    offer_hours: int = 12


async def add_window(session: AsyncSession, new: NewWindow) -> LegalWindow | Refused:
    """Add a window; mediation needs its level, and nothing else has one."""
    if (new.level in LEVELS) != (new.service == "mediation") or new.slot_minutes < 5:
        return Refused("bad_window")
    if await session.get(LegalWindow, new.id) is not None:
        return Refused("already_there")
    values = vars(new) | {"areas": list(new.areas)}
    if new.service == "counselling":
        values["privacy"] = "private"
    window = LegalWindow(**values)
    session.add(window)
    await session.flush()
    return window


async def add_lawyer(
    session: AsyncSession, lawyer_id: str, window_id: str, name: str, *, firm: str = "", staff: str | None = None
) -> Lawyer | Refused:
    """Add somebody who sits at a window; shifts come by `add_shift`."""
    if await session.get(LegalWindow, window_id) is None:
        return Refused("unknown")
    if await session.get(Lawyer, lawyer_id) is not None or await _is_linked(session, staff, lawyer_id):
        return Refused("already_there")
    session.add(Lawyer(id=lawyer_id, window_id=window_id, name=name, firm=firm, staff=staff))
    await session.flush()
    return await session.get_one(Lawyer, lawyer_id, populate_existing=True)


async def _is_linked(session: AsyncSession, staff: str | None, lawyer_id: str) -> bool:
    """Whether the account is another lawyer's."""
    if staff is None:
        return False
    return await session.scalar(select(Lawyer.id).where(Lawyer.staff == staff, Lawyer.id != lawyer_id)) is not None
