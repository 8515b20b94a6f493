"""Every verb on appointments, on both databases."""

import asyncio
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import Database
from tests.conftest import WEDNESDAY
from tests.union.conftest import add_rows, legal_window, member, notices
from tests.union.races import Job, in_threads
from union.legal_aid.models import Appointment
from union.legal_aid.service import BookedSlot, Cancelled, Refused, book, cancel, free_slots, my_appointments
from union.notices.service import NoQueue

THURSDAY_NINE = WEDNESDAY + timedelta(hours=23)
FRIDAY_NINE = THURSDAY_NINE + timedelta(days=1)


@pytest.fixture(autouse=True)
async def window(database: Database, members: list[str]) -> None:
    await add_rows(database, *legal_window())


async def reserve(
    database: Database,
    member_id: str,
    start: datetime = THURSDAY_NINE,
    *,
    lawyer_id: str | None = None,
    key: str | None = None,
    topic: str = "欠薪",
    description: str = "三个月没发工资",
    name: str = "王芳",
    phone: str = "13800138000",
    now: datetime = WEDNESDAY,
) -> BookedSlot | Refused:
    async def work(session: AsyncSession) -> BookedSlot | Refused:
        about: dict[str, Any] = {"topic": topic, "description": description, "name": name, "phone": phone}
        key_ = key or f"{member_id}:{start}:{lawyer_id}"
        return await book(session, NoQueue(), member_id, start, **about, key=key_, now=now, lawyer_id=lawyer_id)

    return await database.transact(work)


async def test_free_slots_follow_the_rota_and_leave_out_what_is_over(database: Database) -> None:
    async with database.read() as session:
        free = await free_slots(session, WEDNESDAY, 3)
        late = await free_slots(session, THURSDAY_NINE + timedelta(minutes=40), 1)
        hers = await free_slots(session, WEDNESDAY, 8, lawyer_id="wang")

    assert len(free) == 15  # five on Thursday for each of two, five on Friday for one
    assert (free[0].starts_at, free[0].place) == (THURSDAY_NINE, "一楼")
    assert [f"{slot.starts_at:%H:%M}" for slot in late if slot.lawyer_id == "wang"] == ["10:00", "10:30", "11:00"]
    assert {slot.lawyer_name for slot in hers} == {"王律师"}


async def test_a_booking_takes_the_slot_and_queues_its_confirmation(database: Database) -> None:
    booked = await reserve(database, "m1", lawyer_id="wang")

    assert isinstance(booked, BookedSlot)
    assert booked.appointment.lawyer.name == "王律师"
    [notice] = await notices(database, "legal.booked")
    assert notice.state == "queued"
    assert "11月19日（周四）09:00—09:30" in notice.text
    assert "欠薪" not in notice.text
    async with database.read() as session:
        left = await free_slots(session, WEDNESDAY, 2)
    assert ("wang", THURSDAY_NINE) not in {(slot.lawyer_id, slot.starts_at) for slot in left}


async def test_the_same_message_gives_the_same_slot(database: Database) -> None:
    first, again = await reserve(database, "m1"), await reserve(database, "m1")

    assert isinstance(first, BookedSlot)
    assert isinstance(again, BookedSlot)
    assert first.appointment.id == again.appointment.id
    assert len(await notices(database, "legal.booked")) == 1


async def test_a_taken_slot_is_refused_with_the_nearest_free_ones(database: Database) -> None:
    await reserve(database, "m1", lawyer_id="wang")

    refused = await reserve(database, "m2", lawyer_id="wang")

    assert isinstance(refused, Refused)
    assert refused.reason == "taken"
    assert len(refused.nearest) == 3
    assert refused.nearest[0].starts_at == THURSDAY_NINE
    assert refused.nearest[0].lawyer_id == "li"


