"""A location a member sent: kept encrypted for a day, for the turn it asks for and questions right after."""

from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import Connection, CursorResult, Table, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from union.places.geo import Point, Wrong, checked
from union.places.models import SentLocation

KEPT = timedelta(days=1)
ASKS = "附近有服务站点吗"  # how a sent location is put to an engine, after the place's name

_TABLE = cast(Table, SentLocation.__table__)
_INSERT = {
    "sqlite": sqlite.insert(_TABLE).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(_TABLE).on_conflict_do_nothing(),
}


def keep_location(
    connection: Connection, key: str, member_id: str, latitude: float, longitude: float, now: datetime
) -> None:
    """Keep it, in the transaction that records the message. Whether it is any place at all is looked at later."""
    values = {"key": key, "member_id": member_id, "point": f"{latitude!r},{longitude!r}", "at": now}
    connection.execute(_INSERT[connection.dialect.name], values)


async def sent_location(session: AsyncSession, member_id: str, key: str, now: datetime) -> Point | Wrong | None:
    """The location the member's message with this key brought; None where it brought none, or a day has passed."""
    mine = (SentLocation.key == key, SentLocation.member_id == member_id, SentLocation.at > now - KEPT)
    kept = await session.scalar(select(SentLocation.point).where(*mine))
    if kept is None:
        return None
    latitude, longitude = (float(part) for part in kept.split(","))
    return checked(latitude, longitude)


async def forget_locations(session: AsyncSession, now: datetime) -> int:
    """Delete what is older than a day; called by a schedule."""
    old = delete(SentLocation).where(SentLocation.at <= now - KEPT)
    result = await session.execute(old, execution_options={"synchronize_session": False})
    assert isinstance(result, CursorResult)
    return result.rowcount
