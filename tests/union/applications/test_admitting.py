"""Granting 入会: on the roster and bound, or neither; once."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from base.database import Database
from tests.conftest import WEDNESDAY
from tests.union.applications.helpers import PHONE, QUEUE, hand_in, opened, verb
from tests.union.conftest import notices
from tests.union.races import in_threads
from tests.union.roster.helpers import add, plant, try_to_bind
from union.applications import service
from union.applications.admitting import Admission, admit
from union.applications.models import Application, ApplicationRound
from union.applications.rules import Refused
from union.entered import Wrong
from union.roster.models import RosterBinding, RosterEntry
from union.roster.service import Record, memberships
from union.staff.scope import EVERYTHING, Scope

ANSWERS = {"group": "新就业形态", "job": "外卖骑手", "place": "湖滨街道"}


@pytest.fixture(autouse=True)
async def tree(database: Database, members: list[str]) -> None:
    await plant(database)
    await opened(database, "join", quota=2)


async def applied(database: Database, member_id: str = "m1") -> Application:
    done = await hand_in(database, member_id, "join", ANSWERS)
    assert isinstance(done, service.Submitted), done
    return done.application


async def grant(
    database: Database,
    one: Application,
    union: str = "湖滨街道总工会",
    card: str = "",
    *,
    key: str = "a",
    scope: Scope = EVERYTHING,
) -> Any:
    return await database.transact(
        lambda s: admit(
            s,
            QUEUE,
            database.keyring,
            one.id,
            Admission(union, card),
            staff="小李",
            key=key,
            now=WEDNESDAY,
            scope=scope,
        )
    )


async def count(database: Database, table: Any) -> int:
    async with database.read() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


async def test_who_is_admitted_stands_on_the_roster_and_is_bound(database: Database) -> None:
    one = await applied(database)
    assert isinstance(await grant(database, one), service.Decided)
    async with database.read() as session:
        [mine] = await memberships(session, "m1")
    assert (mine.record.name, mine.record.phone, mine.record.joined) == ("王小明", PHONE, WEDNESDAY.date())
    assert mine.record.card.startswith("RH20261118")
    assert mine.unions[-1].id == "hubin"
    [told] = await notices(database, "benefits.decided")
    assert mine.record.card in told.text

    again = await grant(database, one)
    assert isinstance(again, service.Decided)
    assert getattr(await grant(database, one, key="other"), "reason", "") == "member_already"
    assert await count(database, RosterEntry) == 1


async def test_a_part_of_the_unions_name_is_enough_when_it_is_the_only_one(database: Database) -> None:
    one = await applied(database)
    several = await grant(database, one, "湖滨")
    assert several == Wrong("union", "several", "湖滨街道总工会、湖滨骑手工会")
    assert await grant(database, one, "没有") == Wrong("union", "no_union")
    assert isinstance(await grant(database, one, "骑手", "ab 12-34"), service.Decided)
    async with database.read() as session:
        [mine] = await memberships(session, "m1")
    assert (mine.record.card, mine.unions[-1].id) == ("AB1234", "riders")


async def test_nobody_is_entered_twice_and_a_refusal_leaves_nothing(database: Database) -> None:
    await add(database, ("tea", Record("李红", "C1234", "13900139000")), ("tea", Record("王小明", "C9999", PHONE)))
    one = await applied(database)
    assert await grant(database, one, card="C1234") == Wrong("card", "card_taken")
    assert await grant(database, one, card="!") == Wrong("card", "bad_card")
    assert await grant(database, one) == Wrong("union", "phone_taken")
    async with database.read() as session:
        now_ = await session.get_one(Application, one.id)
        batch = await session.get_one(ApplicationRound, "join")
    assert (now_.status, batch.granted) == ("submitted", 0)
    assert await count(database, RosterBinding) == 0
    assert await notices(database, "benefits.decided") == []


async def test_who_bound_meanwhile_is_not_entered_again(database: Database) -> None:
    one = await applied(database)
    await add(database, ("hubin", Record("王芳", "33010001", "13800138000", "123X")))
    await try_to_bind(database)
    assert await grant(database, one) == Wrong("union", "member_already")


async def test_staff_of_another_union_can_admit_to_their_own_alone(database: Database) -> None:
    one = await applied(database)
    elsewhere = Scope(path="zhenhai/", city="宁波市", district="镇海区")
    assert await grant(database, one, scope=elsewhere) == Wrong("union", "no_union")
    assert await count(database, RosterEntry) == 0


async def test_without_a_place_on_the_quota_nobody_is_entered(database: Database) -> None:
    await opened(database, "join", id="none", quota=0)
    done = await hand_in(database, "m2", "join", ANSWERS)
    one = await applied(database)
    async with database.read() as session:
        batch = await session.get_one(ApplicationRound, "join")
        assert batch.granted == 0
    await database.transact(lambda s: _fill(s))
    assert (await grant(database, one)).reason == "quota_used"
    assert isinstance(done, service.Submitted)
    assert await count(database, RosterEntry) == 0


async def _fill(session: Any) -> None:
    batch = await session.get_one(ApplicationRound, "join")
    batch.granted = batch.quota


async def test_a_plain_approval_of_such_a_kind_is_refused(database: Database) -> None:
    one = await applied(database)
    assert await verb(database, service.approve, one.id, staff="小李", key="a") == Refused("needs_union")


async def test_what_is_taken_back_leaves_the_roster(database: Database) -> None:
    one = await applied(database)
    await grant(database, one)
    await verb(database, service.revoke, one.id, staff="小李", reason="弄错了", key="r")
    async with database.read() as session:
        assert await memberships(session, "m1") == []
        entry = await session.scalar(select(RosterEntry))
    assert entry is not None
    assert entry.left_at == WEDNESDAY

    other = await applied(database, "m2")
    assert isinstance(await grant(database, other, key="b"), service.Decided)
    later = WEDNESDAY + timedelta(days=1)
    await database.transact(lambda s: service.withdraw(s, "m2", other.id, key="w", now=later))
    async with database.read() as session:
        assert await memberships(session, "m2") == []


async def test_two_clerks_admit_once(database: Database) -> None:
    one = await applied(database)

    async def job(own: Database) -> Any:
        return await own.transact(
            lambda s: admit(
                s,
                QUEUE,
                own.keyring,
                one.id,
                Admission("湖滨街道总工会"),
                staff="小李",
                key=f"k{id(own)}",
                now=WEDNESDAY,
            )
        )

    done = in_threads(database.url, [job] * 4)
    assert sum(isinstance(result, service.Decided) for result in done) == 1
    assert await count(database, RosterEntry) == 1
