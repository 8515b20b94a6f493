"""The tree of unions, and who belongs where."""

from functools import partial

import pytest

from base.database import Database
from tests.union.roster.helpers import TREE, WANG, add, plant, try_to_bind
from union.roster.record import Record
from union.roster.rules import belongs, card_number, last_four
from union.roster.service import Misplaced, Place, all_unions, allies, find_union, put_unions, standing


@pytest.fixture(autouse=True)
async def tree(database: Database, members: list[str]) -> None:
    await plant(database)


async def test_a_member_belongs_to_every_union_above(database: Database) -> None:
    await add(database, ("riders", WANG))
    await try_to_bind(database)
    async with database.read() as session:
        mine = await standing(session, "m1")
        assert mine is not None
        allied = await allies(session)
    own = [place.id for place in TREE if belongs(mine, place.id, allied)]
    assert own == ["hangzhou", "shangcheng", "hubin", "riders"]
    assert not belongs(mine, "nowhere", allied)


async def test_members_of_an_allied_union_count_as_own_both_ways(database: Database) -> None:
    await add(database, ("longyou", WANG))
    await try_to_bind(database)
    async with database.read() as session:
        mine, allied = await standing(session, "m1"), await allies(session)
    assert mine is not None
    assert allied == {"zhenhai": {"longyou"}, "longyou": {"zhenhai"}}
    assert belongs(mine, "zhenhai", allied)
    assert not belongs(mine, "zhenhai", {})


async def test_nobody_who_is_not_bound_has_a_standing(database: Database) -> None:
    async with database.read() as session:
        assert await standing(session, "m1") is None


async def test_what_one_roster_does_not_say_another_does(database: Database) -> None:
    await add(database, ("riders", WANG), ("tea", Record("王芳", "33010002", WANG.phone, "123X", frontline=True)))
    await try_to_bind(database, card="", id_last4="123X")
    async with database.read() as session:
        mine = await standing(session, "m1")
    assert mine is not None
    assert (mine.birth_year, mine.frontline, mine.model_worker) == (1990, True, None)


async def test_a_union_that_moves_takes_those_below_along(database: Database) -> None:
    moved = Place("hubin", "湖滨街道总工会", "street", "zhenhai")
    assert await database.transact(lambda s: put_unions(s, [moved])) == 1
    async with database.read() as session:
        paths = {union.id: union.path for union in await all_unions(session)}
    assert paths["riders"] == "zhenhai/hubin/riders/"


async def test_a_tree_that_is_none_is_refused(database: Database) -> None:
    wrong = {
        "编号": Place("Bad Id", "x", "city"),
        "上级": Place("x", "x", "city", "nowhere"),
        "名称": Place("x", " ", "city"),
        "绕回": Place("hangzhou", "杭州市总工会", "city", "riders"),
    }
    for why, place in wrong.items():
        refused = await database.transact(partial(put_unions, places=[place]))
        assert isinstance(refused, Misplaced)
        assert why in refused.why


async def test_the_tree_may_be_written_twice_and_a_strange_ally_is_refused(database: Database) -> None:
    assert await database.transact(lambda s: put_unions(s, TREE, [("zhenhai", "longyou")])) == len(TREE)
    assert isinstance(await database.transact(lambda s: put_unions(s, [], [("zhenhai", "x")])), Misplaced)


async def test_a_name_that_several_unions_have_finds_none(database: Database) -> None:
    await database.transact(lambda s: put_unions(s, [Place("tea-2", "茶业公司工会", "company", "zhenhai")]))
    async with database.read() as session:
        assert await find_union(session, "茶业公司工会") is None
        assert await find_union(session, "tea") is not None


@pytest.mark.parametrize(
    ("text", "card"),
    [("3301 0001", "33010001"), ("ab-12", "AB12"), ("１２３４５", "12345"), ("卡", None), ("ABCD", None)],
)
def test_cards(text: str, card: str | None) -> None:
    assert card_number(text) == card


@pytest.mark.parametrize(("text", "four"), [("123x", "123X"), ("0012", "0012"), ("12345", None), ("x123", None)])
def test_last_fours(text: str, four: str | None) -> None:
    assert last_four(text) == four
