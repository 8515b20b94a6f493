"""The tree of unions as staff change it, on both databases."""

import pytest

from base.database import Database
from tests.conftest import WEDNESDAY
from tests.union.roster.helpers import WANG, add, plant, try_to_bind
from union.roster.branches import Branch, ally, branches, remove_union, save_union
from union.roster.listing import roster_rows
from union.roster.many_codes import issue_page
from union.roster.record import Record
from union.roster.tree import Misplaced, Place
from union.staff.scope import EVERYTHING, Scope

OURS = Scope("hangzhou/shangcheng/")


@pytest.fixture(autouse=True)
async def tree(database: Database, members: list[str]) -> None:
    await plant(database)
    await add(database, ("hubin", WANG), ("riders", Record("李二", "33010002")))
    await try_to_bind(database)


async def shown(database: Database, scope: Scope = EVERYTHING) -> dict[str, Branch]:
    async with database.read() as session:
        return {one.id: one for one in await branches(session, scope=scope)}


async def save(database: Database, place: Place, scope: Scope = EVERYTHING) -> Misplaced | str:
    return await database.transact(lambda s: save_union(s, place, scope=scope))


async def test_numbers_are_told_of_a_union_and_with_those_below_it(database: Database) -> None:
    all_of_them = await shown(database)
    hubin, city = all_of_them["hubin"], all_of_them["hangzhou"]
    assert (hubin.people, hubin.bound, hubin.all_people, hubin.all_bound) == (1, 1, 2, 1)
    assert (city.people, city.all_people, city.all_bound, city.depth) == (0, 2, 1, 0)
    assert all_of_them["zhenhai"].allies == ("龙游县总工会",)
    ours = await shown(database, OURS)
    assert list(ours) == ["shangcheng", "hubin", "riders"]
    assert [one.depth for one in ours.values()] == [0, 1, 2]


async def test_a_union_is_added_changed_and_moved_with_those_below_it(database: Database) -> None:
    added = await save(database, Place("", "紫阳街道总工会", "street", "shangcheng"), OURS)
    assert isinstance(added, str)
    moved = await save(database, Place("riders", "骑手联合工会", "trade", added), OURS)
    assert moved == "riders"
    there = await shown(database, OURS)
    assert there["riders"].name == "骑手联合工会" and there["riders"].parent_id == added
    assert (there[added].all_people, there["hubin"].all_people) == (1, 1)


@pytest.mark.parametrize(
    ("place", "scope"),
    [
        (Place("", "   ", "street", "shangcheng"), EVERYTHING),
        (Place("", "湖滨街道总工会", "street", "shangcheng"), EVERYTHING),  # the name is there
        (Place("shangcheng", "上城区总工会", "district", "hubin"), EVERYTHING),  # below itself
        (Place("", "别处", "street", "zhenhai"), OURS),
        (Place("", "顶上", "city", None), OURS),
        (Place("zhenhai", "改名", "district", None), OURS),
        (Place("shangcheng", "上城区总工会", "district", None), OURS),  # out of who looks after it
        (Place("hubin", "湖滨街道总工会", "street", None), OURS),
    ],
)
async def test_what_has_no_place_is_refused_and_nothing_changes(database: Database, place: Place, scope: Scope) -> None:
    before = await shown(database)
    assert isinstance(await save(database, place, scope), Misplaced)
    assert await shown(database) == before


async def test_the_top_of_what_one_sees_can_be_renamed_where_it_stands(database: Database) -> None:
    renamed = await save(database, Place("shangcheng", "上城总工会", "district", "hangzhou", "", "上城区"), OURS)
    assert renamed == "shangcheng"


async def test_only_an_empty_union_is_removed(database: Database) -> None:
    for union_id in ("shangcheng", "riders"):
        refused = await database.transact(lambda s, union_id=union_id: remove_union(s, union_id))  # type: ignore[misc]
        assert isinstance(refused, Misplaced)
    assert isinstance(await database.transact(lambda s: remove_union(s, "tea", scope=OURS)), Misplaced)
    assert await database.transact(lambda s: remove_union(s, "tea")) is None
    assert "tea" not in await shown(database)


async def test_alliances_hold_both_ways_and_end(database: Database) -> None:
    assert await database.transact(lambda s: ally(s, "hubin", "zhenhai", on=True, scope=OURS)) is None
    there = await shown(database)
    assert there["hubin"].allies == ("镇海区总工会",)
    assert "湖滨街道总工会" in there["zhenhai"].allies
    assert isinstance(await database.transact(lambda s: ally(s, "tea", "zhenhai", on=True, scope=OURS)), Misplaced)
    await database.transact(lambda s: ally(s, "hubin", "zhenhai", on=False, scope=OURS))
    assert (await shown(database))["hubin"].allies == ()


async def test_a_roster_is_written_out_within_the_scope(database: Database) -> None:
    async with database.read() as session:
        rows = await roster_rows(session, "shangcheng", scope=OURS)
        nothing = await roster_rows(session, "shangcheng", scope=Scope("zhenhai/"))
    assert [row[0] for row in rows] == ["姓名", "王芳", "李二"]
    assert [row[-1] for row in rows] == ["已绑定微信", True, False]
    assert len(nothing) == 1


async def test_codes_are_for_those_who_are_not_bound(database: Database) -> None:
    how = {"after": "", "staff": "小李", "days": 30, "now": WEDNESDAY}
    page = await database.transact(lambda s: issue_page(s, database.keyring, "shangcheng", scope=OURS, **how))  # type: ignore[arg-type]
    assert page is not None
    assert [(one.name, page.after) for one in page.issued] == [("李二", "")]
    other = Scope("zhenhai/")
    assert await database.transact(lambda s: issue_page(s, database.keyring, "hubin", scope=other, **how)) is None  # type: ignore[arg-type]
