"""The list of places as staff change it, on both databases, within their own area; and hours as clerks fill them in."""

import pytest

from base.database import Database
from tests.conftest import WEDNESDAY
from tests.union.places.test_import import GOOD
from union.places import desk
from union.places.desk import Refused, Saved
from union.places.live import LivePlaces
from union.places.service import OUTSIDE, import_places
from union.places.usual import Usual, usual
from union.staff.scope import EVERYTHING, Scope

SHANGCHENG = Scope("hangzhou/shangcheng/", (), "杭州市", "上城区")
XIHU = Scope("hangzhou/xihu/", (), "杭州市", "西湖区")
CITY, NO_AREA = Scope("hangzhou/", (), "杭州市"), Scope("trade/")


async def save(database: Database, place_id: str = "", scope: Scope = EVERYTHING, **cells: str) -> Saved | Refused:
    return await database.transact(lambda s: desk.save(s, GOOD | cells, WEDNESDAY, place_id=place_id, scope=scope))


async def names(database: Database, scope: Scope = EVERYTHING, **which: object) -> list[str]:
    async with database.read() as session:
        return [one.name for one in await desk.places(session, scope=scope, **which)]  # type: ignore[arg-type]


async def test_a_place_is_saved_found_closed_and_opened_again(database: Database) -> None:
    live = LivePlaces(database)
    saved = await save(database, scope=SHANGCHENG)
    assert isinstance(saved, Saved)
    assert [spot.name for spot in (await live.index()).spots] == ["测试驿站"]
    assert await save(database, saved.id, SHANGCHENG, 名称="改名驿站") == saved
    assert [spot.name for spot in (await live.index()).spots] == ["改名驿站"]
    assert await names(database, kind="station", area="上城区", said="改名") == ["改名驿站"]
    assert await names(database, kind="window") == [] == await names(database, said="%")

    assert await database.transact(lambda s: desk.close(s, saved.id, WEDNESDAY, closed=True, scope=SHANGCHENG))
    assert not await database.transact(lambda s: desk.close(s, saved.id, WEDNESDAY, closed=True))
    assert (await live.index()).spots == ()
    assert await names(database) == [] and await names(database, closed=True) == ["改名驿站"]
    again = GOOD | {"编号": saved.id, "电话": "0571-1111111"}
    await database.transact(lambda s: import_places(s, "a.csv", [(2, again)], WEDNESDAY))
    assert (await live.index()).spots == ()  # no file brings it back
    assert await database.transact(lambda s: desk.close(s, saved.id, WEDNESDAY, closed=False))
    assert [spot.name for spot in (await live.index()).spots] == ["测试驿站"]


async def test_another_district_is_neither_seen_nor_changed(database: Database) -> None:
    saved = await save(database)
    assert isinstance(saved, Saved)
    assert await names(database, CITY) == ["测试驿站"]
    for scope in (XIHU, NO_AREA):
        assert await names(database, scope) == []
        assert await save(database, saved.id, scope) == Refused("unknown")
        assert await save(database, "", scope) == Refused("outside")
        assert not await database.transact(
            lambda s, scope=scope: desk.close(s, saved.id, WEDNESDAY, closed=True, scope=scope)  # type: ignore[misc]
        )
        async with database.read() as session:
            assert len(await desk.place_rows(session, scope=scope)) == 1
    assert await save(database, saved.id, SHANGCHENG, 区县="西湖区") == Refused("outside")


async def test_a_file_touches_only_ones_own_district(database: Database) -> None:
    saved = await save(database)
    assert isinstance(saved, Saved)
    theirs = GOOD | {"编号": saved.id, "区县": "西湖区", "名称": "搬走的"}
    rows = [(2, GOOD | {"编号": "x"}), (3, theirs), (4, GOOD | {"编号": "y", "区县": "西湖区", "名称": "新的"})]
    done = await database.transact(lambda s: import_places(s, "a.csv", rows, WEDNESDAY, scope=XIHU, replace=True))
    assert sorted(done.bad) == [(2, OUTSIDE), (3, OUTSIDE)]
    assert (done.added, done.changed, done.removed) == (1, 0, 0)
    fewer = [(2, GOOD | {"编号": "z", "区县": "西湖区", "名称": "更新的"})]
    done = await database.transact(lambda s: import_places(s, "a.csv", fewer, WEDNESDAY, scope=XIHU, replace=True))
    assert done.removed == 1
    assert sorted(await names(database)) == sorted(["更新的", "测试驿站"])


async def test_an_export_can_be_brought_in_again_unchanged(database: Database) -> None:
    await save(database)
    async with database.read() as session:
        head, *rows = await desk.place_rows(session)
    cells = [(at, dict(zip(map(str, head), map(str, row), strict=True))) for at, row in enumerate(rows, 2)]
    done = await database.transact(lambda s: import_places(s, "a.csv", cells, WEDNESDAY))
    assert (done.same, done.bad) == (1, [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Usual("")),
        ("24/7", Usual("24/7")),
        ("Mo-Fr 08:30-17:30; PH off", Usual("Mo-Fr", "08:30", "17:30", "off")),
        ("Mo-Su,PH 06:00-22:00", Usual("Mo-Su", "06:00", "22:00", "open")),
        ("Mo-Fr 08:30-17:30", Usual("own", own="Mo-Fr 08:30-17:30")),  # holidays are days like any other
        ("Mo-Su,PH 06:00-24:00", Usual("own", own="Mo-Su,PH 06:00-24:00")),
        ("Mo-Fr 08:30-12:00,13:30-17:30; PH off", Usual("own", own="Mo-Fr 08:30-12:00,13:30-17:30; PH off")),
    ],
)
def test_hours_are_read_for_the_form_and_written_back_alike(text: str, expected: Usual) -> None:
    assert usual(text) == expected
    assert expected.written() == text
