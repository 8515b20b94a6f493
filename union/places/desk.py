"""What staff look at and do with the list of places: one place by form, a whole file looked at before it is entered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, or_, select, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.ext.asyncio import AsyncSession

from union.ids import new_id
from union.places.entry import read_entry
from union.places.kinds import words
from union.places.models import Place
from union.places.service import Imported, note_change, stands_within
from union.staff.scope import EVERYTHING, Scope, area_within

COLUMNS = (
    *("编号", "类型", "名称", "地址", "市", "区县", "街道", "纬度", "经度", "开放时间", "开放时间说明", "设施", "电话"),
    *("来源", "截至"),
)
MOST = 200
_NO_SYNC = {"synchronize_session": False}


@dataclass(frozen=True)
class Saved:
    """The place is in the list as it was given."""

    id: str


@dataclass(frozen=True)
class Refused:
    """unknown: no such place within the scope; outside: it would stand in another area; wrong: `detail` says what."""

    reason: str
    detail: str = ""


async def places(
    session: AsyncSession,
    *,
    kind: str = "",
    area: str = "",
    said: str = "",
    closed: bool = False,
    scope: Scope = EVERYTHING,
    most: int = MOST,
) -> Sequence[Place]:
    """Those that are listed (or closed). `area`: a city or district; `said`: part of name, address or town."""
    query = select(Place).where(area_within(scope, Place.city, Place.district), Place.closed.is_(closed))
    if kind:
        query = query.where(Place.kind == kind)
    if area:
        query = query.where(or_(Place.district == area, Place.city == area))
    if said:
        query = query.where(
            or_(*(part.contains(said, autoescape=True) for part in (Place.name, Place.address, Place.town)))
        )
    ordered = query.order_by(Place.city, Place.district, Place.name, Place.id).limit(most)
    return (await session.scalars(ordered.execution_options(populate_existing=True))).all()


async def areas(session: AsyncSession, *, scope: Scope = EVERYTHING) -> list[str]:
    """Cities and districts that have places."""
    there = area_within(scope, Place.city, Place.district)
    query = select(Place.city, Place.district).where(there).distinct().order_by(Place.city, Place.district)
    found = [tuple(row) for row in await session.execute(query)]
    return list(dict.fromkeys(name for city, district in found for name in (city, district) if name))


async def place(session: AsyncSession, place_id: str, *, scope: Scope = EVERYTHING) -> Place | None:
    """One place, also a closed one."""
    mine = (Place.id == place_id, area_within(scope, Place.city, Place.district))
    return await session.scalar(select(Place).where(*mine).execution_options(populate_existing=True))


async def save(
    session: AsyncSession, cells: dict[str, str], now: datetime, *, place_id: str = "", scope: Scope = EVERYTHING
) -> Saved | Refused:
    """Add a place, or change one, as the columns of a file would (entry.read_entry)."""
    if place_id and await place(session, place_id, scope=scope) is None:
        return Refused("unknown")
    values = read_entry(cells | {"编号": place_id or new_id()})
    if isinstance(values, str):
        return Refused("wrong", values)
    if not stands_within(scope, values):
        return Refused("outside")
    if place_id:
        changes = {name: value for name, value in values.items() if name != "id"}
        await session.execute(update(Place).where(Place.id == place_id).values(**changes), execution_options=_NO_SYNC)
    else:
        await session.execute(insert(Place).values(**values, demo=False))
    counted = Imported(changed=1) if place_id else Imported(added=1)
    await note_change(session, f"console: {values['name']}", counted, now)
    return Saved(values["id"])


async def close(
    session: AsyncSession, place_id: str, now: datetime, *, closed: bool, scope: Scope = EVERYTHING
) -> bool:
    """Take a place off the list, or put it back; False: it is so already, or not within the scope."""
    mine = (Place.id == place_id, area_within(scope, Place.city, Place.district), Place.closed.is_not(closed))
    result = await session.execute(update(Place).where(*mine).values(closed=closed), execution_options=_NO_SYNC)
    assert isinstance(result, CursorResult)
    if result.rowcount:
        await note_change(session, "console", Imported(removed=1) if closed else Imported(added=1), now)
    return result.rowcount > 0


async def place_rows(session: AsyncSession, *, scope: Scope = EVERYTHING) -> Sequence[Sequence[object]]:
    """All that are listed, as a file that can be brought in again; headings first."""
    names = words().names
    rows: list[Sequence[object]] = [COLUMNS]
    for one in await places(session, scope=scope, most=100_000):
        where = (one.city, one.district, one.town, one.latitude, one.longitude)
        told = (one.hours, one.hours_text, one.facilities, one.phone, one.source, one.as_of)
        rows.append((one.id, names[one.kind], one.name, one.address, *where, *told))
    return rows
