"""A member calls the desk: found by a number, booked for; and the month as a table."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import Database
from tests.conftest import WEDNESDAY
from tests.union.conftest import add_rows, legal_window
from tests.union.legal_aid.helpers import FRIDAY_NINE, NO, THURSDAY_NINE, booked, other_windows, texts_of
from tests.union.roster.helpers import CARD, PHONE, WANG, add, plant, try_to_bind
from union.entered import Wrong
from union.legal_aid import service
from union.legal_aid.callers import caller
from union.legal_aid.exporting import HEAD, appointments_table
from union.legal_aid.for_callers import Call, book_for_caller
from union.legal_aid.refusal import Refused
from union.legal_aid.service import BookedSlot, Reader
from union.roster.service import Bound
from union.staff.scope import EVERYTHING, Scope
from union.voices.service import Draft, Submitted, submit

ELSEWHERE = Scope(path="zhenhai/", city="宁波市", district="镇海区")
CALL = Call(CARD, "window", "wang", THURSDAY_NINE, "欠薪", "三个月没发工资", "window")


@pytest.fixture(autouse=True)
async def window(database: Database, members: list[str]) -> None:
    """m1 is 王芳 on the roster of a street."""
    await add_rows(database, *legal_window(), *other_windows())
    await plant(database)
    await add(database, ("hubin", WANG))
    assert isinstance(await try_to_bind(database), Bound)


async def call(database: Database, wanted: Call = CALL, *, scope: Scope = EVERYTHING, key: str = "k") -> Any:
    async def work(session: AsyncSession) -> Any:
        return await book_for_caller(session, NO, database.keyring, wanted, key=key, now=WEDNESDAY, scope=scope)

    return await database.transact(work)


async def who(database: Database, said: str, scope: Scope = EVERYTHING) -> str | None:
    async with database.read() as session:
        found = await caller(session, database.keyring, said, scope=scope)
    return found.id if found else None


async def number_of(database: Database, draft: Draft) -> str:
    """Of a suggestion that m3 sends."""
    sent = await database.transact(lambda s: submit(s, "m3", draft, key=draft.text, now=WEDNESDAY))
    assert isinstance(sent, Submitted)
    return sent.suggestion.number


async def test_a_member_is_found_by_what_they_can_read_out(database: Database) -> None:
    mine = await booked(database, "m2", lawyer_id="li")
    drafts = [Draft("其他", "灯坏了", "李红", PHONE), Draft("其他", "不想留名")]
    numbers = [await number_of(database, draft) for draft in drafts]

    assert await who(database, mine.code.lower()) == "m2"
    assert await who(database, f" {CARD[:4]} {CARD[4:]} ") == "m1"
    assert await who(database, PHONE) == "m1"
    assert [await who(database, number) for number in numbers] == ["m3", None]
    assert await who(database, "") is None
    assert await who(database, "没有这个") is None
    assert await who(database, PHONE, ELSEWHERE) is None


async def test_the_desk_books_for_who_calls_and_they_are_told(database: Database) -> None:
    done = await call(database)
    assert isinstance(done, BookedSlot)
    mine = done.appointment
    assert (mine.member_id, mine.lawyer_id, mine.name, mine.district) == ("m1", "wang", "王芳", "上城区")
    assert len(await texts_of(database, "legal.booked")) == 1
    again = await call(database)
    assert isinstance(again, BookedSlot)
    assert again.appointment.id == mine.id
    assert getattr(await call(database, key="other"), "reason", "") == "taken"


async def test_what_is_missing_is_said_at_its_field(database: Database) -> None:
    assert await call(database, replace(CALL, said="X")) == Wrong("said", "no_member")
    assert (await call(database, replace(CALL, topic=""))).field == "topic"
    assert (await call(database, replace(CALL, description=" "))).field == "description"
    assert (await call(database, replace(CALL, phone="12"))).field == "phone"
    assert (await call(database, replace(CALL, way="telephone"))).field == "way"
    assert await call(database, scope=ELSEWHERE) == Refused("no_window")


async def test_the_months_table_tells_no_names_and_nothing_of_counselling(database: Database) -> None:
    await booked(database, "m1", lawyer_id="wang", district="吴兴区", town="织里镇")
    about = {"topic": "心理咨询", "description": "睡不着", "service": "counselling", "window_id": "heart"}
    await booked(database, "m2", FRIDAY_NINE, **about)
    reader, month = Reader("小李", "agent"), WEDNESDAY.date()
    async with database.read() as session:
        rows = await appointments_table(session, reader, month)
        of_district = await appointments_table(session, reader, month, district="吴兴区")
        other_month = await appointments_table(session, reader, month + timedelta(days=30))
        elsewhere = await appointments_table(session, reader, month, scope=ELSEWHERE)
    assert [row[8] for row in rows] == ["主题", "欠薪", ""]
    assert not any("王芳" in str(value) or "睡不着" in str(value) for row in rows for value in row)
    assert len(of_district) == 2
    assert other_month == elsewhere == [list(HEAD)]


async def test_what_the_desk_booked_can_be_cancelled_by_its_member(database: Database) -> None:
    mine = (await call(database)).appointment
    done = await database.transact(lambda s: service.cancel(s, "m1", mine.id, key="c", now=WEDNESDAY, queue=NO))
    assert isinstance(done, service.Cancelled)
    assert await texts_of(database, "legal.cancelled") == []
