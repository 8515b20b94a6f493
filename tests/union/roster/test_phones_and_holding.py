"""A new phone, and what is kept about a bound member."""

import pytest
from sqlalchemy import func, select

from base.database import Database
from tests.conftest import WEDNESDAY
from tests.union.roster.helpers import CARD, PHONE, WANG, add, plant, try_to_bind
from union.members.models import Member
from union.notices.service import NoQueue
from union.roster.holding import HOLDING, KEPT
from union.roster.models import BindingTry, PhoneChange, RosterBinding, RosterEntry
from union.roster.record import Record
from union.roster.service import Bound, PhoneRefused, PhoneTold, change_phone, open_changes, settle_change, standing

NEW = "13900139000"


@pytest.fixture(autouse=True)
async def bound(database: Database, members: list[str]) -> None:
    await plant(database)
    await add(database, ("riders", WANG), ("tea", Record("李雷", "33010009", "13700137000")))
    assert isinstance(await try_to_bind(database), Bound)


async def tell(database: Database, phone: str = NEW, member_id: str = "m1", key: str = "k") -> PhoneTold | PhoneRefused:
    return await database.transact(lambda s: change_phone(s, member_id, phone, key=key, now=WEDNESDAY))


async def settle(database: Database, change_id: int, enter: bool = True) -> PhoneRefused | None:
    keyring = database.keyring
    return await database.transact(
        lambda s: settle_change(s, keyring, change_id, enter=enter, staff="小李", now=WEDNESDAY)
    )


async def test_a_new_phone_is_used_at_once_and_told_to_the_union(database: Database) -> None:
    assert await tell(database) == PhoneTold(NEW, ("湖滨骑手工会",))
    assert await tell(database) == PhoneTold(NEW, ("湖滨骑手工会",))

    async with database.read() as session:
        assert (await session.get_one(Member, "m1")).phone == NEW
        [open_change] = await open_changes(session)
    assert (open_change.record.name, open_change.union.id, open_change.change.phone) == ("王芳", "riders", NEW)


async def test_staff_enter_it_and_from_then_on_it_is_what_binds(database: Database) -> None:
    await tell(database)
    async with database.read() as session:
        [one] = await open_changes(session)

    assert await settle(database, one.change.id) is None
    assert await settle(database, one.change.id) == PhoneRefused("unknown")
    assert isinstance(await try_to_bind(database, phone=NEW), Bound)


async def test_a_phone_of_somebody_else_is_not_entered_and_stays_open(database: Database) -> None:
    await tell(database, "13700137000")
    async with database.read() as session:
        [one] = await open_changes(session)

    assert await settle(database, one.change.id) == PhoneRefused("phone_taken")
    assert await settle(database, one.change.id, enter=False) is None
    async with database.read() as session:
        assert await open_changes(session) == []


async def test_a_later_phone_replaces_one_that_nobody_has_looked_at(database: Database) -> None:
    await tell(database)
    await tell(database, "13900139001", key="k2")
    async with database.read() as session:
        assert [one.change.phone for one in await open_changes(session)] == ["13900139001"]


async def test_only_who_is_bound_can_change_it_and_only_to_a_phone(database: Database) -> None:
    assert await tell(database, member_id="m2") == PhoneRefused("not_bound")
    assert await tell(database, "12") == PhoneRefused("bad_phone")


async def test_what_is_kept_is_shown_and_erased_but_the_roster_stays_the_unions(database: Database) -> None:
    await tell(database)
    async with database.read() as session:
        records = await HOLDING.records(session, "m1")
    assert records[0]["所属工会"].startswith("杭州市总工会 › 上城区总工会")
    assert records[0]["会员卡号"] == CARD
    assert records[1]["新手机号"] == NEW
    assert records[2]["核对身份"] == "2026-11-18，1 次"

    named = await database.transact(lambda s: HOLDING.erase(s, NoQueue(), "m1", WEDNESDAY))
    assert named == [KEPT]
    async with database.read() as session:
        left = [
            await session.scalar(select(func.count()).select_from(table).where(table.member_id == "m1"))
            for table in (RosterBinding, PhoneChange)
        ]
        tries = await session.scalar(select(func.count()).select_from(BindingTry).where(BindingTry.who == "member:m1"))
        entries = await session.scalar(select(func.count()).select_from(RosterEntry))
        assert await standing(session, "m1") is None
        assert await HOLDING.records(session, "m1") == []
    assert (left, tries, entries) == ([0, 0], 0, 2)
    assert await database.transact(lambda s: HOLDING.erase(s, NoQueue(), "m2", WEDNESDAY)) == []
    assert isinstance(await try_to_bind(database, "m3", phone=PHONE), Bound)
