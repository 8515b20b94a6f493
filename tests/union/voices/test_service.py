"""Suggestions: numbers, limits, what staff see and do, and what the member hears."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from base.database import Database
from tests.conftest import WEDNESDAY
from tests.union.conftest import notices
from union.handoff.models import HandoffCase
from union.notices.queue import DbosQueue
from union.notices.service import NoQueue
from union.voices import desk
from union.voices.holding import HOLDING
from union.voices.models import Suggestion
from union.voices.service import Draft, Refused, Submitted, mine, submit

STATION = Draft("驿站设施", "驿站的饮水机坏了两周", "王小明", "13812345678")
NAMELESS = Draft("单位工会", "厂里的工会选举不公平")


async def send(database: Database, member_id: str, draft: Draft, key: str, days: float = 0) -> Submitted | Refused:
    now = WEDNESDAY + timedelta(days=days)
    return await database.transact(lambda s: submit(s, member_id, draft, key=key, now=now))


async def sent(
    database: Database, member_id: str, draft: Draft = STATION, key: str = "k1", days: float = 0
) -> Suggestion:
    outcome = await send(database, member_id, draft, key, days)
    assert isinstance(outcome, Submitted)
    return outcome.suggestion


async def test_numbers_count_the_suggestions_of_a_day(database: Database, members: list[str]) -> None:
    assert (await sent(database, members[0])).number == "JY-20261118-0001"
    assert (await sent(database, members[1], key="k2")).number == "JY-20261118-0002"
    assert (await sent(database, members[0], key="k3", days=1)).number == "JY-20261119-0001"


async def test_the_same_message_again_is_the_same_suggestion(database: Database, members: list[str]) -> None:
    first = await sent(database, members[0])
    assert (await sent(database, members[0])).id == first.id
    async with database.read() as session:
        assert len((await session.scalars(select(Suggestion))).all()) == 1


@pytest.mark.parametrize(
    ("draft", "reason"),
    [
        (Draft("其他", "。！ "), "empty"),
        (Draft("其他", "字" * 2_001), "too_long"),
        (Draft("天气", "今天不错的天气"), "unknown_topic"),
    ],
)
async def test_what_cannot_be_taken_says_why(database: Database, members: list[str], draft: Draft, reason: str) -> None:
    outcome = await send(database, members[0], draft, "k1")
    assert isinstance(outcome, Refused)
    assert outcome.reason == reason


async def test_two_thousand_characters_are_taken(database: Database, members: list[str]) -> None:
    assert len((await sent(database, members[0], Draft("其他", "字" * 2_000))).text) == 2_000


async def test_a_member_has_so_many_a_day(database: Database, members: list[str]) -> None:
    for number in range(10):
        await sent(database, members[0], key=f"k{number}")
    outcome = await send(database, members[0], STATION, "one more")
    assert outcome == Refused("too_many", "10")
    assert isinstance(await send(database, members[1], STATION, "another's"), Submitted)
    assert isinstance(await send(database, members[0], STATION, "tomorrow", days=1.01), Submitted)


async def test_a_danger_calls_staff_at_once(database: Database, members: list[str]) -> None:
    assert (await sent(database, members[0], Draft("食堂宿舍", "宿舍插座漏电，有人触电了"))).urgent
    assert not (await sent(database, members[1], Draft("其他", "昨天机器坏了，没有人受伤，希望检修"), "k2")).urgent
    async with database.read() as session:
        cases = (await session.scalars(select(HandoffCase))).all()
    assert [(case.member_id, case.topic) for case in cases] == [(members[0], "群体或紧急")]


async def test_staff_see_no_member_and_the_urgent_first(database: Database, members: list[str]) -> None:
    await sent(database, members[0], NAMELESS)
    await sent(database, members[1], Draft("其他", "楼道里着火了没人管"), "k2")
    async with database.read() as session:
        first, second = await desk.open_suggestions(session)
        assert [one.number for one in await desk.open_suggestions(session, topic="单位工会")] == [second.number]
    assert first.urgent
    assert (second.name, second.phone) == (None, None)
    assert not hasattr(second, "member_id")


async def test_text_and_contact_are_encrypted(database: Database, members: list[str]) -> None:
    await sent(database, members[0])
    async with database.read() as session:
        row = (await session.execute(text("SELECT text, name, phone FROM suggestions"))).one()
    assert all(isinstance(bytes(value), bytes) and "王小明".encode() not in bytes(value) for value in row)


async def test_an_answer_reaches_the_member_once(database: Database, members: list[str], queue: DbosQueue) -> None:
    number = (await sent(database, members[0])).number

    async def answer(said: str) -> desk.Handled | Refused:
        return await database.transact(
            lambda s: desk.answer(s, queue, number, said, staff="小李", now=WEDNESDAY + timedelta(hours=1))
        )

    assert isinstance(await answer("已经换了新的。"), desk.Handled)
    assert await answer("又换了。") == Refused("handled", "answered")
    [notice] = await notices(database, "voices.answered")
    assert notice.member_id == members[0]
    assert "JY-20261118-0001" in notice.text
    assert "已经换了新的。" in notice.text
    async with database.read() as session:
        assert not await desk.open_suggestions(session)
        [own] = await mine(session, members[0])
    assert (own.state, own.answer, own.handled_by) == ("answered", "已经换了新的。", "小李")


async def test_a_forwarded_one_stays_open_until_somebody_ends_it(database: Database, members: list[str]) -> None:
    number = (await sent(database, members[0])).number
    now = WEDNESDAY

    async def forward(office: str) -> desk.Handled | Refused:
        return await database.transact(lambda s: desk.forward(s, number, office, staff="小李", now=now))

    assert isinstance(await forward("清波街道总工会"), desk.Handled)
    assert await forward(" ") == Refused("empty")
    async with database.read() as session:
        [filed] = await desk.open_suggestions(session)
    assert (filed.state, filed.forwarded_to) == ("forwarded", "清波街道总工会")
    closing = lambda s: desk.close(s, NoQueue(), number, "和上一条重复。", staff="小张", now=now)  # noqa: E731
    assert isinstance(await database.transact(closing), desk.Handled)
    assert await forward("别处") == Refused("handled", "closed")
    assert len(await notices(database, "voices.answered")) == 1


async def test_an_unknown_number_and_an_empty_or_endless_answer_change_nothing(
    database: Database, members: list[str]
) -> None:
    number = (await sent(database, members[0])).number

    async def answer(which: str, said: str) -> desk.Handled | Refused:
        return await database.transact(lambda s: desk.answer(s, NoQueue(), which, said, staff="小李", now=WEDNESDAY))

    assert await answer("JY-20261118-9999", "好") == Refused("unknown")
    assert await answer(number, "  ") == Refused("empty")
    assert await answer(number, "字" * 2_001) == Refused("too_long", "2001")
    assert not await notices(database, "voices.answered")


async def test_what_is_kept_is_told_and_erased_with_waiting_answers(
    database: Database, members: list[str], queue: DbosQueue
) -> None:
    number = (await sent(database, members[0])).number
    await sent(database, members[1], key="k2")
    await database.transact(lambda s: desk.answer(s, queue, number, "好的。", staff="小李", now=WEDNESDAY))
    async with database.read() as session:
        [record] = await HOLDING.records(session, members[0])
    assert (record["编号"], record["姓名"], record["答复"]) == (number, "王小明", "好的。")
    assert await database.transact(lambda s: HOLDING.erase(s, queue, members[0], WEDNESDAY)) == []
    async with database.read() as session:
        assert await HOLDING.records(session, members[0]) == []
        assert await HOLDING.records(session, members[1])
    assert not await notices(database, "voices.answered")
