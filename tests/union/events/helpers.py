"""Signing up in one line, and the numbers that must always add up."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import Database
from tests.conftest import WEDNESDAY
from union.events.models import LIVE, SEATED, Booking, EventSession, Quota
from union.events.service import Refused, sign_up, sweep
from union.events.sign_up import SignedUp
from union.notices.service import NoQueue, NoticeQueue

PHONE = "13800138000"


async def book(
    database: Database,
    member_id: str,
    *,
    event_id: str = "party",
    places: int = 1,
    key: str | None = None,
    now: datetime = WEDNESDAY,
    name: str = "王芳",
    phone: str = PHONE,
    queue: NoticeQueue | None = None,
    **more: Any,
) -> SignedUp | Refused:
    async def work(session: AsyncSession) -> SignedUp | Refused:
        return await sign_up(
            session,
            queue or NoQueue(),
            member_id,
            event_id,
            places=places,
            name=name,
            phone=phone,
            key=key or f"{member_id}:{event_id}",
            now=now,
            **more,
        )

    return await database.transact(work)


async def counts(database: Database) -> tuple[int, int]:
    """`taken` of all quotas, and the places of all live bookings: they must be equal."""
    async with database.read() as session:
        taken = await session.scalar(select(func.sum(Quota.taken)))
        live = await session.scalar(select(func.sum(Booking.places)).where(Booking.status.in_(SEATED)))
    return taken or 0, live or 0


async def until_nothing_is_due(database: Database, now: datetime, queue: NoticeQueue | None = None) -> int:
    """Sweep as the worker does; returns how much was done."""
    done = 0
    while handled := await database.transact(lambda s: sweep(s, queue or NoQueue(), now)):
        done += handled
    return done


async def status(database: Database, booking_id: str) -> str:
    async with database.read() as session:
        return (await session.get_one(Booking, booking_id)).status


async def quotas(database: Database) -> dict[str, tuple[int, int]]:
    """Taken and capacity by who a quota is for; of one event."""
    async with database.read() as session:
        rows = (await session.execute(select(Quota.who, Quota.taken, Quota.capacity))).all()
    return {who: (taken, capacity) for who, taken, capacity in rows}


async def check_numbers(database: Database, now: datetime = WEDNESDAY) -> None:
    """What must hold at any time between two transactions."""
    async with database.read() as session:
        bookings = (await session.scalars(select(Booking))).all()
        rows = (await session.scalars(select(Quota))).all()
        to_come = {
            one.id
            for one in await session.scalars(select(EventSession))
            if one.status == "open" and one.starts_at > now
        }
    left = {}
    for quota in rows:
        counted = sum(b.places for b in bookings if b.status in SEATED and quota.id in b.quota_ids)
        assert quota.taken == counted, f"{quota.who}: {quota.taken} taken, {counted} live"
        assert 0 <= quota.taken <= quota.capacity
        left[quota.id] = quota.capacity - quota.taken
    live = [(b.scope, b.member_id) for b in bookings if b.status in LIVE]
    assert len(live) == len(set(live)), "somebody has two"
    for waiting in bookings:
        if waiting.status == "waitlisted" and waiting.session_id in to_come:
            assert any(left[id_] < waiting.places for id_ in waiting.quota_ids), "a place is free while somebody waits"
