"""Who counts as a member of a round's union: its own, those below it, and the allied union's."""

from typing import Any

import pytest

from base.database import Database
from tests.conftest import WEDNESDAY
from tests.union.applications.helpers import hand_in, opened
from tests.union.roster.helpers import WANG, add, plant, try_to_bind
from union.applications import service
from union.applications.service import Refused, Submitted

pytestmark = pytest.mark.usefixtures("members")
MUTUAL: dict[str, Any] = {"field": "休养", "wish": "去镇海休养"}


async def bound_to(database: Database, union: str) -> None:
    await plant(database)
    await add(database, (union, WANG))
    await try_to_bind(database)


@pytest.mark.parametrize(("union", "taken"), [("zhenhai", True), ("longyou", True), ("riders", False)])
async def test_an_allied_unions_members_count_as_own(database: Database, union: str, taken: bool) -> None:
    await bound_to(database, union)
    await opened(database, "mutual", union_id="zhenhai", union_name="镇海区总工会", open_to_unbound=False)
    outcome = await hand_in(database, "m1", "mutual", MUTUAL)
    if taken:
        assert isinstance(outcome, Submitted)
    else:
        assert outcome == Refused("other_union", "镇海区总工会")


async def test_members_of_a_union_below_count_and_are_not_asked_what_the_roster_knows(database: Database) -> None:
    await bound_to(database, "riders")
    one = await opened(database, "skills", union_id="shangcheng", open_to_unbound=False)
    async with database.read() as session:
        seen = await service.look(session, "m1", one, WEDNESDAY)
        assert [found.id for found in await service.fitting(session, "m1", WEDNESDAY)] == ["skills"]
    assert (seen.refused, seen.who.name, seen.who.company) == (None, WANG.name, "湖滨骑手工会")
    answers = {"course": "电焊工", "evenings": "周末"}  # without works_here
    assert isinstance(await hand_in(database, "m1", "skills", answers), Submitted)


async def test_who_is_not_bound_is_told_to_bind(database: Database) -> None:
    await plant(database)
    one = await opened(database, "skills", union_id="shangcheng", open_to_unbound=False)
    async with database.read() as session:
        seen = await service.look(session, "m1", one, WEDNESDAY)
    assert seen.refused == Refused("needs_binding")


async def test_members_do_not_join_again(database: Database) -> None:
    await bound_to(database, "riders")
    await opened(database, "join")
    assert await hand_in(database, "m1", "join", {"group": "新就业形态"}) == Refused("member_already")
