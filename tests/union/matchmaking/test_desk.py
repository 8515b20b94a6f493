"""Rounds as staff start them, and the numbers they see; on both databases."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from base.database import Database
from tests.conftest import WEDNESDAY
from tests.union.conftest import add_rows, member
from tests.union.matchmaking.helpers import man, reply, save, woman
from tests.union.races import in_threads
from union.matchmaking import desk
from union.matchmaking.service import introductions, withdraw
from union.notices.service import NoQueue
from union.staff.scope import EVERYTHING, Scope

NO = NoQueue()
MINUTE = timedelta(minutes=1)
ELSEWHERE = Scope("far/", accounts=("wx-far",))


@pytest.fixture(autouse=True)
async def crowd(database: Database) -> None:
    await add_rows(database, *[member(number) for number in range(1, 6)])


async def begin(database: Database, key: str = "r1", now: Any = WEDNESDAY, scope: Scope = EVERYTHING) -> Any:
    return await database.transact(lambda s: desk.begin_round(s, by="小李", key=key, now=now, scope=scope))


async def held(database: Database, key: str = "r1", scope: Scope = EVERYTHING) -> None:
    begun = await begin(database, key, scope=scope)
    await desk.run_round(database, NO, begun.round_id, WEDNESDAY, scope)


async def shown(database: Database, scope: Scope = EVERYTHING) -> list[desk.RoundShown]:
    async with database.read() as session:
        return await desk.rounds_held(session, scope)


async def test_a_round_is_tried_first_then_held_and_its_introductions_are_counted(database: Database) -> None:
    for number in (1, 3):
        await save(database, f"m{number}", man())
    await save(database, "m2", woman())

    assert await desk.preview(database, WEDNESDAY) == desk.Preview(people=3, men=2, women=1, pairs=1)
    assert await shown(database) == []
    await held(database)

    [one] = await shown(database)
    assert (one.state, one.by, one.people, one.men, one.women, one.asked) == ("done", "小李", 3, 2, 1, 1)
    assert (one.introductions, one.gone) == ({"open": 1}, 0)
    async with database.read() as session:
        first, second = (await introductions(session))[0].first_id, (await introductions(session))[0].second_id
        numbers = await desk.figures(session, WEDNESDAY)
    assert numbers.profiles == {"eligible": 1, "asked": 2}
    assert (numbers.introductions, numbers.half) == ({"open": 1}, 0)
    assert (numbers.begun, numbers.withdrawn, numbers.met) == (3, 0, 1)

    await reply(database, first, "愿意")
    async with database.read() as session:
        assert (await desk.figures(session, WEDNESDAY)).half == 1
    await database.transact(lambda s: withdraw(s, NO, second, WEDNESDAY))
    async with database.read() as session:
        numbers = await desk.figures(session, WEDNESDAY)
    assert (numbers.introductions, numbers.withdrawn) == ({}, 1)
    assert [(one.introductions, one.gone) for one in await shown(database)] == [({}, 1)]


async def test_one_round_runs_at_a_time_and_a_dead_one_makes_way(database: Database) -> None:
    first = await begin(database)

    assert await begin(database) == desk.Begun(first.round_id, False)
    assert await begin(database, "r2", WEDNESDAY + MINUTE) is None
    later = await begin(database, "r3", WEDNESDAY + 16 * MINUTE)

    assert later.is_new
    assert [(one.state) for one in await shown(database)] == ["running", "broken"]


async def test_of_two_who_start_at_once_one_does(database: Database) -> None:
    jobs = [lambda d, key=key: begin(d, key) for key in ("a", "b", "c", "d")]

    begun = in_threads(database.url, jobs)

    assert sum(one is not None for one in begun) == 1


@pytest.mark.changes_tables
async def test_without_the_index_all_of_them_do(database: Database) -> None:
    await database.transact(lambda s: s.execute(text("DROP INDEX uq_matchmaking_rounds_running")))
    jobs = [lambda d, key=key: begin(d, key) for key in ("a", "b", "c", "d")]

    assert sum(one is not None for one in in_threads(database.url, jobs)) > 1


async def test_a_round_of_a_union_is_for_its_members_alone(database: Database) -> None:
    await save(database, "m1", man())
    await save(database, "m2", woman())
    here = Scope("here/", accounts=("wx",))
    assert (await desk.preview(database, WEDNESDAY, ELSEWHERE)).people == 0
    assert (await desk.preview(database, WEDNESDAY, here)).people == 2
    await held(database, scope=ELSEWHERE)

    assert [one.asked for one in await shown(database, ELSEWHERE)] == [0]
    assert await shown(database, here) == []
    await held(database, "r2", scope=here)
    async with database.read() as session:
        assert len(await introductions(session, scope=here)) == 1
        assert await introductions(session, scope=ELSEWHERE) == []
        numbers = await desk.figures(session, WEDNESDAY, ELSEWHERE)
    assert (numbers.profiles, numbers.introductions, numbers.met) == ({}, {}, None)


async def test_a_round_that_breaks_off_says_so(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("no memory")

    monkeypatch.setattr(desk, "hold_round", broken)
    with pytest.raises(RuntimeError):
        await held(database)
    assert [one.state for one in await shown(database)] == ["broken"]
