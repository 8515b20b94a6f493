"""Verbs on the list of places: bringing in a file, and taking a source's places out again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import CursorResult, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from union.places.entry import read_entry
from union.places.models import Place, PlaceImport
from union.staff.scope import EVERYTHING, Scope, area_within

if TYPE_CHECKING:  # with it come megabytes that only a process that reads files needs
    from union.places.table import Row

__all__ = ["Imported", "count_places", "import_places", "note_change", "remove_source", "stands_within"]

CHUNK = 500
OUTSIDE = "不在您负责的地区"
_NO_SYNC = {"synchronize_session": False}


@dataclass
class Imported:
    """What became of a file. `bad`: number of the row, and what is wrong with it; these were left out."""

    added: int = 0
    changed: int = 0
    same: int = 0
    removed: int = 0
    bad: list[tuple[int, str]] = field(default_factory=list)


async def import_places(
    session: AsyncSession,
    file: str,
    rows: "Iterable[Row]",
    now: datetime,
    *,
    replace: bool = False,
    demo: bool = False,
    scope: Scope = EVERYTHING,
) -> Imported:
    """Bring rows of a list in: new places are added, known ones (by 编号, else source, name and address) changed.

    `replace`: what the same sources had before and the file lacks goes; not where a row was bad, for it may be that.
    `scope`: places elsewhere are neither added nor changed nor removed. One that staff closed stays closed.
    """
    result, seen, sources = Imported(), dict[str, int](), set[str]()
    chunk: list[dict[str, Any]] = []
    for number, cells in rows:
        values = read_entry(cells)
        if isinstance(values, str):
            result.bad.append((number, values))
        elif not stands_within(scope, values):
            result.bad.append((number, OUTSIDE))
        elif values["id"] in seen:
            result.bad.append((number, f"和第 {seen[values['id']]} 行重复"))
        else:
            seen[values["id"]] = number
            sources.add(values["source"])
            chunk.append(values | {"demo": demo})
        if len(chunk) == CHUNK:
            await _write(session, chunk, result, seen, scope)
            chunk = []
    await _write(session, chunk, result, seen, scope)
    if replace and not result.bad:
        for source in sorted(sources):
            result.removed += await _remove_others(session, source, seen, scope)
    if result.added or result.changed or result.removed:
        await note_change(session, file, result, now)
    return result


async def remove_source(session: AsyncSession, source: str, now: datetime) -> int:
    """Take all places of a source out; returns how many."""
    gone = Imported(removed=await _remove_others(session, source, {}))
    if gone.removed:
        await note_change(session, f"removed: {source}"[:200], gone, now)
    return gone.removed


async def count_places(session: AsyncSession, *, scope: Scope = EVERYTHING) -> Sequence[tuple[str, str, int]]:
    """(source, as of, how many) of everything that is listed within the scope."""
    listed = (area_within(scope, Place.city, Place.district), ~Place.closed)
    query = select(Place.source, func.max(Place.as_of), func.count()).where(*listed)
    query = query.group_by(Place.source).order_by(Place.source)
    return [(source, as_of, count) for source, as_of, count in await session.execute(query)]


async def note_change(session: AsyncSession, file: str, result: Imported, now: datetime) -> None:
    """Every process takes the list up anew."""
    values = {"added": result.added, "changed": result.changed, "removed": result.removed}
    await session.execute(insert(PlaceImport).values(file=file[-200:], at=now, **values))


async def _write(
    session: AsyncSession, chunk: list[dict[str, Any]], result: Imported, seen: dict[str, int], scope: Scope
) -> None:
    if not chunk:
        return
    columns = list(chunk[0])
    known = select(*(getattr(Place, name) for name in columns)).where(Place.id.in_([one["id"] for one in chunk]))
    before = {row.id: row._asdict() for row in await session.execute(known)}
    elsewhere = {id_ for id_, values in before.items() if not stands_within(scope, values)}
    result.bad += [(seen[id_], OUTSIDE) for id_ in sorted(elsewhere)]
    chunk = [one for one in chunk if one["id"] not in elsewhere]
    new = [one for one in chunk if one["id"] not in before]
    if new:
        await session.execute(insert(Place), new)
    for one in chunk:
        if one["id"] in before and one != before[one["id"]]:
            changes = {name: value for name, value in one.items() if name != "id"}
            changed = update(Place).where(Place.id == one["id"]).values(**changes)
            await session.execute(changed, execution_options=_NO_SYNC)
            result.changed += 1
        elif one["id"] in before:
            result.same += 1
    result.added += len(new)


async def _remove_others(session: AsyncSession, source: str, kept: dict[str, int], scope: Scope = EVERYTHING) -> int:
    theirs = (Place.source == source, area_within(scope, Place.city, Place.district))
    ids = [id_ for id_ in await session.scalars(select(Place.id).where(*theirs)) if id_ not in kept]
    removed = 0
    for start in range(0, len(ids), CHUNK):
        gone = delete(Place).where(Place.id.in_(ids[start : start + CHUNK]))
        result = await session.execute(gone, execution_options=_NO_SYNC)
        assert isinstance(result, CursorResult)
        removed += result.rowcount
    return removed


def stands_within(scope: Scope, values: dict[str, Any]) -> bool:
    """Whether a place with these values stands in the area of the scope; the same rule as scope.area_within."""
    if scope.is_everything:
        return True
    in_city = bool(scope.city) and values["city"] == scope.city
    return in_city and (not scope.district or values["district"] == scope.district)
