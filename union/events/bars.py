"""Who may not sign up for a while: made by the policy from what was missed, mended by an appeal to staff."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, CursorResult, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import insert_into
from union.events import texts
from union.events.codes import appeal_code
from union.events.meeting import Meeting
from union.events.models import Booking, Event
from union.events.records import Bar, BookingStep
from union.events.refusal import Refused
from union.ids import new_id
from union.notices.service import NoticeQueue, queue_notice
from union.staff.scope import EVERYTHING, Scope, members_within

LONGEST_APPEAL = 500
LONGEST_DECISION = 200
_NO_SYNC = {"synchronize_session": False}


@dataclass(frozen=True)
class Appealed:
    """The appeal is with staff."""

    bar: Bar


@dataclass(frozen=True)
class Decided:
    """Staff decided on an appeal (also when the same decision came again)."""

    bar: Bar


async def judge(
    session: AsyncSession, queue: NoticeQueue, event: Meeting, booking: Booking, now: datetime
) -> Bar | None:
    """After something missed: bar the member if the event's policy says so, and tell them. Misses count once."""
    policy = event.policy
    if not policy.no_shows:
        return None
    since = now - timedelta(days=policy.no_show_days)
    last = select(func.max(Bar.since)).where(Bar.member_id == booking.member_id, *_of_kind(event))
    barred_at = await session.scalar(last)  # what led to the last bar does not lead to the next
    missed = [
        BookingStep.missed,
        BookingStep.at > max(since, barred_at or since),
        Booking.member_id == booking.member_id,
    ]
    if not policy.bar_all_kinds:
        missed.append(Event.kind == event.kind)
    steps = select(func.count()).select_from(BookingStep).join(Booking, Booking.id == BookingStep.booking_id)
    count = await session.scalar(steps.join(Event, Event.id == Booking.event_id).where(*missed)) or 0
    if count < policy.no_shows:
        return None
    reason = f"{policy.no_show_days}天内有{count}次报名后未到场"
    until = now + timedelta(days=policy.bar_days)
    kind = "" if policy.bar_all_kinds else event.kind
    return await bar(session, queue, booking.member_id, kind, until, reason, key=f"bar:{booking.id}", now=now)


async def bar(
    session: AsyncSession,
    queue: NoticeQueue,
    member_id: str,
    kind: str,
    until: datetime,
    reason: str,
    *,
    key: str,
    now: datetime,
) -> Bar | None:
    """Bar a member from a kind of event (empty: all) and tell them; None when the key has done so already."""
    values = {"id": new_id(), "member_id": member_id, "kind": kind, "since": now, "until": until, "reason": reason}
    statement = insert_into(session, Bar).values(**values, key=key, appeal="none")
    added: Bar | None = await session.scalar(statement.on_conflict_do_nothing(index_elements=["key"]).returning(Bar))
    if added is not None:
        about = f"bar:{added.id}"
        text = texts.barred(until, reason, await appeal_code(session, added, now))
        await queue_notice(
            session, queue, member_id, "events.barred", text, now, f"{about}:barred", expires=until, about=about
        )
    return added


async def forgive(
    session: AsyncSession, queue: NoticeQueue, event: Meeting, booking: Booking, *, by: str, now: datetime
) -> None:
    """What was missed of a booking does not count any more. A bar that counted it is lifted, and the member told.

    A bar is made by the miss that is one too many, so none of those it counted can be spared.
    """
    counted = (BookingStep.booking_id == booking.id, BookingStep.missed)
    missed_at = await session.scalar(select(func.min(BookingStep.at)).where(*counted))
    if missed_at is None:
        return
    await session.execute(update(BookingStep).where(*counted).values(missed=False), execution_options=_NO_SYNC)
    holding = (Bar.member_id == booking.member_id, Bar.until > now, Bar.appeal.in_(["none", "asked"]))
    led_to = (Bar.since >= missed_at, Bar.key.startswith("bar:"), Bar.kind.in_([event.kind, ""]))
    for bar_id in (await session.scalars(select(Bar.id).where(*holding, *led_to))).all():
        await decide(session, queue, bar_id, lift=True, by=by, now=now)


async def bars_of(session: AsyncSession, member_id: str, now: datetime) -> list[Bar]:
    """The bars that hold now, the longest first."""
    holding = (Bar.member_id == member_id, Bar.until > now, Bar.appeal != "lifted")
    return list(await session.scalars(select(Bar).where(*holding).order_by(Bar.until.desc(), Bar.id)))


async def appeal(
    session: AsyncSession, member_id: str, text: str, *, now: datetime, bar_id: str | None = None
) -> Appealed | Refused:
    """Ask staff to look at a bar, by default the one that lasts longest. Asked once a bar; again changes nothing."""
    holding = [one for one in await bars_of(session, member_id, now) if bar_id in (None, one.id)]
    if not holding:
        return Refused("no_bar")
    chosen, words = holding[0].id, text.strip()[:LONGEST_APPEAL]
    asked = update(Bar).where(Bar.id == chosen, Bar.appeal == "none")
    await session.execute(
        asked.values(appeal="asked", appeal_text=words, appealed_at=now),
        execution_options=_NO_SYNC,
    )
    found = await session.get_one(Bar, chosen, populate_existing=True)
    return Appealed(found) if found.appeal == "asked" else Refused("decided")


async def appeals(session: AsyncSession, scope: Scope = EVERYTHING) -> list[Bar]:
    """What staff have to decide on, oldest first: of members within the scope."""
    asked = select(Bar).where(Bar.appeal == "asked", members_within(scope, Bar.member_id))
    return list(
        await session.scalars(asked.order_by(Bar.appealed_at, Bar.id).execution_options(populate_existing=True))
    )


async def decide(
    session: AsyncSession,
    queue: NoticeQueue,
    bar_id: str,
    *,
    lift: bool,
    by: str,
    now: datetime,
    why: str = "",
    scope: Scope = EVERYTHING,
) -> Decided | Refused:
    """Lift a bar or keep it, once; the member is told, and reads `why` where it is given."""
    verdict, words = "lifted" if lift else "kept", why.strip()[:LONGEST_DECISION]
    within = (Bar.id == bar_id, members_within(scope, Bar.member_id))
    if await session.scalar(select(Bar.id).where(*within)) is None:
        return Refused("no_bar")
    statement = update(Bar).where(Bar.id == bar_id, Bar.appeal.in_(["none", "asked"]))
    values = {"appeal": verdict, "decided_by": by, "decided_at": now, "decision": words or None}
    result = await session.execute(statement.values(**values), execution_options=_NO_SYNC)
    assert isinstance(result, CursorResult)
    found = await session.get(Bar, bar_id, populate_existing=True)
    if found is None:
        return Refused("no_bar")
    if result.rowcount == 1:
        about, text = f"bar:{bar_id}", texts.appeal_decided(lift, words)
        await queue_notice(session, queue, found.member_id, "events.appeal", text, now, f"{about}:decided", about=about)
    return Decided(found) if found.appeal == verdict else Refused("decided")


def _of_kind(event: Meeting) -> tuple[ColumnElement[bool], ...]:
    return () if event.policy.bar_all_kinds else (or_(Bar.kind == event.kind, Bar.kind == ""),)
