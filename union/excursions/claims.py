"""What bookings take of entitlements: reserved with the place, given back once with it, used when the trip is over.

Called by the verbs on bookings (union/events), in their transaction. Who reads on from here: a booking holds an
open reservation exactly while its status is one of CLAIMING. Quotas are locked before accounts, everywhere.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from base.clock import to_shanghai
from union.events.meeting import Meeting
from union.events.models import SEATED, Booking, EventSession
from union.events.refusal import Refused
from union.excursions import texts
from union.excursions.accounts import find_account, left_of, open_account, put_back, spend, terms_of, write
from union.excursions.models import EntitlementEntry
from union.excursions.terms import Amount, EntitlementTerms, cycle_of, needed

CLAIMING = (*SEATED, "entered")
USED = ("booked", "checked_in", "no_show")


class NotEntitledError(Exception):
    """Ends a savepoint in which a booking was moved to a batch that the member cannot have."""

    def __init__(self, refused: Refused) -> None:
        super().__init__(refused.detail)
        self.refused = refused


async def why_not_entitled(
    session: AsyncSession, event: Meeting, member_id: str, now: datetime, *, own: str | None = None
) -> Refused | None:
    """Whether the member's entitlement is enough, as far as the numbers read tell.

    `own`: a hold of the member that would end or become the booking; what it has reserved counts as there.
    """
    needs = needed(event.rules)
    terms = await terms_of(session, event.kind) if needs else None
    if needs is None or terms is None:
        return None
    left = await left_for(session, event, member_id, terms)
    if own is not None and not left.covers(needs):
        left = sum((-_amount(entry) for entry in await _open(session, Booking.id == own)), start=left)
    return None if left.covers(needs) else _refused(event, left, needs, terms, now)


async def left_for(session: AsyncSession, event: Meeting, member_id: str, terms: EntitlementTerms) -> Amount:
    """What the member has left in the cycle the event lies in."""
    account = await find_account(session, member_id, event.kind, cycle_of(event.starts_at, terms.cycle_years))
    return Amount(terms.days, terms.yuan, terms.segments) if account is None else left_of(account)


async def claim(
    session: AsyncSession, event: Meeting, booking_id: str, member_id: str, now: datetime
) -> Refused | None:
    """Reserve what the event takes; None: it is reserved (or nothing has to be). Doing it again does nothing."""
    needs = needed(event.rules)
    terms = await terms_of(session, event.kind) if needs else None
    if needs is None or terms is None:
        return None
    cycle = cycle_of(event.starts_at, terms.cycle_years)
    account = await open_account(session, member_id, event.kind, cycle, terms, now)
    if not await spend(session, account.id, needs):
        return _refused(event, await left_for(session, event, member_id, terms), needs, terms, now)
    closed = (EntitlementEntry.booking_id == booking_id, EntitlementEntry.closes.is_not(None))
    times = await session.scalar(select(func.count()).select_from(EntitlementEntry).where(*closed))
    key = f"reserved:{booking_id}:{times}"
    if not await write(session, account.id, "reserved", -needs, key=key, now=now, booking_id=booking_id):
        await put_back(session, account.id, needs)
    return None


async def settle(session: AsyncSession, now: datetime, *which: ColumnElement[bool]) -> int:
    """Close the reservations of these bookings that their status does not hold any more; returns how many.

    Given back, once, where the booking has no place now; used, where it has one and the session is past.
    """
    closed = 0
    for entry, status, session_status in await _open_with_status(session, *which):
        if status not in CLAIMING:
            closed += await _give_back(session, entry, now)
        elif status in USED and session_status != "open":
            closed += await _close(session, entry, "used", Amount(), now)
    return closed


async def exchange(session: AsyncSession, booking: Booking, target: Meeting, now: datetime) -> None:
    """A booking was moved to another session: what the old one took comes back, the new one takes its own.

    Raises:
        NotEntitledError: the member cannot have it; the caller rolls the savepoint back.
    """
    for entry in await _open(session, Booking.id == booking.id):
        await _give_back(session, entry, now)
    refused = await claim(session, target, booking.id, booking.member_id, now)
    if refused is not None:
        raise NotEntitledError(refused)


def _refused(event: Meeting, left: Amount, needs: Amount, terms: EntitlementTerms, now: datetime) -> Refused:
    cycle = cycle_of(event.starts_at, terms.cycle_years)
    words = texts.cycle_words(cycle, terms.cycle_years, to_shanghai(now).year)
    return Refused("entitlement", texts.short(left, needs, words))


async def _give_back(session: AsyncSession, entry: EntitlementEntry, now: datetime) -> bool:
    if not await _close(session, entry, "given_back", -_amount(entry), now):
        return False
    await put_back(session, entry.entitlement_id, -_amount(entry))
    return True


async def _close(session: AsyncSession, entry: EntitlementEntry, what: str, amount: Amount, now: datetime) -> bool:
    key, of = f"closed:{entry.id}", entry.entitlement_id
    return await write(session, of, what, amount, key=key, now=now, booking_id=entry.booking_id, closes=entry.id)


async def _open(session: AsyncSession, *which: ColumnElement[bool]) -> list[EntitlementEntry]:
    return [entry for entry, _, _ in await _open_with_status(session, *which)]


async def _open_with_status(
    session: AsyncSession, *which: ColumnElement[bool]
) -> list[tuple[EntitlementEntry, str, str]]:
    """Reservations that nothing has closed, in the order in which accounts are locked."""
    closer = aliased(EntitlementEntry)
    query = (
        select(EntitlementEntry, Booking.status, EventSession.status)
        .join(Booking, Booking.id == EntitlementEntry.booking_id)
        .join(EventSession, EventSession.id == Booking.session_id)
        .where(*which, EntitlementEntry.what == "reserved", ~exists().where(closer.closes == EntitlementEntry.id))
    )
    ordered = query.order_by(EntitlementEntry.entitlement_id, EntitlementEntry.id)
    return [(entry, status, of) for entry, status, of in (await session.execute(ordered)).tuples()]


def _amount(entry: EntitlementEntry) -> Amount:
    return Amount(entry.days, entry.yuan, entry.segments)
