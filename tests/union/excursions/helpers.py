"""Batches of 疗休养 in one line, and the numbers of the ledger that must always add up."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import Database
from tests.conftest import WEDNESDAY
from tests.union.conftest import add_rows, event, member
from union.events.models import Booking, Event
from union.events.service import Booked, Refused
from union.events.sign_up import SignedUp
from union.excursions import service as excursions
from union.excursions.claims import CLAIMING
from union.excursions.models import Entitlement, EntitlementEntry
from union.excursions.terms import Amount
from union.notices.service import NoQueue

KIND = "疗休养"
NO = NoQueue()
DAY = timedelta(days=1)
TERMS = {"days": 5, "yuan": 3000, "segments": 2}


def batch(batch_id: str = "b1", days: int = 5, *, starts: datetime | None = None, **values: Any) -> Event:
    """A batch of so many days at 600 yuan each, in two weeks; sign-up is open until a week before."""
    starts = starts or WEDNESDAY + 14 * DAY
    defaults: dict[str, Any] = {
        "title": f"{days}日线路",
        "kind": KIND,
        "days": days,
        "yuan": 600 * days,
        "ends_at": starts + days * DAY,
        "sign_up_closes": starts - 7 * DAY,
    }
    if "sessions" in values:
        del defaults["ends_at"]
    return event(batch_id, starts=starts, **{**defaults, **values})


async def prepare(database: Database, *batches: Event, members: int = 3, **terms: Any) -> None:
    """The terms, some members, and the batches."""
    await database.transact(lambda s: excursions.set_terms(s, KIND, {**TERMS, **terms}))
    await add_rows(database, *[member(number) for number in range(1, members + 1)], *batches)


def booking_of(outcome: SignedUp | Refused) -> Booking:
    assert isinstance(outcome, Booked), outcome
    return outcome.booking


async def left(database: Database, member_id: str = "m1", cycle: int = 2026) -> Amount:
    async with database.read() as session:
        ledgers = await excursions.ledger(session, member_id, KIND, WEDNESDAY)
    return next(one.left for one in ledgers if one.cycle == cycle)


async def lines(database: Database, member_id: str = "m1") -> list[tuple[str, int]]:
    """What and days of the member's ledger, oldest first."""
    query = select(EntitlementEntry).join(Entitlement, Entitlement.id == EntitlementEntry.entitlement_id)
    async with database.read() as session:
        found = await session.scalars(query.where(Entitlement.member_id == member_id).order_by(EntitlementEntry.id))
        return [(entry.what, entry.days) for entry in found]


async def check_ledger(database: Database) -> None:
    """Sum of entries == what is left, never negative; a booking holds one open reservation just while it claims."""
    async with database.read() as session:
        accounts = (await session.scalars(select(Entitlement))).all()
        entries = (await session.scalars(select(EntitlementEntry))).all()
        bookings = (await session.scalars(select(Booking))).all()
    for account in accounts:
        mine = [entry for entry in entries if entry.entitlement_id == account.id]
        total = sum((Amount(one.days, one.yuan, one.segments) for one in mine), start=Amount())
        assert total == Amount(account.days_left, account.yuan_left, account.segments_left)
        assert min(vars(total).values()) >= 0
    closed = [entry.closes for entry in entries if entry.closes]
    assert len(closed) == len(set(closed))
    used = {entry.closes for entry in entries if entry.what == "used"}
    holding = [e.booking_id for e in entries if e.what == "reserved" and (e.id not in closed or e.id in used)]
    claiming = sorted(one.id for one in bookings if one.status in CLAIMING)
    assert sorted(str(id_) for id_ in holding) == claiming


async def allot(
    database: Database,
    branch: str,
    places: int,
    *,
    key: str | None = None,
    until: datetime | None = None,
) -> excursions.Allotted | Refused:
    async def work(session: AsyncSession) -> excursions.Allotted | Refused:
        return await excursions.allot(
            session,
            NO,
            "b1",
            branch,
            places,
            until=until or WEDNESDAY + 2 * DAY,
            key=key or f"{branch}:{places}",
            by="小李",
            now=WEDNESDAY,
        )

    return await database.transact(work)