async def test_without_a_wish_whoever_is_free_is_taken_until_nobody_is(database: Database) -> None:
    results = [await reserve(database, f"m{number}") for number in (1, 2, 3)]

    assert [type(result) for result in results] == [BookedSlot, BookedSlot, Refused]
    assert isinstance(results[2], Refused)
    assert results[2].reason == "taken"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"start": WEDNESDAY - timedelta(hours=1)}, "past"),
        ({"start": THURSDAY_NINE + timedelta(minutes=5)}, "no_such_slot"),
        ({"start": THURSDAY_NINE + timedelta(hours=12)}, "no_such_slot"),
        ({"start": FRIDAY_NINE, "lawyer_id": "wang"}, "no_such_slot"),
        ({"start": THURSDAY_NINE + timedelta(days=700)}, "no_such_slot"),
        ({"topic": "离婚"}, "bad_topic"),
        ({"description": "  "}, "bad_description"),
        ({"description": "长" * 5001}, "too_long"),
        ({"name": "1"}, "bad_name"),
        ({"phone": "1"}, "bad_phone"),
    ],
)
async def test_a_refusal_changes_nothing(database: Database, change: dict[str, object], reason: str) -> None:
    refused = await reserve(database, "m1", **change)  # type: ignore[arg-type]

    assert isinstance(refused, Refused)
    assert refused.reason == reason
    assert await notices(database) == []


async def test_nobody_sits_with_two_lawyers_at_once(database: Database) -> None:
    await reserve(database, "m1", lawyer_id="wang")

    refused = await reserve(database, "m1", lawyer_id="li")

    assert isinstance(refused, Refused)
    assert refused.reason == "busy"


async def test_what_is_told_is_encrypted_at_rest(database: Database) -> None:
    await reserve(database, "m1")

    async with database.read() as session:
        stored = await session.scalar(text("SELECT description FROM appointments"))
    assert "工资".encode() not in bytes(stored)


async def test_a_cancelled_slot_is_free_again(database: Database) -> None:
    booked = await reserve(database, "m1", lawyer_id="wang")
    assert isinstance(booked, BookedSlot)
    appointment_id = booked.appointment.id

    async def cancel_it(member_id: str, key: str, now: datetime = WEDNESDAY) -> Cancelled | Refused:
        return await database.transact(lambda s: cancel(s, member_id, appointment_id, key=key, now=now))

    assert await cancel_it("m2", "c0") == Refused("unknown")
    assert await cancel_it("m1", "c0", THURSDAY_NINE) == Refused("past")
    assert isinstance(await cancel_it("m1", "c1"), Cancelled)
    assert isinstance(await cancel_it("m1", "c1"), Cancelled)
    assert await cancel_it("m1", "c2") == Refused("already_cancelled")
    assert isinstance(await reserve(database, "m2", lawyer_id="wang"), BookedSlot)


async def test_my_appointments_are_the_live_ones_with_their_lawyers(database: Database) -> None:
    await reserve(database, "m1", FRIDAY_NINE)
    await reserve(database, "m1", THURSDAY_NINE, lawyer_id="wang")
    await reserve(database, "m2", THURSDAY_NINE, lawyer_id="li")

    async with database.read() as session:
        mine = await my_appointments(session, "m1", WEDNESDAY)
    assert [(found.lawyer.name, found.lawyer.window.place) for found in mine] == [
        ("王律师", "一楼"),
        ("李律师", "一楼"),
    ]


def everybody_wants_her() -> list[Job[BookedSlot | Refused]]:
    return [partial(reserve, member_id=f"m{number}", lawyer_id="wang") for number in range(1, 21)]


async def test_a_slot_is_never_given_twice(database: Database) -> None:
    await add_rows(database, *[member(number) for number in range(4, 21)])

    results = await asyncio.to_thread(in_threads, database.url, everybody_wants_her())

    assert sum(isinstance(result, BookedSlot) for result in results) == 1
    assert {result.reason for result in results if isinstance(result, Refused)} == {"taken"}
    async with database.read() as session:
        assert await session.scalar(select(func.count()).select_from(Appointment)) == 1


@pytest.mark.changes_tables
async def test_control_looking_first_gives_a_slot_twice_without_the_index(database: Database) -> None:
    """With the unique index gone, everybody who saw the slot free gets it: the index is what holds."""
    if database.is_sqlite:
        pytest.skip("SQLite's single writer looks and books in one go, with or without the index")
    await add_rows(database, *[member(number) for number in range(4, 21)])
    await database.transact(lambda s: s.execute(text("DROP INDEX uq_appointments_live_lawyer_start")))

    results = await asyncio.to_thread(in_threads, database.url, everybody_wants_her())

    assert sum(isinstance(result, BookedSlot) for result in results) > 1
