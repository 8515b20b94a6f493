"""Changing and cancelling: the old slot is somebody else's, or nothing has changed."""

from datetime import timedelta

import pytest

from base.database import Database
from tests.conftest import WEDNESDAY
from tests.union.conftest import add_rows, legal_window, notices
from tests.union.legal_aid.helpers import (
    FRIDAY_NINE,
    HALF,
    NEXT_THURSDAY,
    THURSDAY_NINE,
    again,
    book,
    booked,
    cancel,
    change,
    check_slots,
    free,
    other_windows,
    texts_of,
)
from union.legal_aid.service import BookedSlot, Cancelled, Changed, Refused


@pytest.fixture(autouse=True)
async def window(database: Database, members: list[str]) -> None:
    await add_rows(database, *legal_window(), *other_windows())


async def test_a_change_moves_the_appointment_and_frees_its_slot(database: Database) -> None:
    mine = await booked(database, lawyer_id="wang")

    outcome = await change(database, mine, FRIDAY_NINE)

    assert isinstance(outcome, Changed)
    moved = outcome.appointment
    assert (moved.id, moved.code, moved.lawyer_id, moved.starts_at) == (mine.id, mine.code, "li", FRIDAY_NINE)
    assert ("wang", THURSDAY_NINE) in {(slot.lawyer_id, slot.starts_at) for slot in await free(database)}
    assert ("li", FRIDAY_NINE) not in {(slot.lawyer_id, slot.starts_at) for slot in await free(database)}
    [told] = await texts_of(database, "legal.changed")
    assert "11月20日（周五）09:00—09:30" in told
    assert isinstance(await book(database, "m2", lawyer_id="wang"), BookedSlot)


async def test_reminders_follow_the_appointment(database: Database) -> None:
    mine = await booked(database, start=NEXT_THURSDAY)
    before = await notices(database, "legal.reminder")

    await change(database, mine, FRIDAY_NINE)

    assert [notice.due for notice in before] == [NEXT_THURSDAY - timedelta(days=1), NEXT_THURSDAY - timedelta(hours=2)]
    after = await notices(database, "legal.reminder")
    assert [notice.due for notice in after] == [FRIDAY_NINE - timedelta(days=1), FRIDAY_NINE - timedelta(hours=2)]
    assert "11月20日（周五）09:00" in after[0].text


async def test_the_same_message_changes_once(database: Database) -> None:
    mine = await booked(database)

    first = await change(database, mine, FRIDAY_NINE, key="k")
    second = await change(database, mine, FRIDAY_NINE, key="k")

    assert isinstance(first, Changed)
    assert isinstance(second, Changed)
    assert (await again(database, mine)).moves == 1
    assert len(await notices(database, "legal.changed")) == 1


async def test_how_often_one_may_change_is_the_windows_word(database: Database) -> None:
    mine = await booked(database)
    assert isinstance(await change(database, mine, FRIDAY_NINE, key="1"), Changed)
    assert isinstance(await change(database, mine, FRIDAY_NINE + HALF, key="2"), Changed)

    assert await change(database, mine, FRIDAY_NINE, key="3") == Refused("too_many_changes", detail="2次")
    assert (await again(database, mine)).starts_at == FRIDAY_NINE + HALF


async def test_a_taken_slot_leaves_everything_as_it_was_and_names_the_nearest(database: Database) -> None:
    mine = await booked(database, "m1", FRIDAY_NINE)
    await booked(database, "m2", THURSDAY_NINE, lawyer_id="wang")
    await booked(database, "m3", THURSDAY_NINE, lawyer_id="li")

    refused = await change(database, mine, THURSDAY_NINE)

    assert isinstance(refused, Refused)
    assert refused.reason == "taken"
    assert refused.nearest[0].starts_at == THURSDAY_NINE + HALF
    kept = await again(database, mine)
    assert (kept.starts_at, kept.moves, kept.status) == (FRIDAY_NINE, 0, "booked")
    assert await notices(database, "legal.changed") == []


@pytest.mark.parametrize(
    ("start", "more", "reason"),
    [
        (FRIDAY_NINE, {"member_id": "m2"}, "unknown"),
        (THURSDAY_NINE, {}, "same_slot"),
        (WEDNESDAY - HALF, {}, "past"),
        (FRIDAY_NINE, {"now": THURSDAY_NINE}, "past"),
        (FRIDAY_NINE, {"way": "telephone"}, "no_such_way"),
        (FRIDAY_NINE, {"lawyer_id": "wang"}, "no_such_slot"),
        (FRIDAY_NINE + timedelta(days=1), {}, "no_such_slot"),
        (FRIDAY_NINE + timedelta(days=42), {}, "holiday"),
    ],
)
async def test_a_refused_change_changes_nothing(
    database: Database, start: object, more: dict[str, object], reason: str
) -> None:
    mine = await booked(database)

    refused = await change(database, mine, start, **more)  # type: ignore[arg-type]

    assert isinstance(refused, Refused)
    assert refused.reason == reason
    kept = await again(database, mine)
    assert (kept.starts_at, kept.lawyer_id, kept.moves) == (THURSDAY_NINE, mine.lawyer_id, 0)


async def test_one_is_not_at_two_windows_at_once_however_the_times_overlap(database: Database) -> None:
    mine = await booked(database, "m1", THURSDAY_NINE)
    await booked(database, "m1", FRIDAY_NINE, service="counselling", topic="心理咨询", description="")

    refused = await change(database, mine, FRIDAY_NINE)

    assert isinstance(refused, Refused)
    assert (refused.reason, refused.detail) == ("busy", "11月20日（周五）09:00")
    assert isinstance(await change(database, mine, FRIDAY_NINE + HALF), Changed)


async def test_only_the_way_of_talking_can_change(database: Database) -> None:
    told = {"service": "counselling", "topic": "心理咨询", "description": ""}
    mine = await booked(database, "m1", FRIDAY_NINE, **told)
    assert (mine.way, mine.where) == ("window", "三楼")

    outcome = await change(database, mine, FRIDAY_NINE, way="telephone")

    assert isinstance(outcome, Changed)
    assert outcome.appointment.where == "电话咨询（0572-00000000）"
    assert len(await notices(database, "legal.reminder")) == 2


async def test_cancelling_takes_the_reminders_back(database: Database) -> None:
    mine = await booked(database)

    assert isinstance(await cancel(database, mine), Cancelled)

    assert await notices(database, "legal.reminder") == []
    assert await change(database, mine, FRIDAY_NINE) == Refused("already_cancelled")
    await check_slots(database)


async def test_nothing_tells_that_it_is_counselling_or_what_it_is_about(database: Database) -> None:
    told = {"service": "counselling", "topic": "心理咨询", "description": "最近总是睡不着"}
    mine = await booked(database, "m1", FRIDAY_NINE, **told)
    await change(database, mine, FRIDAY_NINE + HALF)

    for notice in await notices(database):
        assert not [word for word in ("心理", "咨询", "心灵", "睡不着") if word in f"{notice.text}{notice.facts}"]
