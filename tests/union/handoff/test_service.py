"""From the bot to the queue, to staff and back: one owner at any time."""

import asyncio
from datetime import timedelta

import pytest

from base.database import Database
from tests.conftest import WEDNESDAY
from tests.union.conftest import notices
from tests.union.races import Job, in_threads
from union.conversations.service import change_owner, owner_of, transcript
from union.handoff.service import (
    Done,
    Queued,
    Refused,
    answer,
    end,
    leave_handoff,
    live_case,
    open_cases,
    request_handoff,
    take,
)
from union.members.service import remember_contact
from union.notices.service import NoQueue

pytestmark = pytest.mark.usefixtures("members")
LATER = WEDNESDAY + timedelta(minutes=1)


async def ask(database: Database, member_id: str, *, urgent: bool = False) -> Queued:
    return await database.transact(lambda s: request_handoff(s, member_id, "欠薪", WEDNESDAY, urgent))


async def lines(database: Database, member_id: str) -> list[tuple[str, str]]:
    async with database.read() as session:
        return [(line.author, line.text) for line in await transcript(session, member_id)]


async def owner(database: Database, member_id: str) -> str:
    async with database.read() as session:
        return await owner_of(session, member_id)


async def test_a_request_queues_once_while_it_lives(database: Database) -> None:
    first, again = await ask(database, "m1"), await ask(database, "m1")

    assert first == again
    assert first.ahead == 0
    assert await owner(database, "m1") == "queue"
    assert await lines(database, "m1") == [("event", "已转人工，等待工作人员接入")]


async def test_the_queue_is_urgent_first_then_oldest(database: Database) -> None:
    await database.transact(lambda s: remember_contact(s, "m2", "王芳", "13800138000"))
    assert [(await ask(database, who)).ahead for who in ("m1", "m2")] == [0, 1]
    assert (await ask(database, "m3", urgent=True)).ahead == 0
    assert (await ask(database, "m2")).ahead == 2
    assert (await ask(database, "m2", urgent=True)).ahead == 0  # older than m3

    async with database.read() as session:
        waiting = await open_cases(session, "waiting")

    assert [(found.case.member_id, found.label) for found in waiting] == [
        ("m2", "王*"),
        ("m3", "会员m3"),
        ("m1", "会员m1"),
    ]


async def test_staff_take_answer_and_end(database: Database) -> None:
    case_id = (await ask(database, "m1")).case_id

    taken = await database.transact(lambda s: take(s, case_id, "小李", LATER))
    assert isinstance(taken, Done)
    assert await owner(database, "m1") == "staff"
    assert (await ask(database, "m1")).taken
    assert await database.transact(lambda s: take(s, case_id, "小张", LATER)) == Refused("taken", "小李")
    for _ in range(2):
        said = await database.transact(lambda s: answer(s, NoQueue(), case_id, "小李", "您好", LATER, "k1"))
        assert isinstance(said, Done)
    other = await database.transact(lambda s: answer(s, NoQueue(), case_id, "小张", "我来", LATER, "k2"))
    assert other == Refused("taken", "小李")
    ended = await database.transact(lambda s: end(s, NoQueue(), case_id, "小李", LATER))
    assert isinstance(ended, Done)
    assert await database.transact(lambda s: end(s, NoQueue(), case_id, "小李", LATER)) == Refused("ended")

    assert await owner(database, "m1") == "bot"
    assert await lines(database, "m1") == [
        ("event", "已转人工，等待工作人员接入"),
        ("event", "工作人员小李已接入"),
        ("staff", "您好"),
        ("event", "已结束人工服务"),
    ]
    assert [(notice.kind, notice.text) for notice in await notices(database)] == [
        ("handoff.answer", "您好"),
        ("handoff.ended", "人工服务已结束，我继续为您服务。"),
    ]


async def test_whoever_answers_a_waiting_case_takes_it(database: Database) -> None:
    case_id = (await ask(database, "m1")).case_id

    said = await database.transact(lambda s: answer(s, NoQueue(), case_id, "小李", "您好", LATER, "k1"))

    assert isinstance(said, Done)
    assert (said.case.state, said.case.staff) == ("taken", "小李")
    assert await owner(database, "m1") == "staff"


async def test_an_empty_answer_and_an_unknown_case_are_refused(database: Database) -> None:
    assert await database.transact(lambda s: answer(s, NoQueue(), 9, "小李", " ", LATER, "k")) == Refused("empty")
    assert await database.transact(lambda s: answer(s, NoQueue(), 9, "小李", "好", LATER, "k")) == Refused("unknown")
    assert await database.transact(lambda s: end(s, NoQueue(), 9, "小李", LATER)) == Refused("unknown")


async def test_the_member_leaves_queue_or_talk_and_can_come_again(database: Database) -> None:
    first = await ask(database, "m1")

    assert await database.transact(lambda s: leave_handoff(s, "m1", LATER))
    assert not await database.transact(lambda s: leave_handoff(s, "m1", LATER))
    assert await owner(database, "m1") == "bot"
    assert (await lines(database, "m1"))[-1] == ("event", "会员退出人工，已结束人工服务")
    assert await database.transact(lambda s: take(s, first.case_id, "小李", LATER)) == Refused("ended")

    assert (await ask(database, "m1")).case_id != first.case_id
    assert await owner(database, "m1") == "queue"


async def test_two_agents_at_the_same_second_one_gets_it(database: Database) -> None:
    case_id = (await ask(database, "m1")).case_id

    def take_by(staff: str) -> Job[Done | Refused]:
        return lambda db: db.transact(lambda s: take(s, case_id, staff, LATER))

    results = await asyncio.to_thread(in_threads, database.url, [take_by(f"客服{n}") for n in range(8)])

    assert sum(isinstance(result, Done) for result in results) == 1
    async with database.read() as session:
        case = await live_case(session, "m1")
    assert case is not None
    assert {result.staff for result in results if isinstance(result, Refused)} == {case.staff}
    assert sum(author == "event" for author, _ in await lines(database, "m1")) == 2


async def test_two_requests_at_once_are_one_case(database: Database) -> None:
    jobs: list[Job[Queued]] = [lambda db: ask(db, "m1")] * 8

    results = await asyncio.to_thread(in_threads, database.url, jobs)

    assert len({result.case_id for result in results}) == 1
    assert len(await lines(database, "m1")) == 1


async def test_the_owner_changes_only_from_what_was_expected(database: Database) -> None:
    await ask(database, "m1")

    assert not await database.transact(lambda s: change_owner(s, "m1", ["bot"], "staff"))
    assert await owner(database, "m1") == "queue"


async def test_leaving_and_taking_at_once_leave_one_owner(database: Database) -> None:
    case_id = (await ask(database, "m1")).case_id
    jobs: list[Job[object]] = [
        lambda db: db.transact(lambda s: take(s, case_id, "小李", LATER)),
        lambda db: db.transact(lambda s: leave_handoff(s, "m1", LATER)),
    ]

    taken, left = await asyncio.to_thread(in_threads, database.url, jobs)

    assert left is True  # from the queue or from the talk
    assert isinstance(taken, Done | Refused)
    assert await owner(database, "m1") == "bot"
