"""Answers by code: a place taken or let go, an appeal, a rating; on both databases."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest

from app.coded import coded_replies
from base.database import Database
from tests.conftest import WEDNESDAY
from tests.union.conftest import add_rows, event, member, notices
from tests.union.events.helpers import book, check_numbers, status, until_nothing_is_due
from union.events.bars import appeals, bar, decide
from union.events.service import Booked, Waitlisted, cancel, check_in, verdict
from union.notices.service import NoQueue

DAY = timedelta(days=1)
NO = NoQueue()
CODED = coded_replies()


@pytest.fixture(autouse=True)
async def crowd(database: Database) -> None:
    await add_rows(database, *[member(number) for number in range(1, 5)])


async def say(database: Database, text: str, member_id: str, *, key: str = "k", now: datetime = WEDNESDAY) -> str:
    reply = await database.transact(lambda s: CODED.answer(s, NO, member_id, text, now, key))
    assert reply is not None
    return reply.text


async def code_in(database: Database, kind: str, word: str) -> str:
    """The code that the last notice of a kind tells the member to reply with."""
    *_, notice = await notices(database, kind)
    found = re.search(rf"“{word} (\w{{4}})[ ”]", notice.text)
    assert found, notice.text
    return found[1]


async def offered(database: Database) -> tuple[Any, str]:
    """One place; m1 had it, m2 is offered it. The booking of m2 and the code."""
    await add_rows(database, event(capacity=1))
    first = await book(database, "m1")
    second = await book(database, "m2", wait=True)
    assert isinstance(first, Booked) and isinstance(second, Waitlisted)
    await database.transact(lambda s: cancel(s, NO, "m1", first.booking.id, key="c", now=WEDNESDAY))
    return second.booking, await code_in(database, "events.offer", "接受")


async def test_an_offered_place_is_taken_by_its_code(database: Database) -> None:
    booking, code = await offered(database)

    told = await say(database, f"接受 {code}", "m2")

    assert "报名成功" in told and booking.code in told
    assert await status(database, booking.id) == "booked"
    assert await say(database, f"接受 {code}", "m2") == told  # the same message again
    assert "已经答复过" in await say(database, f"放弃 {code}", "m2", key="k2")
    await check_numbers(database)


async def test_an_offered_place_is_let_go_by_its_code(database: Database) -> None:
    booking, code = await offered(database)

    assert "已取消" in await say(database, f"放弃 {code}", "m2")

    assert await status(database, booking.id) == "passed_on"
    await check_numbers(database)


async def test_somebody_elses_code_takes_nothing(database: Database) -> None:
    booking, code = await offered(database)

    assert "没有找到编号" in await say(database, f"接受 {code}", "m3")

    assert await status(database, booking.id) == "offered"


async def test_a_code_whose_time_is_over_takes_nothing(database: Database) -> None:
    booking, code = await offered(database)
    later = WEDNESDAY + DAY
    await until_nothing_is_due(database, later)

    assert "已经过期" in await say(database, f"接受 {code}", "m2", now=later)

    assert await status(database, booking.id) == "passed_on"


async def test_a_place_given_up_otherwise_has_no_code_any_more(database: Database) -> None:
    booking, code = await offered(database)
    await database.transact(lambda s: cancel(s, NO, "m2", booking.id, key="c2", now=WEDNESDAY))

    assert "没有找到编号" in await say(database, f"接受 {code}", "m2")


async def test_an_appeal_needs_a_reason_and_reaches_staff_once(database: Database) -> None:
    until = WEDNESDAY + 30 * DAY
    barred = await database.transact(lambda s: bar(s, NO, "m1", "", until, "两次未到场", key="b", now=WEDNESDAY))
    assert barred is not None
    code = await code_in(database, "events.barred", "申诉")

    assert "写上原因" in await say(database, f"申诉 {code}", "m1")
    assert "已提交申诉" in await say(database, f"申诉 {code} 那天我在医院", "m1", key="k2")

    async with database.read() as session:
        assert [one.appeal_text for one in await appeals(session)] == ["那天我在医院"]


async def test_after_the_decision_an_appeal_hears_that_it_is_over(database: Database) -> None:
    until = WEDNESDAY + 30 * DAY
    barred = await database.transact(lambda s: bar(s, NO, "m1", "", until, "两次未到场", key="b", now=WEDNESDAY))
    assert barred is not None
    code = await code_in(database, "events.barred", "申诉")
    await database.transact(lambda s: decide(s, NO, barred.id, lift=False, by="小李", now=WEDNESDAY))

    assert "不用再申诉" in await say(database, f"申诉 {code} 那天我在医院", "m1")


@pytest.mark.parametrize("text", ["评价 {code}", "评价 {code} 很好", "评价 {code} 6", "评价 {code} 10分"])
async def test_a_rating_without_one_to_five_is_asked_again(database: Database, text: str) -> None:
    code, _ = await asked_to_rate(database)

    assert "1 到 5 分" in await say(database, text.format(code=code), "m1", now=WEDNESDAY + 9 * DAY)


async def test_a_rating_is_kept_with_its_words(database: Database) -> None:
    code, session_id = await asked_to_rate(database)

    told = await say(database, f"评价 {code} 4分，组织得很好", "m1", now=WEDNESDAY + 9 * DAY)

    assert "谢谢您的评价" in told
    async with database.read() as session:
        assert (await verdict(session, session_id)).mean == 4.0


async def asked_to_rate(database: Database) -> tuple[str, str]:
    await add_rows(database, event())
    booked = await book(database, "m1")
    assert isinstance(booked, Booked)
    start, end = booked.event.starts_at, booked.event.ends_at
    await database.transact(lambda s: check_in(s, booked.booking.code, "party", by="小李", key="in", now=start))
    await until_nothing_is_due(database, end)
    [asked] = await notices(database, "events.rate")
    assert asked.expires is not None and asked.expires > end  # it is asked when the event is over
    return await code_in(database, "events.rate", "评价"), booked.event.id
