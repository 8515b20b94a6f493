"""Subscriptions: who hears of what, once, and at most once a day."""

import asyncio
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import Database
from tests.conftest import WEDNESDAY
from tests.union.conftest import add_rows, event, member, notices
from union.events.desk import open_event
from union.events.models import Event
from union.news.holding import HOLDING
from union.news.models import NewsDue, NewsReader
from union.news.service import MOST, Subscribed, TooMany, Topic, mine, subscribe, unsubscribe
from union.news.sweep import GATHERED, sweep
from union.notices.models import Notice
from union.notices.queue import DbosQueue
from union.notices.service import NoQueue

MATCHMAKING = Topic("相亲")
SOON = GATHERED + timedelta(minutes=1)


async def follow(database: Database, member_id: str, *topics: Topic) -> None:
    async def work(session: AsyncSession) -> None:
        for topic in topics:
            assert isinstance(await subscribe(session, member_id, topic, WEDNESDAY), Subscribed)

    await database.transact(work)


async def pass_time(database: Database, queue: Any, *after: timedelta) -> None:
    """The worker looks at these moments, counted from Wednesday."""
    for passed in after:
        while await database.transact(partial(sweep, queue=queue, now=WEDNESDAY + passed)):
            pass


async def told(database: Database) -> list[tuple[str, str]]:
    return [(notice.member_id, notice.text) for notice in await notices(database, "news.events")]


async def test_a_new_event_is_told_to_who_asked_for_its_kind(
    database: Database, members: list[str], queue: DbosQueue
) -> None:
    await follow(database, members[0], MATCHMAKING)
    await follow(database, members[1], Topic("演出"))
    await add_rows(database, event("party"))
    await pass_time(database, queue, timedelta(), SOON)
    [(member_id, text)] = await told(database)
    assert member_id == members[0]
    assert "相亲会" in text
    assert "退订" in text


async def test_events_that_were_there_before_are_no_news(
    database: Database, members: list[str], queue: DbosQueue
) -> None:
    await add_rows(database, event("party"))
    await pass_time(database, queue, timedelta())
    await follow(database, members[0], MATCHMAKING)
    await pass_time(database, queue, SOON, timedelta(days=2))
    assert await told(database) == []


@pytest.mark.parametrize(
    ("topic", "hears"),
    [
        (Topic(), True),
        (Topic("相亲", "杭州市"), True),
        (Topic("相亲", "杭州市", "上城区"), True),
        (Topic("相亲", "杭州市", "西湖区"), False),
        (Topic("相亲", "宁波市"), False),
        (Topic("", "", "上城区"), True),
    ],
)
async def test_areas_narrow(
    database: Database, members: list[str], queue: DbosQueue, topic: Topic, hears: bool
) -> None:
    await follow(database, members[0], topic)
    await add_rows(database, event("party"))
    await pass_time(database, queue, timedelta(), SOON)
    assert bool(await told(database)) is hears


async def test_an_event_for_the_whole_city_is_for_each_of_its_districts(
    database: Database, members: list[str], queue: DbosQueue
) -> None:
    await follow(database, members[0], Topic("相亲", "杭州市", "西湖区"))
    await add_rows(database, event("party", district=""))
    await pass_time(database, queue, timedelta(), SOON)
    assert len(await told(database)) == 1


async def test_several_events_are_one_notice_and_there_is_one_a_day(
    database: Database, members: list[str], queue: DbosQueue
) -> None:
    await follow(database, members[0], MATCHMAKING, Topic())
    await add_rows(database, event("one", title="第一场"), event("two", title="第二场"))
    await pass_time(database, queue, timedelta(), SOON)
    await add_rows(database, event("three", title="第三场"), event("four", title="第四场"))
    await pass_time(database, queue, timedelta(hours=2), timedelta(hours=3), timedelta(hours=13))
    [(_, text)] = await told(database)
    assert "第一场" in text
    assert "第二场" in text
    await pass_time(database, queue, timedelta(hours=15))  # Thursday
    assert len(await told(database)) == 2
    second = (await told(database))[1][1]
    assert "第三场" in second
    assert "第四场" in second


async def test_drafts_are_no_news_until_they_are_opened(
    database: Database, members: list[str], queue: DbosQueue
) -> None:
    await follow(database, members[0], MATCHMAKING)
    await add_rows(database, event("party", status="draft"))
    await pass_time(database, queue, timedelta(), SOON)
    assert await told(database) == []
    await database.transact(lambda s: open_event(s, "party"))
    await pass_time(database, queue, timedelta(hours=1), timedelta(hours=2))
    assert len(await told(database)) == 1


async def test_what_is_called_off_before_anybody_was_told_is_not_told(
    database: Database, members: list[str], queue: DbosQueue
) -> None:
    await follow(database, members[0], MATCHMAKING)
    await add_rows(database, event("party"))
    await pass_time(database, queue, timedelta())

    async def call_off(session: AsyncSession) -> None:
        (await session.get_one(Event, "party")).status = "called_off"

    await database.transact(call_off)
    await pass_time(database, queue, SOON)
    assert await told(database) == []


