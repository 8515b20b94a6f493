"""When who sits at a window changes: a substitute takes talks over, for the others the nearest slot is kept."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from base.clock import to_shanghai
from union.legal_aid import telling, texts
from union.legal_aid.listing import FreeSlot, find_appointment, free_of
from union.legal_aid.models import HOLDING, Appointment
from union.legal_aid.offers import keep_for, release
from union.legal_aid.outcomes import Displaced
from union.legal_aid.plan import Plan, plan_of
from union.legal_aid.rules import DAYS_AHEAD
from union.legal_aid.steps import move, put
from union.legal_aid.waitlist import let_go
from union.legal_aid.wishes import end_wish
from union.notices.service import NoticeQueue

MOST_TRIES = 20  # nearest slots to look at for one member


async def settle_window(
    session: AsyncSession, queue: NoticeQueue, window_id: str, why: str, now: datetime
) -> Displaced:
    """Find everybody at this window whose lawyer does not sit there any more, and find them another.

    To be called in the transaction that changed the plan, under `hold_plan(…, to_change=True)`.
    """
    plan = await plan_of(session, now, service=None, window_id=window_id)
    to_come = (Appointment.lawyer_id.in_(plan.lawyers), Appointment.starts_at > now)
    query = select(Appointment.id).where(*to_come, Appointment.status.in_(HOLDING)).order_by(Appointment.starts_at)
    ids = (await session.scalars(query)).all()
    found = [one for one in [await find_appointment(session, Appointment.id == id_) for id_ in ids] if one]
    planned = _by_lawyer(plan.slots(to_shanghai(now).date(), _days(found, now)))
    unseated = [one for one in found if not _sits(planned, one)]
    taken_over = displaced = 0
    for offer in [one for one in unseated if one.status == "offered"]:
        await _withdraw(session, queue, offer, why, now)
    for mine in [one for one in unseated if one.status == "booked"]:
        if await _taken_over(session, queue, plan, mine, now):
            taken_over += 1
        elif await _displaced(session, queue, plan, mine, why, now):
            displaced += 1
    return Displaced(taken_over, displaced)


async def offer_nearest(
    session: AsyncSession, queue: NoticeQueue | None, plan: Plan, mine: Appointment, why: str, now: datetime
) -> Appointment | None:
    """Keep the free slot that is nearest to the one that is gone."""
    free = await free_of(session, plan, now, DAYS_AHEAD)
    suited = [slot for slot in free if mine.way in slot.ways] or free
    for slot in sorted(suited, key=lambda slot: _distance(slot, mine))[:MOST_TRIES]:
        offer = await keep_for(session, queue, mine, slot, texts.why_displaced(mine, why), now)
        if offer is not None:
            return offer
    return None


async def _taken_over(session: AsyncSession, queue: NoticeQueue, plan: Plan, mine: Appointment, now: datetime) -> bool:
    leaves = [one for one in plan.away if one.lawyer_id == mine.lawyer_id and one.since < mine.ends_at]
    substitutes = {one.substitute_id for one in leaves if mine.starts_at < one.until}
    for slot in await free_of(session, plan, now, 1, mine.starts_at):
        if slot.starts_at != mine.starts_at or slot.lawyer_id not in substitutes or mine.way not in slot.ways:
            continue
        if await put(session, mine, slot, mine.way):
            moved = await find_appointment(session, Appointment.id == mine.id)
            assert moved is not None
            await telling.moved(session, queue, moved, texts.taken_over(moved), now)
            return True
    return False


async def _displaced(
    session: AsyncSession, queue: NoticeQueue, plan: Plan, mine: Appointment, why: str, now: datetime
) -> bool:
    if not await move(session, mine, ["booked"], status="displaced"):
        return False
    await telling.take_back(session, mine, now)
    await end_wish(session, mine.id)
    await let_go(session, queue, mine.id, now)
    gone = await find_appointment(session, Appointment.id == mine.id)
    assert gone is not None
    if await offer_nearest(session, queue, plan, gone, why, now) is None:
        step = f"{gone.starts_at:%y%m%d%H%M}"
        await telling.tell(session, queue, gone, "displaced", texts.displaced(gone, why), now, step=step)
    return True


async def _withdraw(session: AsyncSession, queue: NoticeQueue, offer: Appointment, why: str, now: datetime) -> None:
    """A slot that was kept for somebody is gone before they answered."""
    if await release(session, offer, now):
        mine = await find_appointment(session, Appointment.id == offer.instead_of) if offer.instead_of else None
        await telling.tell(session, queue, offer, "offer_over", texts.offer_over(offer, mine, why), now)


def _by_lawyer(planned: Iterable[FreeSlot]) -> dict[str, list[FreeSlot]]:
    found: dict[str, list[FreeSlot]] = {}
    for slot in planned:
        found.setdefault(slot.lawyer_id, []).append(slot)
    return found


def _sits(planned: dict[str, list[FreeSlot]], mine: Appointment) -> bool:
    """Whether the lawyer is still there when it begins, also where the slots were cut otherwise when it was booked.

    And can be talked to so: where the telephone was given up, who would have called is somewhere else too.
    """
    there = (slot for slot in planned.get(mine.lawyer_id, ()) if slot.starts_at <= mine.starts_at < slot.ends_at)
    return any(mine.way in slot.ways for slot in there)


def _days(found: Iterable[Appointment], now: datetime) -> int:
    return max(((one.starts_at - now).days + 2 for one in found), default=1)


def _distance(slot: FreeSlot, mine: Appointment) -> float:
    return abs((slot.starts_at - mine.starts_at).total_seconds())
