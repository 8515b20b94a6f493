"""Waiting, falling due, being put off, keeping the order, cancelling: without DBOS, with a clock that is moved."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from base.clock import FixedClock
from base.database import Database
from tests.union.conftest import notices
from union.conversations.service import transcript
from union.notices.delivery import Delivery
from union.notices.models import Notice
from union.notices.sender import Outcome, Outgoing
from union.notices.service import cancel_notices, queue_notice, reschedule_notice
from union.notices.steps import Turn
from union.notices.sweep import oldest_due, sweep

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


class Listed:
    """A queue that lists what was put into it."""

    def __init__(self) -> None:
        self.put_in: list[str] = []

    async def put(self, session: AsyncSession, notice_id: str) -> None:
        self.put_in.append(notice_id)

    async def forget(self, session: AsyncSession, member_id: str) -> None:
        raise AssertionError("nobody is erased here")

    async def put_batch(self, session: AsyncSession, batch: str) -> None:
        self.put_in.append(batch)


class Scripted:
    """Answers in turn, then `sent` for ever."""

    def __init__(self, *outcomes: Outcome) -> None:
        self.outcomes = list(outcomes)
        self.sent: list[Outgoing] = []

    async def send(self, outgoing: Outgoing) -> Outcome:
        self.sent.append(outgoing)
        return self.outcomes.pop(0) if self.outcomes else Outcome("sent")

    @property
    def texts(self) -> list[str]:
        return [outgoing.text for outgoing in self.sent]


class Desk:
    """A member's notices, and a worker's steps one by one."""

    def __init__(self, database: Database, clock: FixedClock, member_id: str) -> None:
        self.database, self.clock, self.member_id = database, clock, member_id
        self.queue, self.sender = Listed(), Scripted()

    async def notice(self, text: str, kind: str = "events.booked", **more: object) -> str:
        added = await self.database.transact(
            lambda s: queue_notice(s, self.queue, self.member_id, kind, text, self.clock.now(), text, **more)  # type: ignore[arg-type]
        )
        assert added is not None
        return added

    async def sweep(self) -> list[str]:
        """The ids that were queued."""
        self.queue.put_in.clear()
        await sweep(self.database, self.queue, self.clock.now())
        return list(self.queue.put_in)

    async def deliver(self, notice_id: str, run: int | None = None) -> str:
        return await Delivery(self.database, self.sender, self.clock).run(Turn(notice_id, run=run))

    async def cancel(self, about: str) -> int:
        return await self.database.transact(lambda s: cancel_notices(s, about, self.clock.now()))

    async def row(self, notice_id: str) -> Notice:
        return next(row for row in await notices(self.database) if row.id == notice_id)

    async def do(self, work: Callable[[AsyncSession], Awaitable[object]]) -> object:
        return await self.database.transact(work)

    async def lines(self) -> list[tuple[str, str]]:
        async with self.database.read() as session:
            return [(line.author, line.text) for line in await transcript(session, self.member_id)]


@pytest.fixture
def desk(database: Database, members: list[str], clock: FixedClock) -> Desk:
    return Desk(database, clock, members[0])


def in_a_day(clock: FixedClock) -> datetime:
    return clock.now() + DAY


async def test_a_reminder_waits_for_its_time_and_a_clock_moved_by_a_day_brings_it(desk: Desk) -> None:
    reminder = await desk.notice("明天见", "events.reminder", due=in_a_day(desk.clock), facts={"title": "相亲会"})
    assert desk.queue.put_in == []
    assert await desk.sweep() == []

    desk.clock.move(DAY)

    assert await oldest_due(desk.database, desk.clock.now()) == 0
    assert await desk.sweep() == [reminder]
    assert await desk.sweep() == []
    assert await desk.deliver(reminder, run=1) == "sent"
    assert desk.sender.sent == [Outgoing("m1", "events.reminder", "明天见", {"title": "相亲会"}, key=reminder)]
    assert await desk.lines() == [("notice", "「通知」明天见")]


async def test_two_sweeps_at_once_queue_it_once(desk: Desk) -> None:
    reminder = await desk.notice("明天见", "events.reminder", due=in_a_day(desk.clock))
    desk.clock.move(DAY)
    desk.queue.put_in.clear()

    await asyncio.gather(*(sweep(desk.database, desk.queue, desk.clock.now()) for _ in range(4)))

    # What a lost transaction put into this list was rolled back in the real queue; the row says how often it was.
    assert (await desk.row(reminder)).run == 1


async def test_what_waited_past_its_use_expires_with_a_word_to_staff(desk: Desk) -> None:
    reminder = await desk.notice(
        "快开始了", "events.reminder", due=in_a_day(desk.clock), expires=in_a_day(desk.clock) + MINUTE
    )
    desk.clock.move(2 * DAY)

    assert await desk.sweep() == []

    assert (await desk.row(reminder)).state == "expired"
    assert await desk.lines() == [("event", "通知已过期（活动提醒）")]


async def test_a_patient_notice_queued_at_night_waits_for_the_morning(desk: Desk) -> None:
    desk.clock.move(timedelta(hours=13))  # 23:00
    patient = await desk.notice("有新活动", "events.broadcast")
    urgent = await desk.notice("报名成功", "events.booked")

    assert await desk.deliver(patient) == "waiting"
    assert await desk.deliver(urgent) == "sent"
    assert await desk.sweep() == []
    desk.clock.move(timedelta(hours=8, minutes=30))

    assert await desk.sweep() == [patient]
    assert await desk.deliver(patient, run=1) == "sent"
    assert desk.sender.texts == ["报名成功", "有新活动"]


async def test_later_is_tried_again_after_growing_waits_and_fails_in_the_end(desk: Desk) -> None:
    desk.sender.outcomes = [Outcome("later", "忙", wait=MINUTE) for _ in range(9)]
    notice = await desk.notice("报名成功")

    states = [await desk.deliver(notice)]
    for run in range(1, 9):
        desk.clock.move(timedelta(hours=1))
        if await desk.sweep():
            states.append(await desk.deliver(notice, run=run))

    assert states == ["waiting"] * 5 + ["failed"]
    assert (await desk.row(notice)).reason == "试了6次没有送出：忙"
    assert await desk.lines() == [("event", "通知未送达（报名成功）：试了6次没有送出：忙")]


async def test_a_later_notice_does_not_overtake_one_that_is_put_off_for_minutes(desk: Desk) -> None:
    desk.sender.outcomes = [Outcome("later", wait=MINUTE)]
    first, second = await desk.notice("一"), await desk.notice("二")

    assert await desk.deliver(first) == "waiting"
    assert await desk.deliver(second) == "waiting"
    assert await desk.sweep() == []
    desk.clock.move(MINUTE)
    assert await desk.sweep() == [first]
    assert await desk.sweep() == []
    assert await desk.deliver(first, run=1) == "sent"
    assert await desk.sweep() == [second]
    assert await desk.deliver(second, run=1) == "sent"

    assert desk.sender.texts == ["一", "一", "二"]


async def test_one_put_off_until_tomorrow_holds_up_nothing(desk: Desk) -> None:
    desk.sender.outcomes = [Outcome("later", wait=DAY)]
    first, second = await desk.notice("一"), await desk.notice("二")

    assert [await desk.deliver(first), await desk.deliver(second)] == ["waiting", "sent"]


async def test_an_older_workflow_leaves_the_notice_of_a_newer_one_alone(desk: Desk) -> None:
    desk.sender.outcomes = [Outcome("later", wait=MINUTE)]
    notice = await desk.notice("一")
    await desk.deliver(notice, run=0)
    desk.clock.move(MINUTE)
    await desk.sweep()

    assert await desk.deliver(notice, run=0) == "queued"
    await desk.do(lambda s: s.execute(update(Notice).values(state="sending")))
    assert await desk.deliver(notice, run=0) == "sending"
    assert await desk.deliver(notice, run=1) == "unknown"


async def test_cancelled_is_what_has_not_been_sent_about_it_and_of_these_kinds(desk: Desk) -> None:
    sent = await desk.notice("成功", about="booking:1")
    await desk.deliver(sent)
    waiting = await desk.notice("明天", "events.reminder", due=in_a_day(desk.clock), about="booking:1")
    other = await desk.notice("别的", "events.reminder", due=in_a_day(desk.clock), about="booking:2")
    kept = await desk.notice("变更", "events.changed", about="booking:1")

    now = desk.clock.now()
    assert await desk.do(lambda s: cancel_notices(s, "booking:1", now, kinds=["events.reminder"])) == 1
    assert await desk.do(lambda s: cancel_notices(s, "", now)) == 0

    assert [(await desk.row(one)).state for one in (sent, waiting, other, kept)] == [
        "sent",
        "cancelled",
        "waiting",
        "queued",
    ]
    assert await desk.deliver(waiting) == "cancelled"


async def test_cancelling_against_sending_has_one_winner(desk: Desk) -> None:
    for number in range(10):
        notice = await desk.notice(f"{number}", about=f"booking:{number}")
        state, cancelled = await asyncio.gather(
            desk.deliver(notice),
            desk.cancel(f"booking:{number}"),
        )
        assert (state, cancelled) in [("sent", 0), ("cancelled", 1)]
        assert (f"{number}" in desk.sender.texts) == (state == "sent")


async def test_a_notice_that_waits_can_be_given_another_time_and_text(desk: Desk) -> None:
    reminder = await desk.notice("九点", "events.reminder", due=in_a_day(desk.clock))

    later = desk.clock.now() + 2 * DAY
    assert await desk.do(lambda s: reschedule_notice(s, "九点", later, text="十点")) is True
    assert await desk.do(lambda s: reschedule_notice(s, "没有", later)) is False
    desk.clock.move(DAY)
    assert await desk.sweep() == []
    desk.clock.move(DAY)
    assert await desk.sweep() == [reminder]
    await desk.deliver(reminder)

    assert desk.sender.texts == ["十点"]
    assert await desk.do(lambda s: reschedule_notice(s, "九点", later)) is False


async def test_answers_of_staff_leave_no_second_line(desk: Desk) -> None:
    await desk.deliver(await desk.notice("在的", "handoff.answer"))

    assert await desk.lines() == []


async def test_the_oldest_due_notice_is_measured(desk: Desk) -> None:
    await desk.notice("一")
    desk.clock.move(MINUTE)

    assert await oldest_due(desk.database, desk.clock.now()) == 60
