"""Groups: kept as a whole, refused with a reason, and found for a case."""

import pytest

from base.database import Database
from tests.union.handoff.desk import asks, at_home, case, do, staff
from union.handoff.groups import Group, Refused, Wanted, groups, put_group, remove_group

pytestmark = pytest.mark.usefixtures("members")


async def put(database: Database, wanted: Wanted) -> Group:
    made = await do(database, lambda s: put_group(s, wanted))
    assert isinstance(made, Group)
    return made


async def test_a_group_is_kept_changed_and_removed(database: Database) -> None:
    await staff(database, "小李", "小张")
    await at_home(database)
    rest = await put(database, Wanted("综合服务", is_fallback=True, staff=("小李",)))
    law = await put(
        database, Wanted(" 法律维权 ", ("欠薪", "欠薪", " ", "工伤"), next_id=rest.id, staff=("小张", "小李"))
    )
    await put(database, Wanted("法律维权", ("欠薪",), "uptown", rest.id, 3, 10, staff=("小张",), id=law.id))
    await asks(database, "m1")

    async with database.read() as session:
        first, second = await groups(session)

    assert first.group == Group(law.id, "法律维权", ("欠薪",), "uptown", rest.id, 3, 10)
    assert (first.staff, first.union, first.next, first.waiting) == (("小张",), "上城区总工会", "综合服务", 1)
    assert (second.staff, second.group.is_fallback, second.waiting) == (("小李",), True, 0)
    assert await do(database, lambda s: remove_group(s, law.id))
    assert not await do(database, lambda s: remove_group(s, law.id))


async def test_a_case_goes_to_its_group_and_is_everybodys_when_that_is_gone(database: Database) -> None:
    await at_home(database)
    rest = await put(database, Wanted("综合服务", is_fallback=True))
    near = await put(database, Wanted("上城区", union_id="uptown"))
    cases = [await asks(database, member_id, "会员要求") for member_id in ("m1", "m2", "m3")]
    assert [(await case(database, one)).group_id for one in cases] == [near.id, rest.id, rest.id]

    await do(database, lambda s: remove_group(s, near.id))
    assert (await case(database, cases[0])).group_id is None


async def test_a_group_that_makes_no_sense_is_refused(database: Database) -> None:
    await staff(database, "陈律师", role="lawyer")
    one = await put(database, Wanted("一组"))
    two = await put(database, Wanted("二组", next_id=one.id))
    refused = {
        "no_name": Wanted(" "),
        "name_taken": Wanted("一组"),
        "no_union": Wanted("三组", union_id="nowhere"),
        "no_next": Wanted("三组", next_id=99),
        "circle": Wanted("一组", next_id=two.id, id=one.id),
        "no_staff": Wanted("三组", staff=("陈律师",)),
        "bad_minutes": Wanted("三组", remind_minutes=20, escalate_minutes=10),
        "unknown": Wanted("三组", id=99),
    }
    for reason, wanted in refused.items():
        outcome = await do(database, lambda s, wanted=wanted: put_group(s, wanted))  # type: ignore[misc]
        assert isinstance(outcome, Refused), reason
        assert outcome.reason == reason
    itself = await do(database, lambda s: put_group(s, Wanted("一组", next_id=one.id, id=one.id)))
    assert itself == Refused("circle", "一组")
