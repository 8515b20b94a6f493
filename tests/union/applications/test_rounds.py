"""Rounds by form: what is wrong at its field, never below what is used, numbers, and next year's."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import update

from base.database import Database
from tests.conftest import WEDNESDAY
from tests.union.applications.helpers import HARDSHIP, QUEUE, hand_in, opened, verb
from tests.union.races import in_threads
from tests.union.roster.helpers import WANG, add, plant, try_to_bind
from union.applications import service
from union.applications.finding import HEAD, Wanted, applications_table, choices, find
from union.applications.models import ApplicationRound
from union.applications.round_desk import a_year_later, next_of, round_shown, rounds_shown, total
from union.applications.round_rules import RoundForm, check_round
from union.applications.round_setting import RoundChange, change_round, end_round, enter_round
from union.applications.rules import Refused
from union.entered import Wrong
from union.staff.scope import EVERYTHING, Scope

FORM = RoundForm("degree", "学历补助（2026年）", "湖滨街道", WEDNESDAY, WEDNESDAY + timedelta(days=30))
ZHENHAI = Scope(path="zhenhai/", city="宁波市", district="镇海区")
HUBIN = Scope(path="hangzhou/shangcheng/hubin/", city="杭州市", district="上城区")


@pytest.fixture(autouse=True)
async def tree(database: Database, members: list[str]) -> None:
    await plant(database)


async def enter(database: Database, form: RoundForm = FORM, *, key: str = "r", scope: Scope = EVERYTHING) -> Any:
    return await database.transact(lambda s: enter_round(s, form, key=key, scope=scope))


async def change(database: Database, round_id: str, *, scope: Scope = EVERYTHING, **values: Any) -> Any:
    async with database.read() as session:
        one = await session.get_one(ApplicationRound, round_id)
    now_ = {name: getattr(one, name) for name in RoundChange.__dataclass_fields__}
    wanted = RoundChange(**{**now_, **values})
    return await database.transact(lambda s: change_round(s, round_id, wanted, scope=scope))


@pytest.mark.parametrize(
    ("form", "field", "reason"),
    [
        (replace(FORM, kind="none"), "kind", "empty"),
        (replace(FORM, title=" "), "title", "empty"),
        (replace(FORM, title="x" * 61), "title", "too_long"),
        (replace(FORM, union=""), "union", "empty"),
        (replace(FORM, opens_at=None), "opens_at", "empty"),
        (replace(FORM, closes_at=WEDNESDAY), "closes_at", "not_after"),
        (replace(FORM, papers_until=WEDNESDAY), "papers_until", "before_end"),
        (replace(FORM, quota=0), "quota", "number"),
        (replace(FORM, budget_yuan=0), "budget_yuan", "number"),
        (replace(FORM, kind="join", budget_yuan=5), "budget_yuan", "no_money"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(form: RoundForm, field: str, reason: str) -> None:
    wrong = check_round(form)
    assert wrong is not None
    assert (wrong.field, wrong.reason) == (field, reason)


async def test_a_round_is_opened_for_a_union_named_in_part(database: Database) -> None:
    made = await enter(database)
    assert isinstance(made, ApplicationRound)
    assert (made.union_id, made.union_name, made.city, made.district) == ("hubin", "湖滨街道总工会", "杭州市", "上城区")
    assert made.period == "2026"
    assert made.papers_until == made.closes_at + timedelta(days=15)
    assert (await enter(database)).id == "r"
    assert await enter(database, replace(FORM, union="湖滨"), key="x") == Wrong(
        "union", "several", "湖滨街道总工会、湖滨骑手工会"
    )
    outside = replace(FORM, union="某某公司工会", outside=True)
    assert await enter(database, outside, key="y") == Wrong("city", "empty")
    assert isinstance(await enter(database, replace(outside, city="杭州市"), key="y"), ApplicationRound)


async def test_neither_quota_nor_budget_falls_below_what_is_used(database: Database) -> None:
    await opened(database, quota=3, budget_yuan=5000)
    one = (await hand_in(database)).application
    await verb(database, service.approve, one.id, staff="小李", amount_yuan=2000, key="a")
    assert await change(database, "hardship", quota=1, budget_yuan=1999) == Wrong("budget_yuan", "used", "2000 元")
    assert isinstance(await change(database, "hardship", quota=1, budget_yuan=2000), ApplicationRound)
    assert await change(database, "hardship", title="") == Wrong("title", "empty")
    async with database.read() as session:
        shown = await round_shown(session, "hardship", WEDNESDAY)
    assert shown is not None
    assert (shown.places, shown.yuan_left, shown.numbers.granted, shown.numbers.handed_in) == (0, 0, 1, 1)


async def _cut(database: Database, guarded: bool) -> Any:
    if guarded:
        return await change(database, "hardship", budget_yuan=1000, quota=None)

    async def work(session: Any) -> None:
        await session.execute(update(ApplicationRound).values(budget_yuan=1000))

    return await database.transact(work)


async def test_a_cut_and_a_grant_at_the_same_moment_never_overdraw(database: Database) -> None:
    """Whichever comes first, the CHECK of the table is never what says no."""
    await opened(database, budget_yuan=3000)
    ids = [(await hand_in(database, f"m{number}")).application.id for number in (1, 2, 3)]

    async def spend(own: Database, id_: str) -> Any:
        return await own.transact(
            lambda s: service.approve(s, QUEUE, id_, staff="小李", amount_yuan=1000, key=f"k{id_}", now=WEDNESDAY)
        )

    jobs = [partial(spend, id_=id_) for id_ in ids] + [partial(_cut, guarded=True)]
    done = in_threads(database.url, jobs)
    granted = sum(isinstance(one, service.Decided) for one in done)
    async with database.read() as session:
        shown = await round_shown(session, "hardship", WEDNESDAY)
    assert shown is not None
    assert shown.numbers.yuan == granted * 1000
    assert isinstance(done[-1], Wrong | ApplicationRound)
    assert shown.yuan_left is not None
    assert shown.yuan_left >= 0


async def test_a_cut_without_the_guard_meets_the_tables_own_check(database: Database) -> None:
    """The control: what the guarded UPDATE is for."""
    await opened(database, budget_yuan=3000)
    for number in (1, 2):
        one = (await hand_in(database, f"m{number}")).application
        await verb(database, service.approve, one.id, staff="小李", amount_yuan=1000, key=f"k{number}")
    with pytest.raises(Exception, match="spent"):
        await _cut(database, guarded=False)


async def test_rounds_are_listed_by_state_with_numbers_and_end_early(database: Database) -> None:
    await opened(database, budget_yuan=5000)
    later = WEDNESDAY + timedelta(days=5)
    await opened(database, "degree", opens_at=later, closes_at=later + timedelta(days=9), budget_yuan=100)
    await hand_in(database)
    await hand_in(database, "m2", papers={})
    async with database.read() as session:
        [is_open] = await rounds_shown(session, "open", WEDNESDAY)
        [coming] = await rounds_shown(session, "coming", WEDNESDAY)
        assert await rounds_shown(session, "open", WEDNESDAY, kind="degree") == []
    assert (is_open.numbers.handed_in, is_open.numbers.waiting, is_open.numbers.missing) == (2, 1, 1)
    assert total([is_open, coming]).handed_in == 2
    assert coming.state == "coming"
    assert await database.transact(lambda s: end_round(s, "hardship", now=WEDNESDAY))
    assert not await database.transact(lambda s: end_round(s, "hardship", now=WEDNESDAY))
    async with database.read() as session:
        [over] = await rounds_shown(session, "over", WEDNESDAY)
    assert over.id == "hardship"


async def test_next_years_round_is_last_years_a_year_later(database: Database) -> None:
    await enter(database, replace(FORM, quota=5, budget_yuan=900))
    async with database.read() as session:
        draft = await next_of(session, "r")
    assert draft is not None
    assert (draft.title, draft.period, draft.quota, draft.budget_yuan) == ("学历补助（2027年）", "2027", 5, 900)
    assert draft.opens_at == WEDNESDAY.replace(year=2027)
    assert a_year_later(WEDNESDAY.replace(year=2028, month=2, day=29)).day == 28
    assert isinstance(await enter(database, draft, key="next"), ApplicationRound)


async def test_staff_of_another_union_see_and_change_no_round(database: Database) -> None:
    await enter(database)
    await opened(database, "hardship", union_id="hubin")
    done = await hand_in(database, answers=HARDSHIP)
    assert isinstance(done, service.Submitted | Refused)
    async with database.read() as session:
        assert await rounds_shown(session, "open", WEDNESDAY, scope=ZHENHAI) == []
        assert await round_shown(session, "r", WEDNESDAY, scope=ZHENHAI) is None
        assert await next_of(session, "r", scope=ZHENHAI) is None
        assert await choices(session, scope=ZHENHAI) == ({}, [])
        assert await find(session, Wanted(), scope=ZHENHAI) == []
        assert await applications_table(session, Wanted(), scope=ZHENHAI) == [list(HEAD)]
        assert {one.id for one in await rounds_shown(session, "open", WEDNESDAY, scope=HUBIN)} == {"r", "hardship"}
    assert await change(database, "r", scope=ZHENHAI) == Refused("unknown")
    assert not await database.transact(lambda s: end_round(s, "r", now=WEDNESDAY, scope=ZHENHAI))
    assert await enter(database, key="z", scope=ZHENHAI) == Wrong("union", "no_union")
    outside = replace(FORM, outside=True, city="宁波市")
    assert await enter(database, outside, key="z", scope=ZHENHAI) == Wrong("union", "not_yours")


async def test_applications_are_found_by_what_they_are_and_taken_away_whole(database: Database) -> None:
    await opened(database, budget_yuan=5000)
    await opened(database, "join")
    one = (await hand_in(database)).application
    joins = await hand_in(database, "m2", "join", {"group": "新就业形态", "job": "快递员", "place": "湖滨"})
    assert isinstance(joins, service.Submitted)
    await verb(database, service.approve, one.id, staff="小李", amount_yuan=2000, key="a")
    async with database.read() as session:
        everything = await find(session, Wanted())
        assert {found.number for found in everything} == {one.number, joins.application.number}
        [paid] = await find(session, Wanted(kind="hardship", status="approved"))
        assert (paid.applicant, paid.yuan) == ("王**", 2000)
        assert await find(session, Wanted(round_id="join", status="approved")) == []
        assert len(await find(session, Wanted(union="钱塘区总工会"))) == 2
        rows = await applications_table(session, Wanted(round_id="hardship"))
        rounds, unions = await choices(session)
    assert rows[1][4:8] == ["王小明", "13812345678", "已通过", 2000]
    assert set(rounds) == {"hardship", "join"}
    assert unions == ["钱塘区总工会"]


async def test_a_bound_members_application_is_seen_by_their_own_union(database: Database) -> None:
    await opened(database, open_to_unbound=False)
    await add(database, ("hubin", WANG))
    await try_to_bind(database)
    done = await hand_in(database)
    assert isinstance(done, service.Submitted), done
    async with database.read() as session:
        assert len(await find(session, Wanted(), scope=HUBIN)) == 1
