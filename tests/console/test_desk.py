"""What the desk reads (union/handoff/desk.py), on both databases."""

from datetime import timedelta
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from base.clock import FixedClock
from base.database import Database
from union.conversations.service import record
from union.handoff.desk import deliveries, desk_case, desk_cases
from union.handoff.service import answer, end, request_handoff, take
from union.members.service import get_or_add_member, remember_contact
from union.notices.delivery import deliver
from union.notices.models import Notice
from union.notices.sender import Outcome, Outgoing
from union.notices.service import NoQueue


class Refusing:
    """A sender that the platform refuses."""

    async def send(self, outgoing: Outgoing) -> Outcome:
        return Outcome("failed", "会员已取消关注")


async def waiting(database: Database, clock: FixedClock, *said: str, name: str = "", urgent: bool = False) -> int:
    """A member who said this and waits; returns the case."""

    async def work(session: AsyncSession) -> int:
        member = await get_or_add_member(session, database.keyring, "wx1", uuid4().hex, clock.now())
        if name:
            await remember_contact(session, member.id, name, "13800000000")
        for text in said:
            await record(session, member.id, "member", text, clock.now())
        return (await request_handoff(session, member.id, "欠薪", clock.now(), urgent)).case_id

    return await database.transact(work)


async def test_urgent_cases_come_first_then_the_longest_wait_then_taken_ones(
    database: Database, clock: FixedClock
) -> None:
    taken = await waiting(database, clock, "一")
    await database.transact(lambda s: take(s, taken, "李敏", clock.now()))
    clock.move(timedelta(minutes=1))
    early = await waiting(database, clock, "二")
    clock.move(timedelta(minutes=1))
    late = await waiting(database, clock, "三")
    urgent = await waiting(database, clock, "四", urgent=True)
    ended = await waiting(database, clock, "五")
    await database.transact(lambda s: end(s, NoQueue(), ended, "李敏", clock.now()))

    async with database.read() as session:
        cases = await desk_cases(session)

    assert [case.id for case in cases] == [urgent, early, late, taken]


async def test_a_case_shows_the_question_and_not_the_word_that_asked_for_staff(
    database: Database, clock: FixedClock
) -> None:
    await waiting(database, clock, "老板拖了三个月工资", "转人工", name="王小芳")

    async with database.read() as session:
        (case,) = await desk_cases(session)

    assert case.last_text == "老板拖了三个月工资"
    assert case.awaits_answer
    assert "小芳" not in case.member


async def test_a_case_of_a_member_who_only_asked_for_staff_shows_that(database: Database, clock: FixedClock) -> None:
    await waiting(database, clock, "转人工")

    async with database.read() as session:
        (case,) = await desk_cases(session)

    assert case.last_text == "转人工"


async def test_what_became_of_an_answer_stands_by_its_line_and_a_failure_is_not_counted(
    database: Database, clock: FixedClock
) -> None:
    case_id = await waiting(database, clock, "在吗")
    await database.transact(lambda s: answer(s, NoQueue(), case_id, "李敏", "在的", clock.now(), "1"))
    async with database.read() as session:
        case = await desk_case(session, case_id)
        assert case is not None
        (queued,) = await deliveries(session, case.member_id, case.asked_at)
    assert (queued.text, queued.state, queued.is_settled) == ("在的", "queued", False)

    async with database.read() as session:
        notice = await session.scalar(select(Notice.id))
    assert notice is not None
    await deliver(database, Refusing(), notice, clock)

    async with database.read() as session:
        (failed,) = await deliveries(session, case.member_id, case.asked_at)
    assert (failed.state, failed.reason, failed.is_settled) == ("failed", "会员已取消关注", True)


async def test_a_notice_sent_meanwhile_is_not_an_answer(database: Database, clock: FixedClock) -> None:
    case_id = await waiting(database, clock, "老板拖了三个月工资")
    async with database.read() as session:
        before = await desk_case(session, case_id)
    assert before is not None
    await database.transact(lambda s: record(s, before.member_id, "notice", "「通知」明天有活动", clock.now()))

    async with database.read() as session:
        assert await desk_case(session, case_id) == before
    assert before.awaits_answer


async def test_a_case_that_is_not_there_is_none(database: Database) -> None:
    async with database.read() as session:
        assert await desk_case(session, 404) is None
