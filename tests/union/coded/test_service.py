"""Codes: handed out, answered once, expired, somebody else's, called back."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import Database
from tests.conftest import WEDNESDAY
from tests.union.conftest import notices
from tests.union.races import Job, in_threads
from union.coded.kinds import Context, Given, Kind, NotTaken, Taken
from union.coded.models import ReplyCode
from union.coded.service import KEPT, CodedReplies, CodedReply, close_codes, open_code, purge_codes
from union.notices.service import NoQueue, queue_notice

EXPIRES = WEDNESDAY + timedelta(days=3)
GONE = "没有找到编号"


async def take(context: Context, given: Given, now: datetime) -> Taken | NotTaken:
    """Leaves a notice as its trace."""
    if len(given.said) > 10:
        return NotTaken("太长了")
    text = f"{given.subject}:{given.answer}:{given.said}"
    await queue_notice(context.session, context.queue, given.member_id, "test", text, now, f"test:{given.key}")
    return Taken(f"好的，{given.answer}")


OFFER = Kind("offer", {"接受": "yes", "要": "yes", "放弃": "no"}, take)
APPEAL = Kind("appeal", {"申诉": "appeal"}, take, takes_text=True)
DESK = CodedReplies([OFFER, APPEAL])


async def opened(database: Database, member_id: str = "m1", kind: str = "offer", subject: str = "s1") -> str:
    return await database.transact(lambda s: open_code(s, member_id, kind, subject, WEDNESDAY, EXPIRES))


def saying(text: str, member_id: str = "m1", key: str = "k1", now: datetime = WEDNESDAY) -> Job[CodedReply | None]:
    async def work(session: AsyncSession) -> CodedReply | None:
        return await DESK.answer(session, NoQueue(), member_id, text, now, key)

    return lambda database: database.transact(work)


async def say(database: Database, text: str, **how: Any) -> CodedReply | None:
    return await saying(text, **how)(database)


async def test_an_answer_reaches_its_verb(database: Database, members: list[str]) -> None:
    code = await opened(database)

    reply = await say(database, f"接受 {code}")

    assert reply == CodedReply("好的，yes", "offer", taken=True)
    assert [notice.text for notice in await notices(database)] == ["s1:yes:"]


async def test_own_words_reach_a_verb_that_takes_them(database: Database, members: list[str]) -> None:
    code = await opened(database, kind="appeal")

    await say(database, f"申诉 {code} 那天在医院")

    assert [notice.text for notice in await notices(database)] == ["s1:appeal:那天在医院"]


async def test_what_a_verb_does_not_take_leaves_the_code_open(database: Database, members: list[str]) -> None:
    code = await opened(database, kind="appeal")

    assert await say(database, f"申诉 {code} {'很长' * 10}") == CodedReply("太长了", "appeal")
    taken = await say(database, f"申诉 {code} 短", key="k2")
    assert taken is not None and taken.taken


async def test_the_same_message_again_does_nothing_and_hears_the_same(database: Database, members: list[str]) -> None:
    code = await opened(database)

    first = await say(database, f"接受 {code}")

    assert await say(database, f"接受 {code}") == first
    assert len(await notices(database)) == 1


async def test_a_second_answer_is_told_so(database: Database, members: list[str]) -> None:
    code = await opened(database)
    await say(database, f"接受 {code}")

    reply = await say(database, f"放弃 {code}", key="k2")

    assert reply is not None
    assert "之前已经答复过" in reply.text
    assert len(await notices(database)) == 1


async def test_an_expired_code_is_told_so(database: Database, members: list[str]) -> None:
    code = await opened(database)

    reply = await say(database, f"接受 {code}", now=EXPIRES)

    assert reply is not None
    assert "已经过期" in reply.text
    assert await notices(database) == []


async def test_somebody_elses_code_is_as_unknown_as_one_that_never_was(database: Database, members: list[str]) -> None:
    code = await opened(database)
    other = await say(database, f"接受 {code}", member_id="m2")
    never = await say(database, "接受 Z9Z9", member_id="m2")

    assert other is not None and never is not None
    assert other.text.replace(code, "") == never.text.replace("Z9Z9", "")
    assert GONE in other.text
    assert await notices(database) == []


async def test_another_word_hears_the_words_there_are(database: Database, members: list[str]) -> None:
    code = await opened(database)

    for text in (code, f"好像可以 {code}"):
        reply = await say(database, text)
        assert reply is not None
        assert f"“接受 {code}”或“放弃 {code}”" in reply.text


@pytest.mark.parametrize("text", ["我想报名", "车牌浙A B2C3 停哪", "接受", "接受 2026"])
async def test_what_is_no_coded_reply_goes_its_way(database: Database, members: list[str], text: str) -> None:
    assert await say(database, text) is None


async def test_a_closed_code_is_gone_for_the_member_named(database: Database, members: list[str]) -> None:
    mine, theirs = await opened(database, "m1"), await opened(database, "m2")
    await database.transact(lambda s: close_codes(s, "offer", "s1", member_id="m1"))

    gone = await say(database, f"接受 {mine}")
    still = await say(database, f"接受 {theirs}", member_id="m2", key="k2")

    assert gone is not None and GONE in gone.text
    assert still is not None and still.taken


async def test_old_codes_are_purged(database: Database, members: list[str]) -> None:
    await opened(database)
    await database.transact(lambda s: purge_codes(s, EXPIRES + KEPT))
    assert await _rows(database) == 1

    await database.transact(lambda s: purge_codes(s, EXPIRES + KEPT + timedelta(seconds=1)))
    assert await _rows(database) == 0


async def test_two_devices_at_once_are_one_answer(database: Database, members: list[str]) -> None:
    code = await opened(database)
    jobs = [saying(f"{word} {code}", key=f"device{n}") for n, word in enumerate(["接受", "放弃"] * 4)]

    replies = await asyncio.to_thread(in_threads, database.url, jobs)

    assert sum(reply.taken for reply in replies if reply) == 1
    assert len(await notices(database)) == 1


async def test_the_same_message_at_once_is_one_answer_and_all_hear_it(database: Database, members: list[str]) -> None:
    code = await opened(database)

    jobs = [saying(f"接受 {code}")] * 6

    replies = await asyncio.to_thread(in_threads, database.url, jobs)

    assert replies == [CodedReply("好的，yes", "offer", taken=True)] * 6
    assert len(await notices(database)) == 1


async def test_control_reading_first_and_writing_then_answers_twice(database: Database, members: list[str]) -> None:
    """Without the conditional UPDATE both devices find the code open: the race tests above would see it."""
    code = await opened(database)
    read = asyncio.Barrier(2)

    async def answer(key: str) -> bool:
        async with database.read() as session:
            row = (await session.scalars(select(ReplyCode).where(ReplyCode.code == code))).one()
        await read.wait()
        if row.answered_at is not None:
            return False
        given = Given("m1", "s1", "yes", "", key)
        await database.transact(lambda s: take(Context(s, NoQueue()), given, WEDNESDAY))
        return True

    assert all(await asyncio.gather(answer("a"), answer("b")))
    assert len(await notices(database)) == 2


async def _rows(database: Database) -> int:
    async with database.read() as session:
        return len((await session.scalars(select(ReplyCode))).all())
