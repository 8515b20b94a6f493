"""Signing up in one line, and the numbers that must always add up."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import Database
from tests.conftest import WEDNESDAY
from union.events.models import Booking, Quota
from union.events.service import Booked, Refused, sign_up
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
) -> Booked | Refused:
    async def work(session: AsyncSession) -> Booked | Refused:
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
        )

    return await database.transact(work)


async def counts(database: Database) -> tuple[int, int]:
    """`taken` of all quotas, and the places of all live bookings: they must be equal."""
    async with database.read() as session:
        taken = await session.scalar(select(func.sum(Quota.taken)))
        live = await session.scalar(select(func.sum(Booking.places)).where(Booking.status != "cancelled"))
    return taken or 0, live or 0
