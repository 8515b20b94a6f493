"""Sessions of staff: begun by a log-in, ended by time, by a log-out, or because the account changed.

They stand in the database, so that what ends one ends it in every process.
"""

import hashlib
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from base.limits import Limits
from union.staff.models import Staff, StaffSession

_NO_SYNC = {"synchronize_session": False}
EACH = timedelta(minutes=1)  # so often at most a session's last moment is written
KEPT = timedelta(days=30)  # of sessions that are over, for who looks back


@dataclass(frozen=True)
class Signed:
    """A session that lasts, and whose it is."""

    id: str
    staff: Staff
    since: datetime
    seen: datetime


def session_id(token: str) -> str:
    """What the table knows of a token (64 hex digits). The token is random: it needs no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def lasts(since: datetime, seen: datetime, now: datetime, limits: Limits) -> bool:
    """Whether a session is neither too long nor idle for too long. Pure."""
    return now < since + timedelta(hours=limits.staff_session_hours) and now < seen + timedelta(
        hours=limits.staff_idle_hours
    )


async def begin(session: AsyncSession, staff_id: int, now: datetime, device: str = "") -> str:
    """Begin a session; returns the token for the browser, which is kept nowhere."""
    token = secrets.token_urlsafe(32)
    row = StaffSession(id=session_id(token), staff_id=staff_id, device=device[:40], created_at=now, seen_at=now)
    session.add(row)
    await session.flush()
    return token


async def find(session: AsyncSession, id_: str, now: datetime, limits: Limits) -> Signed | None:
    """The session with this id, as long as it lasts and its account is there and open."""
    query = select(StaffSession, Staff).join(Staff, Staff.id == StaffSession.staff_id).where(StaffSession.id == id_)
    fresh = query.where(StaffSession.ended_at.is_(None), Staff.disabled_at.is_(None))
    row = (await session.execute(fresh, execution_options={"populate_existing": True})).tuples().first()
    if row is None or not lasts(row[0].created_at, row[0].seen_at, now, limits):
        return None
    return Signed(id_, row[1], row[0].created_at, row[0].seen_at)


async def live_ids(session: AsyncSession, ids: Collection[str]) -> frozenset[str]:
    """Those of these sessions that nobody has ended, for many pages together; whether their time is over they know."""
    query = select(StaffSession.id).join(Staff, Staff.id == StaffSession.staff_id).where(StaffSession.id.in_(ids))
    return frozenset(await session.scalars(query.where(StaffSession.ended_at.is_(None), Staff.disabled_at.is_(None))))


async def keep(session: AsyncSession, id_: str, now: datetime) -> None:
    """Somebody did something: it is not idle."""
    late = update(StaffSession).where(StaffSession.id == id_, StaffSession.seen_at <= now - EACH)
    await session.execute(late.values(seen_at=now), execution_options=_NO_SYNC)


async def end(session: AsyncSession, staff_id: int, id_: str, now: datetime, why: str) -> bool:
    """End one session of this account. False: it was over."""
    one = update(StaffSession).where(StaffSession.id == id_, StaffSession.staff_id == staff_id)
    ended = one.where(StaffSession.ended_at.is_(None)).values(ended_at=now, ended_why=why).returning(StaffSession.id)
    return await session.scalar(ended, execution_options=_NO_SYNC) is not None


async def end_all(session: AsyncSession, staff_id: int, now: datetime, why: str, *, but: str = "") -> None:
    """End all sessions of an account, except one."""
    mine = update(StaffSession).where(StaffSession.staff_id == staff_id, StaffSession.ended_at.is_(None))
    these = mine.where(StaffSession.id != but).values(ended_at=now, ended_why=why)
    await session.execute(these, execution_options=_NO_SYNC)


async def sessions_of(session: AsyncSession, staff_id: int, now: datetime, limits: Limits) -> Sequence[StaffSession]:
    """The sessions of an account that last, the newest first."""
    query = select(StaffSession).where(StaffSession.staff_id == staff_id, StaffSession.ended_at.is_(None))
    found = await session.scalars(query.order_by(StaffSession.created_at.desc(), StaffSession.id))
    return [one for one in found if lasts(one.created_at, one.seen_at, now, limits)]


async def purge_sessions(session: AsyncSession, *, now: datetime) -> None:
    """Forget what was over long ago; called by a schedule."""
    old = delete(StaffSession).where(StaffSession.created_at < now - KEPT)
    await session.execute(old, execution_options=_NO_SYNC)
