"""Lines are counted once, by day and home, and what they say is not looked at."""

import asyncio
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import Database
from tests.conftest import WEDNESDAY
from tests.union.conftest import add_rows, member
from union.conversations.reply import Understanding
from union.conversations.service import Author, record
from union.numbers import counting
from union.numbers.models import CountedVisit, CountingMark, DailyCount
from union.numbers.period import Period
from union.numbers.talks import Talks, talks
from union.roster.models import RosterBinding, RosterEntry, Union
from union.staff.scope import EVERYTHING, Scope

LATER = WEDNESDAY + timedelta(minutes=5)
TODAY = Period(date(2026, 11, 18), date(2026, 11, 18))
ANSWERED = Understanding(
    intent="ask_program", outcome="answered", programs=["p1", "near"], slots={"topic_program": "p1"}
)


async def said(database: Database, member_id: str, *lines: tuple[Author, str, Understanding | None]) -> None:
    async def work(session: AsyncSession) -> None:
        for author, text, understood in lines:
            await record(session, member_id, author, text, WEDNESDAY, understood)

    await database.transact(work)


async def counted(database: Database, scope: Scope = EVERYTHING) -> Talks:
    while await database.transact(lambda s: counting.sweep(s, LATER)):
        pass
    async with database.read() as session:
        return await talks(session, TODAY, scope)


async def test_questions_answers_and_visits_are_counted_once(database: Database) -> None:
    await add_rows(database, member(1), member(2))
    missed = Understanding(intent="ask_program", outcome="not_found", programs=["p2"])
    right = Understanding(intent="ask_labour_right", outcome="answered", programs=["p1"], slots={"topic_right": "r1"})
    await said(database, "m1", ("member", "驿站在哪", None), ("bot", "在湖滨", ANSWERED), ("member", "谢谢", None))
    await said(database, "m1", ("bot", "不客气", Understanding(intent="thank")), ("event", "已转人工", None))
    await said(database, "m2", ("member", "火星票", None), ("bot", "没找到", missed))
    await said(database, "m2", ("member", "加班费", None), ("bot", "两倍", right))

    found = await counted(database)
    again = await counted(database)

    assert (found.messages, found.visits, found.questions) == (4, 2, 3)
    assert found.outcomes == {"answered": 2, "chitchat": 1, "not_found": 1}
    assert found.by_step == {"11-18": {"answered": 2, "ambiguous": 0, "not_found": 1}}
    assert dict(found.answered) == {"program:p1": 1, "right:r1": 1}
    assert dict(found.intents)["ask_program"] == 2
    assert again == found


async def test_a_line_too_young_waits_and_so_do_those_after_it(database: Database) -> None:
    await add_rows(database, member(1))
    await said(database, "m1", ("member", "在吗", None))
    young = WEDNESDAY + counting.BEHIND - timedelta(seconds=1)
    assert await database.transact(lambda s: counting.sweep(s, young)) == 0
    assert await database.transact(lambda s: counting.sweep(s, LATER)) == 1


async def test_who_is_bound_counts_for_their_union_and_who_is_not_for_their_account(database: Database) -> None:
    city = Union(id="hz", name="杭州市总工会", level="city", path="hz/")
    street = Union(id="hubin", name="湖滨街道总工会", level="street", parent_id="hz", path="hz/hubin/")
    entry = RosterEntry(id="e1", union_id="hubin", person="{}", card_index="c", digest="d", updated_at=WEDNESDAY)
    bound = RosterBinding(entry_id="e1", member_id="m1", account="wx", way="facts", key="k", bound_at=WEDNESDAY)
    await add_rows(database, member(1), member(2), city, street, entry, bound)
    await said(database, "m1", ("member", "一", None))
    await said(database, "m2", ("member", "二", None), ("member", "三", None))

    assert (await counted(database)).messages == 3
    assert (await counted(database, Scope("hz/hubin/"))).messages == 1
    assert (await counted(database, Scope("hz/other/"))).messages == 0
    assert (await counted(database, Scope("hz/", accounts=("wx",)))).messages == 3


async def test_a_visit_is_forgotten_after_some_days_and_the_count_stays(database: Database) -> None:
    await add_rows(database, member(1))
    await said(database, "m1", ("member", "一", None))
    await counted(database)

    async def more(session: AsyncSession) -> None:
        await record(session, "m1", "member", "二", WEDNESDAY + timedelta(days=5))

    await database.transact(more)
    await database.transact(lambda s: counting.sweep(s, WEDNESDAY + timedelta(days=6)))
    async with database.read() as session:
        days = list(await session.scalars(select(CountedVisit.day)))
        visits = await session.scalar(select(func.sum(DailyCount.count)).where(DailyCount.measure == counting.VISITS))
    assert (days, visits) == ([date(2026, 11, 23)], 2)


async def test_two_sweeps_at_once_count_a_line_once(database: Database) -> None:
    await add_rows(database, member(1))
    await said(database, "m1", *[("member", f"第{n}句", None) for n in range(20)])
    await asyncio.gather(*(database.transact(lambda s: counting.sweep(s, LATER)) for _ in range(4)))
    assert (await counted(database)).messages == 20


async def test_control_without_the_mark_a_line_is_counted_twice(database: Database) -> None:
    """What the compare-and-set on the mark keeps from happening."""
    await add_rows(database, member(1))
    await said(database, "m1", ("member", "一", None))
    await counted(database)

    async def forget(session: AsyncSession) -> None:
        mark = await session.get(CountingMark, "messages")
        assert mark is not None
        mark.last_id = 0

    await database.transact(forget)
    assert (await counted(database)).messages == 2
