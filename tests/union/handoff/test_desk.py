"""What the desk reads of a case, within the scope of who looks, and quickly with many."""

from datetime import timedelta
from time import process_time

import pytest
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession

from app.demo_data import load_demo_data
from base.clock import FixedClock
from base.database import Database
from tests.conftest import WEDNESDAY
from tests.union.handoff.desk import DOWNTOWN, UPTOWN, asks, at, at_home, do, writes
from union.conversations.service import record
from union.handoff.desk import desk_case, desk_cases, past_cases
from union.handoff.groups import groups
from union.handoff.service import answer, end, leave_message, request_handoff
from union.members.models import Member
from union.notices.service import NoQueue

pytestmark = pytest.mark.usefixtures("members")


async def ended(database: Database, member_id: str, topic: str, minutes: float, name: str = "小李") -> int:
    case_id = await asks(database, member_id, topic, minutes)
    await do(database, lambda s: answer(s, NoQueue(), case_id, name, "好", at(minutes), f"k{case_id}"))
    await do(database, lambda s: end(s, NoQueue(), case_id, name, at(minutes + 1), "resolved"))
    return case_id


async def test_a_case_shows_where_its_member_is_at_home(database: Database) -> None:
    await at_home(database)
    for member_id in ("m1", "m2", "m3"):
        await asks(database, member_id)
    async with database.read() as session:
        cases = await desk_cases(session)
    assert [(one.member_id, one.union, one.area) for one in cases] == [
        ("m1", "上城区总工会", "上城区"),
        ("m2", "拱墅区总工会", "拱墅区"),
        ("m3", "", ""),
    ]


async def test_staff_of_a_union_see_its_members_alone(database: Database) -> None:
    await at_home(database)
    mine = await asks(database, "m1")
    await asks(database, "m2")
    past = await ended(database, "m3", "工伤", 0)
    async with database.read() as session:
        assert [one.id for one in await desk_cases(session, scope=UPTOWN)] == [mine]
        assert (await desk_case(session, mine, scope=UPTOWN)) is not None
        assert (await desk_case(session, mine, scope=DOWNTOWN)) is None
        assert [one.id for one in await past_cases(session)] == [past]
        assert await past_cases(session, UPTOWN) == []


async def test_earlier_talks_are_found_by_their_words_and_time(database: Database) -> None:
    first = await ended(database, "m1", "工伤", 0)
    second = await ended(database, "m2", "欠薪", 60, "小张")
    left = await do(database, lambda s: leave_message(s, "m3", "社保", "断缴了怎么办", at(120)))
    await do(database, lambda s: end(s, NoQueue(), left.case_id, "小李", at(121), "other"))

    async def found(**wanted: object) -> list[int]:
        async with database.read() as session:
            return [one.id for one in await past_cases(session, **wanted)]  # type: ignore[arg-type]

    assert await found() == [left.case_id, second, first]
    assert await found(most=1) == [left.case_id]
    assert await found(text="工伤") == [first]
    assert await found(text="小张") == [second]
    assert await found(text="l1118-001") == [left.case_id]
    assert await found(text="会员m2") == [second]
    assert await found(text="没有这个") == []
    assert await found(since=at(30), before=at(90)) == [second]
    async with database.read() as session:
        shown = (await past_cases(session, text="工伤"))[0]
    assert (shown.staff, shown.ended_why, shown.state, shown.last_text) == ("小李", "resolved", "ended", "")


async def test_500_open_cases_are_read_in_few_statements_and_no_time(database: Database) -> None:
    async def fill(session: AsyncSession) -> None:
        for number in range(500):
            one = Member(id=f"x{number}", account="wx", openid="o", openid_index=f"x{number}", created_at=WEDNESDAY)
            session.add(one)
            await session.flush()
            now = WEDNESDAY + timedelta(seconds=number)
            for text in ("老板三个月没发工资了", "转人工"):
                await record(session, one.id, "member", text, now)
            await request_handoff(session, one.id, "欠薪", now)

    await do(database, fill)
    statements: list[str] = []
    event.listen(
        database.engine.sync_engine,
        "before_cursor_execute",
        lambda c, cur, statement, *more: statements.append(statement),
    )
    async with database.read() as session:
        await desk_cases(session)
        statements.clear()
        began = process_time()
        cases = await desk_cases(session)
        spent = process_time() - began
    print(f"500 cases: {spent * 1000:.0f} ms of CPU")
    assert len(cases) == 500
    assert {one.last_text for one in cases} == {"老板三个月没发工资了"}
    assert len(statements) <= 4


async def test_the_demo_has_two_groups_once(database: Database, clock: FixedClock) -> None:
    for reset in (False, False, True):
        await load_demo_data(database, clock, reset=reset)
    async with database.read() as session:
        rest, law = sorted(await groups(session), key=lambda one: one.group.is_fallback, reverse=True)
    assert (rest.group.name, rest.group.is_fallback, rest.staff) == ("综合服务", True, ("admin", "小李"))
    assert (law.group.name, law.next) == ("法律维权", "综合服务")
    await writes(database, "m1", "老板欠我工资")
    await asks(database, "m1", "欠薪")
    async with database.read() as session:
        assert [one.group for one in await desk_cases(session)] == ["法律维权"]