async def test_many_subscribers_hear_of_it_in_one_broadcast(database: Database, queue: DbosQueue) -> None:
    await add_rows(database, *(member(n) for n in range(120)))
    for n in range(120):
        await follow(database, f"m{n}", MATCHMAKING)
    await add_rows(database, event("party"))
    await pass_time(database, queue, timedelta(), SOON)
    async with database.read() as session:
        count = await session.scalar(select(func.count()).select_from(Notice).where(Notice.kind == "news.events"))
        broadcasts = (await session.scalars(select(Notice.broadcast_id).distinct())).all()
    assert count == 120
    assert len(broadcasts) == 1


async def test_one_word_ends_all_and_what_was_on_its_way(
    database: Database, members: list[str], queue: DbosQueue
) -> None:
    await follow(database, members[0], MATCHMAKING, Topic("演出"))
    await add_rows(database, event("party"))
    await pass_time(database, queue, timedelta())
    ended = await database.transact(lambda s: unsubscribe(s, members[0], WEDNESDAY))
    assert set(ended) == {MATCHMAKING, Topic("演出")}
    await pass_time(database, queue, SOON, timedelta(days=1))
    assert await told(database) == []


async def test_a_notice_that_waits_for_the_morning_is_taken_back(
    database: Database, members: list[str], queue: DbosQueue
) -> None:
    await follow(database, members[0], MATCHMAKING)
    await add_rows(database, event("party"))
    await pass_time(database, queue, timedelta(), SOON)
    await database.transact(lambda s: unsubscribe(s, members[0], WEDNESDAY))
    assert await notices(database, "news.events") == []  # cancelled ones are left out


async def test_ending_one_kind_leaves_the_others(database: Database, members: list[str], queue: DbosQueue) -> None:
    await follow(database, members[0], MATCHMAKING, Topic("演出", "宁波市"))
    await add_rows(database, event("party"))
    await pass_time(database, queue, timedelta())
    ended = await database.transact(lambda s: unsubscribe(s, members[0], WEDNESDAY, kind="相亲"))
    assert list(ended) == [MATCHMAKING]
    async with database.read() as session:
        assert list(await mine(session, members[0])) == [Topic("演出", "宁波市")]
    await pass_time(database, queue, SOON)
    assert await told(database) == []
    assert list(await database.transact(lambda s: unsubscribe(s, members[0], WEDNESDAY, kind="体检"))) == []


async def test_the_same_again_is_the_same_and_there_is_an_end(database: Database, members: list[str]) -> None:
    outcome = await database.transact(lambda s: subscribe(s, members[0], MATCHMAKING, WEDNESDAY))
    assert outcome == Subscribed(MATCHMAKING, new=True)
    outcome = await database.transact(lambda s: subscribe(s, members[0], MATCHMAKING, WEDNESDAY))
    assert outcome == Subscribed(MATCHMAKING, new=False)
    for number in range(MOST - 1):
        await follow(database, members[0], Topic(f"第{number}类"))
    assert await database.transact(lambda s: subscribe(s, members[0], Topic("多一类"), WEDNESDAY)) == TooMany()
    outcome = await database.transact(lambda s: subscribe(s, members[0], MATCHMAKING, WEDNESDAY))
    assert outcome == Subscribed(MATCHMAKING, new=False)


async def test_two_workers_at_once_tell_a_member_once(database: Database, members: list[str]) -> None:
    for member_id in members:
        await follow(database, member_id, MATCHMAKING)
    await add_rows(database, event("party"))
    await pass_time(database, NoQueue(), timedelta())
    at_once = (database.transact(lambda s: sweep(s, NoQueue(), WEDNESDAY + SOON)) for _ in range(4))
    await asyncio.gather(*at_once)
    assert sorted(member_id for member_id, _ in await told(database)) == sorted(members)


async def test_control_without_the_days_mark_a_member_is_told_again(database: Database, members: list[str]) -> None:
    """What keeps it at one a day is the mark, and nothing else."""
    await follow(database, members[0], MATCHMAKING)
    await add_rows(database, event("one"))
    await pass_time(database, NoQueue(), timedelta(), SOON)

    async def unmark(session: AsyncSession) -> None:
        await session.delete(await session.get_one(NewsReader, members[0]))

    await database.transact(unmark)
    await add_rows(database, event("two"))
    await pass_time(database, NoQueue(), timedelta(hours=1), timedelta(hours=2))
    assert len(await told(database)) == 2


async def test_what_is_kept_is_told_and_erased(database: Database, members: list[str]) -> None:
    await follow(database, members[0], Topic("相亲", "杭州市"))
    await add_rows(database, event("party"))
    await pass_time(database, NoQueue(), timedelta())
    async with database.read() as session:
        [record] = await HOLDING.records(session, members[0])
    assert (record["订阅"], record["地区"]) == ("相亲", "杭州市")
    assert await database.transact(lambda s: HOLDING.erase(s, NoQueue(), members[0], WEDNESDAY)) == []
    async with database.read() as session:
        assert await HOLDING.records(session, members[0]) == []
        assert (await session.scalars(select(NewsDue))).all() == []
