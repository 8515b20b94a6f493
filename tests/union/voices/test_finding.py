"""Suggestions found by topic, state, time and word; counted; taken away without names."""

from datetime import timedelta

from base.database import Database
from tests.conftest import WEDNESDAY
from tests.union.roster.helpers import plant
from union.notices.service import NoQueue
from union.staff.scope import Scope
from union.voices import desk
from union.voices.finding import HEAD, TopicNumbers, Wanted, find, numbers, suggestions_table
from union.voices.service import Draft, Submitted, submit

ZHENHAI = Scope(path="zhenhai/", city="宁波市", district="镇海区")


async def send(database: Database, text: str, topic: str = "驿站设施", *, days: int = 0, name: str = "") -> str:
    now = WEDNESDAY - timedelta(days=days)
    draft = Draft(topic, text, name, "13812345678" if name else "")
    sent = await database.transact(lambda s: submit(s, "m1", draft, key=text, now=now))
    assert isinstance(sent, Submitted)
    return sent.suggestion.number


async def texts(database: Database, wanted: Wanted) -> list[str]:
    async with database.read() as session:
        return [one.text for one in await find(session, wanted)]


async def test_answered_ones_are_found_too(database: Database, members: list[str]) -> None:
    old = await send(database, "饮水机坏了", days=40, name="王小明")
    await send(database, "空调不冷")
    await send(database, "选举不公平", "单位工会")
    await database.transact(
        lambda s: desk.answer(s, NoQueue(), old, "周五换新的 WiFi 路由器", staff="小李", now=WEDNESDAY)
    )

    assert await texts(database, Wanted()) == ["选举不公平", "空调不冷", "饮水机坏了"]
    assert await texts(database, Wanted(topic="驿站设施", state="answered")) == ["饮水机坏了"]
    assert await texts(database, Wanted(word="wifi")) == ["饮水机坏了"]
    assert await texts(database, Wanted(word=old[-9:])) == ["饮水机坏了"]
    week = WEDNESDAY - timedelta(days=7)
    assert len(await texts(database, Wanted(since=week))) == 2
    assert await texts(database, Wanted(until=week)) == ["饮水机坏了"]
    assert await texts(database, Wanted(word="没有")) == []


async def test_numbers_by_topic(database: Database, members: list[str]) -> None:
    one = await send(database, "饮水机坏了")
    await send(database, "空调不冷")
    await send(database, "选举不公平", "单位工会")
    await database.transact(lambda s: desk.close(s, NoQueue(), one, "重复了", staff="小李", now=WEDNESDAY))
    async with database.read() as session:
        found = {count.topic: count for count in await numbers(session, Wanted())}
    assert found["驿站设施"] == TopicNumbers("驿站设施", 2, 1, 0, 1)
    assert found["单位工会"].waiting == 1


async def test_the_table_has_no_names_and_another_union_gets_none(database: Database, members: list[str]) -> None:
    await plant(database)
    await send(database, "饮水机坏了", name="王小明")
    async with database.read() as session:
        rows = await suggestions_table(session, Wanted())
        assert await suggestions_table(session, Wanted(), scope=ZHENHAI) == [list(HEAD)]
        assert await find(session, Wanted(), scope=ZHENHAI) == []
        assert await numbers(session, Wanted(), scope=ZHENHAI) == []
    assert len(rows) == 2
    assert "饮水机坏了" in rows[1]
    assert not any("王小明" in str(cell) or "13812345678" in str(cell) for cell in rows[1])
