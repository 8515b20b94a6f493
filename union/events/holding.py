"""What events keep about a member: bookings with all that was told for them, ratings, bars."""

import json
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from union.events.life import give_up
from union.events.listing import Mine, find_bookings, my_bookings
from union.events.models import DEAD, SEATED, Booking
from union.events.quotas import give_places_back
from union.events.records import Bar, Rating
from union.events.texts import STATUS_WORDS
from union.notices.service import NoticeQueue
from union.privacy.holding import Holding, Record
from union.wording import day_and_time

_NO_SYNC = {"synchronize_session": False}
_STANDS = ("booked", "waitlisted", "offered", "entered", "won")


async def _records(session: AsyncSession, member_id: str) -> list[Record]:
    mine = await find_bookings(session, Booking.member_id == member_id)
    ids = [one.booking.id for one in mine]
    answered = select(Rating).where(Rating.booking_id.in_(ids), Rating.rated_at.is_not(None))
    ratings = {rating.booking_id: rating for rating in await session.scalars(answered)}
    bars = await session.scalars(select(Bar).where(Bar.member_id == member_id).order_by(Bar.since.desc()))
    return [*(_booking(one, ratings.get(one.booking.id)) for one in reversed(mine)), *map(_bar, bars)]


async def _running(session: AsyncSession, member_id: str, now: datetime) -> list[str]:
    mine = [one for one in await my_bookings(session, member_id, now) if one.booking.status in _STANDS]
    return [f"{one.event.title}（{one.event.when}，{STATUS_WORDS[one.booking.status]}）" for one in mine]


async def _erase(session: AsyncSession, queue: NoticeQueue, member_id: str, now: datetime) -> list[str]:
    """What is still to come is given up as members do it, so that places go to who waits."""
    for one in await find_bookings(session, Booking.member_id == member_id):
        await _let_go(session, queue, one, now)
    await session.execute(delete(Bar).where(Bar.member_id == member_id), execution_options=_NO_SYNC)
    await session.execute(delete(Booking).where(Booking.member_id == member_id), execution_options=_NO_SYNC)
    return []


async def _let_go(session: AsyncSession, queue: NoticeQueue, one: Mine, now: datetime) -> None:
    """Also past the time for cancelling: nobody can be held to a place that has no name any more."""
    booking = one.booking
    if booking.status in DEAD:
        return
    if one.event.ends_at > now and booking.status not in ("checked_in", "no_show"):
        await give_up(session, queue, one, f"erase:{booking.id}", now)
    elif booking.status in SEATED:
        await give_places_back(session, booking.quota_ids, booking.places)


def _booking(one: Mine, rating: Rating | None) -> Record:
    booking, event = one.booking, one.event
    told = json.loads(booking.details or "{}")
    labels = {question.id: question.label for question in event.questions}
    record = {
        "活动": event.title,
        "时间": event.when,
        "地点": event.place,
        "状态": STATUS_WORDS[booking.status],
        "名额": str(booking.places),
        "姓名": booking.name,
        "手机": booking.phone,
        "同行人": "、".join(told.get("companions", [])),
        "报名码": booking.code,
        "报名时间": day_and_time(booking.created_at),
        "评分": str(rating.stars) if rating and rating.stars else "",
        "评价": (rating.words or "") if rating else "",
    }
    record |= {labels.get(name, name): str(answer) for name, answer in told.get("answers", {}).items()}
    return {label: value for label, value in record.items() if value}


def _bar(bar: Bar) -> Record:
    record = {
        "暂停报名": bar.reason,
        "到": day_and_time(bar.until),
        "申诉": bar.appeal_text or "",
        "申诉结果说明": bar.decision or "",
    }
    return {label: value for label, value in record.items() if value}


HOLDING = Holding("活动报名", _records, _erase, _running, purpose="events", handed_out=True)
