"""What time brings about on real rows, on both databases; and beside an answer in the same moment."""

import asyncio
import threading
from datetime import time
from functools import partial
from typing import Any

import pytest

from base.database import Database
from tests.union.conftest import notices
from tests.union.handoff.desk import asks, at, case, do, events, is_seen, staff, states, writes
from tests.union.races import Job, in_threads
from union.conversations.service import owner_of
from union.handoff.desk import desk_cases
from union.handoff.groups import Group, Wanted, put_group
from union.handoff.handing import give_back
from union.handoff.hours import Hours, put_hours
from union.handoff.models import HandoffCase
from union.handoff.outcomes import Done
from union.handoff.service import answer, request_handoff, sweep, take
from union.notices.service import NoQueue

pytestmark = pytest.mark.usefixtures("members")


async def sweeps(database: Database, minutes: float) -> int:
    """All rounds; how many steps."""
    done = 0
    while more := await do(database, lambda s: sweep(s, NoQueue(), at(minutes))):
        done += more
        assert done < 100, "it does not come to an end"
    return done


async def answers(database: Database, case_id: int, minutes: float, name: str = "小李") -> None:
    key = f"{case_id}:{minutes}"
    said = await do(database, lambda s: answer(s, NoQueue(), case_id, name, "好", at(minutes), key))
    assert isinstance(said, Done)


async def owner(database: Database, member_id: str) -> str:
    async with database.read() as session:
        return await owner_of(session, member_id)


async def test_nobody_takes_it_a_reminder_then_the_next_group_and_so_on_to_the_last(database: Database) -> None:
    last = await do(database, lambda s: put_group(s, Wanted("综合服务")))
    assert isinstance(last, Group)
    first = await do(database, lambda s: put_group(s, Wanted("法律维权", ("欠薪",), next_id=last.id)))
    assert isinstance(first, Group)
    case_id = await asks(database, "m1")

    assert await sweeps(database, 4) == 0
    assert await sweeps(database, 5) == 1
    async with database.read() as session:
        (shown,) = await desk_cases(session)
    assert (shown.group, shown.reminded, shown.escalated) == ("法律维权", True, False)
    assert await sweeps(database, 15) == 1
    moved = await case(database, case_id)
    assert (moved.group_id, moved.waits_since, moved.reminded_at) == (last.id, at(15), None)
    assert (await events(database, "m1"))[-1] == "暂时没有人接待，已转给“综合服务”"
    assert await sweeps(database, 20) == 1  # the last group is reminded, and then it is quiet
    assert await sweeps(database, 99) == 0


async def test_who_waits_for_a_colleague_who_has_gone_waits_for_all_again(database: Database) -> None:
    await staff(database, "小李", "小张")
    case_id = await asks(database, "m1")
    await do(database, lambda s: take(s, case_id, "小李", at(0)))
    await is_seen(database, "小张", 6)
    assert await sweeps(database, 6) == 1
    assert await states(database) == ["waiting"]
    assert await owner(database, "m1") == "queue"
    assert (await events(database, "m1"))[-1] == "小李离开了，已放回队列，等待工作人员接入"


async def test_who_was_answered_stays_with_a_colleague_who_has_gone(database: Database) -> None:
    await writes(database, "m1", "在吗")
    case_id = await asks(database, "m1")
    await answers(database, case_id, 1)
    assert await sweeps(database, 12) == 0
    await writes(database, "m1", "还有一个问题", 13)
    assert await sweeps(database, 13) == 1
    assert await states(database) == ["waiting"]


async def test_a_silent_member_is_let_go_kindly_and_once(database: Database) -> None:
    await writes(database, "m1", "在吗")
    case_id = await asks(database, "m1")
    await answers(database, case_id, 1)
    assert await sweeps(database, 30) == 0
    assert await sweeps(database, 31) == 1
    ended = await case(database, case_id)
    assert (ended.state, ended.ended_by, ended.ended_why) == ("ended", "system", "no_answer")
    assert await owner(database, "m1") == "bot"
    assert (await notices(database, "handoff.ended"))[0].text.startswith("有一会儿没收到您的消息")
    assert await sweeps(database, 60) == 0


