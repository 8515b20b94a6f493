"""Nobody is there: the member leaves a message under a number, and the bot goes on."""

import asyncio
from datetime import time

import pytest

from base.database import Database
from tests.union.handoff.desk import asks, at, case, do, events, is_seen, staff, states
from tests.union.races import Job, in_threads
from union.conversations.service import owner_of
from union.handoff.desk import desk_cases
from union.handoff.hours import Hours, put_hours
from union.handoff.service import (
    Absent,
    Closed,
    Done,
    Left,
    Queued,
    ask_for_staff,
    leave_message,
    request_handoff,
    take,
    take_back_message,
)

pytestmark = pytest.mark.usefixtures("members")
TOLD = "三个月没发工资了"


async def owner(database: Database, member_id: str) -> str:
    async with database.read() as session:
        return await owner_of(session, member_id)


async def leaves(database: Database, member_id: str, text: str = TOLD, minutes: float = 0) -> Left:
    left = await do(database, lambda s: leave_message(s, member_id, "欠薪", text, at(minutes)))
    assert isinstance(left, Left)
    return left


async def test_out_of_hours_nothing_is_queued_and_the_member_hears_when_staff_are_back(database: Database) -> None:
    await do(database, lambda s: put_hours(s, [Hours(2, time(14), time(17))]))

    asked = await do(database, lambda s: ask_for_staff(s, "m1", "欠薪", at(0)))

    assert asked == Closed(Absent("closed", at(240)))
    assert await states(database) == []


async def test_with_nobody_at_the_desk_it_is_the_same_and_somebody_there_queues(database: Database) -> None:
    await staff(database, "小李")
    assert isinstance(await do(database, lambda s: ask_for_staff(s, "m1", "欠薪", at(0))), Queued)
    await is_seen(database, "小李")
    assert await do(database, lambda s: ask_for_staff(s, "m2", "欠薪", at(6))) == Closed(Absent("nobody"))
    assert isinstance(await do(database, lambda s: ask_for_staff(s, "m1", "欠薪", at(6))), Queued)  # waits already
    await is_seen(database, "小李", 7)
    assert isinstance(await do(database, lambda s: ask_for_staff(s, "m2", "欠薪", at(8))), Queued)


async def test_a_message_has_a_number_of_its_day_and_comes_first_in_the_morning(database: Database) -> None:
    first, second = await leaves(database, "m1"), await leaves(database, "m2", "想换工作", 1)
    assert (first.number, second.number) == ("L1118-001", "L1118-002")
    assert await owner(database, "m1") == "bot"
    assert await events(database, "m1") == ["会员留言，编号L1118-001"]

    waiting = await do(database, lambda s: request_handoff(s, "m3", "", at(600)))

    assert waiting.ahead == 2
    async with database.read() as session:
        cases = await desk_cases(session)
    assert [(one.number, one.state, one.last_text, one.awaits_answer) for one in cases] == [
        ("L1118-001", "left", TOLD, True),
        ("L1118-002", "left", "想换工作", True),
        ("", "waiting", "", False),
    ]
    assert (await leaves(database, "m1", "电话没变", 24 * 60)).number == "L1118-001"


async def test_one_more_message_is_added_and_the_same_one_is_not(database: Database) -> None:
    left = await leaves(database, "m1")
    assert await leaves(database, "m1") == Left(left.case_id, left.number)
    assert await leaves(database, "m1", "我的电话没变") == Left(left.case_id, left.number, more=True)
    assert (await case(database, left.case_id)).left_text == f"{TOLD}\n我的电话没变"


async def test_staff_take_a_message_and_the_bot_falls_silent(database: Database) -> None:
    left = await leaves(database, "m1")
    assert isinstance(await do(database, lambda s: take(s, left.case_id, "小李", at(600))), Done)
    assert await owner(database, "m1") == "staff"
    assert await do(database, lambda s: leave_message(s, "m1", "", "还在吗", at(601))) == Queued(0, left.case_id, True)
    assert await do(database, lambda s: take_back_message(s, "m1", at(602))) is None


async def test_who_left_a_message_and_asks_again_waits_at_the_same_place(database: Database) -> None:
    left = await leaves(database, "m1")
    await asks(database, "m2", minutes=5)
    queued = await do(database, lambda s: ask_for_staff(s, "m1", "欠薪", at(10)))
    assert queued == Queued(0, left.case_id)
    assert await owner(database, "m1") == "queue"
    assert (await case(database, left.case_id)).number == left.number


async def test_a_message_can_be_taken_back(database: Database) -> None:
    left = await leaves(database, "m1")
    assert await do(database, lambda s: take_back_message(s, "m1", at(1))) == left.number
    assert await do(database, lambda s: take_back_message(s, "m1", at(1))) is None
    assert await states(database) == ["ended"]
    assert (await events(database, "m1"))[-1] == "会员撤回了留言"


async def test_messages_at_once_get_numbers_of_their_own(database: Database) -> None:
    def leaving(member_id: str) -> Job[Left]:
        return lambda db: leaves(db, member_id)

    results = await asyncio.to_thread(in_threads, database.url, [leaving(f"m{1 + n % 3}") for n in range(9)])

    assert len({result.number for result in results}) == 3
    assert await states(database) == ["left"] * 3
