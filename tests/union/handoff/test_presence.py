"""Who is at the desk, and how many cases they have."""

import pytest

from base.database import Database
from tests.union.handoff.desk import asks, at, do, is_seen, staff
from union.handoff.presence import Present, anybody, own_presence, present, set_capacity, set_state
from union.handoff.service import assign, take
from union.notices.service import NoQueue

pytestmark = pytest.mark.usefixtures("members")


async def there(database: Database, minutes: float) -> list[Present]:
    async with database.read() as session:
        return await present(session, at(minutes))


async def test_who_was_seen_within_minutes_is_there_with_their_cases(database: Database) -> None:
    await staff(database, "小李", "小张")
    await staff(database, "小周", role="editor")
    for name in ("小李", "小张", "小周"):
        await is_seen(database, name)
    case_id = await asks(database, "m1")
    await do(database, lambda s: take(s, case_id, "小李", at(1)))
    await do(database, lambda s: set_state(s, "小张", "busy", at(3)))
    assert await do(database, lambda s: set_capacity(s, "小张", 999, at(3))) == 50

    assert await there(database, 4) == [Present("小张", "busy", 0, 50), Present("小李", "here", 1, 5)]
    assert [one.staff for one in await there(database, 7)] == ["小张"]
    assert await there(database, 8) == []
    async with database.read() as session:
        assert await own_presence(session, "小李") == Present("小李", "here", 1, 5)
        assert await own_presence(session, "新人") == Present("新人", "here", 0, 5)


async def test_a_desk_nobody_ever_opened_is_not_known_to_be_empty(database: Database) -> None:
    await staff(database, "小李")
    assert await do(database, lambda s: anybody(s, at(0)))
    await is_seen(database, "小李")
    assert await do(database, lambda s: anybody(s, at(1)))
    await do(database, lambda s: set_state(s, "小李", "away", at(1)))
    assert not await do(database, lambda s: anybody(s, at(2)))
    await do(database, lambda s: set_state(s, "小李", "busy", at(2)))
    assert await do(database, lambda s: anybody(s, at(3)))
    assert not await do(database, lambda s: anybody(s, at(9)))


async def test_a_case_that_is_given_to_somebody_does_not_make_them_present(database: Database) -> None:
    await staff(database, "小李", "小张")
    await is_seen(database, "小张")
    case_id = await asks(database, "m1")
    await do(database, lambda s: assign(s, NoQueue(), case_id, "小张", "小李", at(9)))
    assert await there(database, 9) == []
