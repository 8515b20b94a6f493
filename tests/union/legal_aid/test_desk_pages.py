"""What the pages of appointments read, and who may read it, on both databases."""

from datetime import timedelta

import pytest

from base.database import Database
from tests.conftest import WEDNESDAY
from tests.union.conftest import add_rows, legal_window
from tests.union.legal_aid.helpers import FRIDAY_NINE, NO, THURSDAY_NINE, booked, other_windows
from union.legal_aid import desk, sitting
from union.legal_aid.privacy import Reader
from union.legal_aid.refusal import Refused
from union.legal_aid.service import close_window, draft_example, record_outcome, set_leave
from union.legal_aid.talk import may_see_pictures, talk

AGENT, LAWYER = Reader("小李", "agent"), Reader("王", "lawyer")
AFTER = THURSDAY_NINE + timedelta(hours=1)


@pytest.fixture(autouse=True)
async def windows(database: Database, members: list[str]) -> None:
    await add_rows(database, *legal_window(), *other_windows())
    assert await database.transact(lambda s: sitting.link_account(s, "wang", "王")) is None


async def test_an_account_is_one_lawyers(database: Database) -> None:
    taken = await database.transact(lambda s: sitting.link_account(s, "li", "王"))
    unknown = await database.transact(lambda s: sitting.link_account(s, "nobody", "李"))
    free = await database.transact(lambda s: sitting.link_account(s, "wang", None))
    assert (taken, unknown, free) == (Refused("taken"), Refused("no_such_lawyer"), None)
    async with database.read() as session:
        assert {one.lawyer_id: one.staff for one in await sitting.seats(session)}["wang"] is None


async def test_leaves_and_closed_days_are_listed_until_they_are_over(database: Database) -> None:
    until, day = THURSDAY_NINE + timedelta(hours=8), THURSDAY_NINE.date()
    leave = {"staff": "小李", "key": "l", "now": WEDNESDAY, "substitute_id": "li"}
    await database.transact(lambda s: set_leave(s, NO, "wang", THURSDAY_NINE, until, **leave))  # type: ignore[arg-type]
    await database.transact(lambda s: close_window(s, NO, "window", day, "停电", staff="小李", now=WEDNESDAY))
    async with database.read() as session:
        [shown] = await sitting.leaves(session, WEDNESDAY)
        [closed] = await sitting.closures(session, WEDNESDAY)
        assert await sitting.is_leave_of(session, shown.id, "王")
        assert not await sitting.is_leave_of(session, shown.id, "李")
        assert await sitting.leaves(session, until) == []
        assert await sitting.closures(session, WEDNESDAY + timedelta(days=3)) == []
    assert (shown.lawyer, shown.substitute, shown.by) == ("王律师", "李律师", "小李")
    assert (closed.window, closed.day, closed.reason) == ("法律援助窗口", day, "停电")


async def test_a_talk_shows_its_outcome_and_what_an_example_would_say(database: Database) -> None:
    mine = await booked(database, lawyer_id="wang")
    await database.transact(
        lambda s: record_outcome(
            s, NO, "王", mine.id, "advised", "可以仲裁", key="o", now=AFTER, next_step="整理工资条"
        )
    )
    await database.transact(lambda s: draft_example(s, "王", mine.id, now=AFTER, text="拖欠工资可以仲裁"))
    async with database.read() as session:
        shown = await talk(session, AGENT, mine.code)
        assert await talk(session, AGENT, "NOTHING") is None
    assert shown is not None and shown.outcome is not None
    assert shown.is_of("王") and not shown.is_of("小李")
    assert (shown.outcome.words, shown.example, shown.draft) == (
        "可以仲裁",
        "draft",
        "【欠薪】可以仲裁\n下一步：整理工资条",
    )
    assert [(verb, by) for _, verb, by in shown.steps] == [("outcome", "王")]


async def test_a_talk_without_a_linked_account_is_nobodys(database: Database) -> None:
    mine = await booked(database, lawyer_id="li")
    async with database.read() as session:
        shown = await talk(session, AGENT, mine.code)
    assert shown is not None and not shown.is_of("")


async def test_a_private_talk_is_read_by_its_counsellor_alone(database: Database) -> None:
    about = {"topic": "心理咨询", "description": "睡不着", "service": "counselling", "window_id": "heart"}
    mine = await booked(database, "m1", FRIDAY_NINE, **about)
    at = FRIDAY_NINE + timedelta(hours=1)
    await database.transact(lambda s: record_outcome(s, NO, "赵", mine.id, "advised", "秘密", key="o", now=at))
    async with database.read() as session:
        for reader, reads in ((AGENT, False), (Reader("x", "admin"), False), (Reader("赵", "lawyer"), True)):
            shown = await talk(session, reader, mine.code)
            assert shown is not None
            assert (shown.card.intake is not None, shown.outcome is not None) == (reads, reads)
            assert shown.draft is None
            assert await may_see_pictures(session, reader, mine.id) is reads


async def test_talks_that_nobody_recorded_are_seen_by_the_desk(database: Database) -> None:
    mine = await booked(database, lawyer_id="li")
    async with database.read() as session:
        assert [one.id for one in await desk.all_unrecorded(session, AGENT, AFTER)] == [mine.id]
        assert await desk.all_unrecorded(session, AGENT, WEDNESDAY) == []
        assert await desk.unrecorded(session, LAWYER, AFTER) == []


async def test_districts_are_those_that_requests_come_from(database: Database) -> None:
    await booked(database, "m1", district="吴兴区", town="织里镇")
    await booked(database, "m2", FRIDAY_NINE)
    async with database.read() as session:
        assert await sitting.districts(session) == ["吴兴区"]