async def test_staff_who_let_a_member_wait_are_marked_until_they_answer(database: Database) -> None:
    await writes(database, "m1", "在吗")
    case_id = await asks(database, "m1")
    await answers(database, case_id, 1)
    await writes(database, "m1", "喂？", 2)
    await is_seen(database, "小李", 6)
    assert await sweeps(database, 6) == 0
    await is_seen(database, "小李", 7)
    assert await sweeps(database, 7) == 1
    async with database.read() as session:
        (shown,) = await desk_cases(session)
    assert shown.silent
    await answers(database, case_id, 8)
    async with database.read() as session:
        (shown,) = await desk_cases(session)
    assert not shown.silent


async def test_at_the_end_of_the_day_who_waits_becomes_a_message_and_the_bot_speaks_again(database: Database) -> None:
    await do(database, lambda s: put_hours(s, [Hours(day, time(9), time(11)) for day in range(5)]))
    await writes(database, "m1", "转人工")
    await asks(database, "m1")
    await writes(database, "m1", "工资拖了三个月", 1)
    urgent = await asks(database, "m2", urgent=True)
    await sweeps(database, 59)
    assert await states(database) == ["waiting", "waiting"]

    assert await sweeps(database, 60) == 1

    assert await states(database) == ["left", "waiting"]
    assert await owner(database, "m1") == "bot"
    left = await case(database, 1)
    assert (left.number, left.left_text) == ("L1118-001", "工资拖了三个月")
    (told,) = await notices(database, "handoff.left")
    assert "编号 L1118-001，工作人员11月19日（周四）09:00回来后最先答复您" in told.text
    assert (await case(database, urgent)).state == "waiting"


async def test_staff_who_stay_on_after_hours_keep_the_queue(database: Database) -> None:
    await staff(database, "小李")
    await do(database, lambda s: put_hours(s, [Hours(2, time(9), time(10, 30))]))
    await asks(database, "m1", minutes=29)
    await is_seen(database, "小李", 31)
    await sweeps(database, 32)
    assert await states(database) == ["waiting"]
    await sweeps(database, 40)
    assert await states(database) == ["left"]


@pytest.mark.parametrize("guarded", [True, False])
async def test_the_sweep_does_not_take_a_case_from_who_answers_in_that_moment(
    database: Database, guarded: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A colleague who was taken for gone comes back and answers: the case stays with them, or had left them before.

    The control looks at the case anew instead of at what the sweep decided by: on PostgreSQL it takes it away.
    """
    await staff(database, "小李")
    await writes(database, "m1", "在吗")
    case_id = await asks(database, "m1")
    await do(database, lambda s: take(s, case_id, "小李", at(0)))

    has_read, has_answered = threading.Event(), threading.Event()

    async def slowly(session: Any, read: HandoffCase, *more: Any) -> object:
        has_read.set()
        if not database.is_sqlite:  # there the answer waits for the sweep, which has the one writer's lock
            assert await asyncio.to_thread(has_answered.wait, 30)
        if not guarded:
            await session.refresh(read)
        return await give_back(session, read, *more)

    monkeypatch.setattr("union.handoff.sweep.give_back", slowly)

    async def sweeping_job(db: Database) -> object:
        return await db.transact(partial(sweep, queue=NoQueue(), now=at(30)))

    async def answering_job(db: Database) -> object:
        assert await asyncio.to_thread(has_read.wait, 30)
        said = await db.transact(lambda s: answer(s, NoQueue(), case_id, "小李", "在的", at(30), "k"))
        has_answered.set()
        return said

    jobs: list[Job[object]] = [sweeping_job, answering_job]
    _, said = await asyncio.to_thread(in_threads, database.url, jobs)

    after = await case(database, case_id)
    assert isinstance(said, Done)  # on SQLite: taken again by the answer
    if guarded or database.is_sqlite:
        assert (after.state, after.staff) == ("taken", "小李")
    else:
        assert after.state == "waiting"


async def test_two_sweeps_at_once_do_everything_once(database: Database) -> None:
    for member_id in ("m1", "m2", "m3"):
        await asks(database, member_id)
    jobs: list[Job[int]] = [lambda db: db.transact(partial(sweep, queue=NoQueue(), now=at(5)))] * 4
    assert sum(await asyncio.to_thread(in_threads, database.url, jobs)) == 3
    assert await do(database, lambda s: request_handoff(s, "m1", "", at(6)))
