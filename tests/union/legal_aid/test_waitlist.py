"""Waiting for an earlier slot: offered to the first in line whom it fits, until it is answered."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from base.database import Database
from tests.conftest import WEDNESDAY
from tests.union.conftest import add_rows, legal_window, notices
from tests.union.legal_aid.helpers import (
    FRIDAY_NINE,
    HALF,
    NEXT_THURSDAY,
    NO,
    THURSDAY_NINE,
    again,
    book,
    booked,
    cancel,
    change,
    check_slots,
    code_of,
    free,
    offers,
    say,
    sweep,
    texts_of,
    wait,
)
from union.legal_aid import service
from union.legal_aid.models import Appointment
from union.legal_aid.records import EarlierWish
from union.legal_aid.service import BookedSlot, Cancelled, Changed, NewShift, Refused, StoppedWaiting, WaitsForEarlier

LATER = NEXT_THURSDAY + timedelta(days=1)


@pytest.fixture(autouse=True)
async def window(database: Database, members: list[str]) -> None:
    """王律师 has one slot on Thursdays; all else is taken away by asking for him alone."""
    await add_rows(database, *legal_window())


async def waiting(database: Database, member_id: str, start: object = NEXT_THURSDAY) -> Appointment:
    """Somebody who has a talk with 王律师 next week and would rather come this week."""
    mine = await booked(database, member_id, start, lawyer_id="wang")  # type: ignore[arg-type]
    outcome = await wait(database, mine, before=FRIDAY_NINE, lawyer_id="wang")
    assert isinstance(outcome, WaitsForEarlier), outcome
    return mine


@pytest.fixture
async def full(database: Database) -> list[Appointment]:
    """All of 王律师's slots of this Thursday are taken."""
    times = [THURSDAY_NINE + HALF * number for number in range(5)]
    return [await booked(database, "m1", time, lawyer_id="wang") for time in times]


async def test_a_slot_that_comes_free_is_kept_for_the_first_in_line(
    database: Database, full: list[Appointment]
) -> None:
    await waiting(database, "m2")
    await waiting(database, "m3", NEXT_THURSDAY + HALF)

    assert isinstance(await cancel(database, full[1]), Cancelled)

    assert await offers(database) == [("m2", "wang", THURSDAY_NINE + HALF)]
    [text] = await texts_of(database, "legal.offer")
    assert "11月19日（周四）09:30—10:00" in text
    assert "接受" in text
    refused = await book(database, "m3", THURSDAY_NINE + HALF, lawyer_id="wang")
    assert isinstance(refused, Refused)
    assert refused.reason == "taken"
    await check_slots(database)


async def test_taking_it_moves_the_appointment_and_counts_as_no_change(
    database: Database, full: list[Appointment]
) -> None:
    mine = await waiting(database, "m2")
    await cancel(database, full[1])
    code = await code_of(database, "m2")

    reply = await say(database, "m2", f"接受 {code}")

    assert reply.taken
    assert "预约成功" in reply.text
    moved = await again(database, mine)
    assert (moved.starts_at, moved.status, moved.moves, moved.code) == (THURSDAY_NINE + HALF, "booked", 0, mine.code)
    assert moved.description == mine.description
    assert await offers(database) == []
    assert ("wang", NEXT_THURSDAY) in {(slot.lawyer_id, slot.starts_at) for slot in await free(database)}
    assert (await say(database, "m2", f"接受 {code}")).text == reply.text
    async with database.read() as session:
        assert (await session.scalars(select(EarlierWish.status))).all() == ["over"]


async def test_letting_it_go_gives_it_to_the_next_and_keeps_ones_place(
    database: Database, full: list[Appointment]
) -> None:
    first, second = await waiting(database, "m2"), await waiting(database, "m3", NEXT_THURSDAY + HALF)
    await cancel(database, full[1])

    reply = await say(database, "m2", f"放弃 {await code_of(database, 'm2')}")

    assert "原来的预约不变" in reply.text
    assert await offers(database) == [("m3", "wang", THURSDAY_NINE + HALF)]
    await say(database, "m3", f"放弃 {await code_of(database, 'm3')}")
    assert await offers(database) == []  # nobody is asked twice about the same slot
    await cancel(database, full[2])
    assert await offers(database) == [("m2", "wang", THURSDAY_NINE + 2 * HALF)]
    assert (await again(database, first)).starts_at == NEXT_THURSDAY
    assert (await again(database, second)).starts_at == NEXT_THURSDAY + HALF


async def test_who_does_not_answer_in_time_waits_no_longer(database: Database, full: list[Appointment]) -> None:
    await waiting(database, "m2")
    await waiting(database, "m3", NEXT_THURSDAY + HALF)
    await cancel(database, full[4])
    code = await code_of(database, "m2")
    over = WEDNESDAY + timedelta(hours=12)

    await sweep(database, over)

    assert await offers(database) == [("m3", "wang", THURSDAY_NINE + 4 * HALF)]
    [told] = await texts_of(database, "legal.offer_over")
    assert "没有等到答复" in told
    assert "原来的预约不变" in told
    assert not (await say(database, "m2", f"接受 {code}", now=over)).taken
    await sweep(database, over + timedelta(hours=12))
    assert await offers(database) == []
    assert (THURSDAY_NINE + 4 * HALF) in {slot.starts_at for slot in await free(database, lawyer_id="wang")}


async def test_a_slot_that_begins_too_soon_is_nobodys_offer(database: Database, full: list[Appointment]) -> None:
    await waiting(database, "m2")

    await cancel(database, full[1], now=THURSDAY_NINE - 3 * HALF)

    assert await offers(database) == []


async def test_a_change_offers_the_slot_it_leaves(database: Database, full: list[Appointment]) -> None:
    await waiting(database, "m2")

    assert isinstance(await change(database, full[0], LATER), Changed)

    assert await offers(database) == [("m2", "wang", THURSDAY_NINE)]


async def test_only_who_wishes_for_it_is_asked(database: Database, full: list[Appointment]) -> None:
    mine = await booked(database, "m2", NEXT_THURSDAY, lawyer_id="wang")
    other = await booked(database, "m3", NEXT_THURSDAY, lawyer_id="li")
    assert isinstance(await wait(database, mine, before=THURSDAY_NINE + HALF, lawyer_id="wang"), WaitsForEarlier)
    assert isinstance(await wait(database, other, before=FRIDAY_NINE, way="telephone"), WaitsForEarlier)

    await cancel(database, full[1])

    assert await offers(database) == []


async def test_who_need_not_wait_is_told_what_is_free(database: Database) -> None:
    mine = await booked(database, "m1", NEXT_THURSDAY)

    refused = await wait(database, mine)

    assert isinstance(refused, Refused)
    assert refused.reason == "free_now"
    assert [slot.starts_at for slot in refused.nearest][:2] == [THURSDAY_NINE, THURSDAY_NINE]


async def test_changing_to_the_very_slot_that_is_kept_takes_the_offer(
    database: Database, full: list[Appointment]
) -> None:
    mine = await waiting(database, "m2")
    await cancel(database, full[1])

    outcome = await change(database, mine, THURSDAY_NINE + HALF)

    assert isinstance(outcome, Changed)
    assert isinstance(await change(database, mine, THURSDAY_NINE + HALF), Changed)  # the same message
    moved = await again(database, mine)
    assert (moved.starts_at, moved.moves) == (THURSDAY_NINE + HALF, 0)
    assert await offers(database) == []


async def test_cancelling_lets_the_offer_and_the_wish_go(database: Database, full: list[Appointment]) -> None:
    mine, _ = await waiting(database, "m2"), await waiting(database, "m3", NEXT_THURSDAY + HALF)
    await cancel(database, full[1])
    code = await code_of(database, "m2")

    await cancel(database, mine)

    assert await offers(database) == [("m3", "wang", THURSDAY_NINE + HALF)]
    assert not (await say(database, "m2", f"接受 {code}")).taken
    assert await again(database, mine)
    assert (await again(database, mine)).status == "cancelled"


async def test_one_can_stop_waiting_and_wait_again_at_the_end_of_the_line(
    database: Database, full: list[Appointment]
) -> None:
    mine, _ = await waiting(database, "m2"), await waiting(database, "m3", NEXT_THURSDAY + HALF)

    stopped = await database.transact(lambda s: service.stop_waiting(s, "m2", mine.id))
    assert isinstance(stopped, StoppedWaiting)
    again_waiting = await wait(database, mine, before=FRIDAY_NINE, lawyer_id="wang")
    await cancel(database, full[1])

    assert isinstance(again_waiting, WaitsForEarlier)
    assert again_waiting.ahead == 1
    assert await offers(database) == [("m3", "wang", THURSDAY_NINE + HALF)]


async def test_a_new_shift_is_found_by_the_sweep(database: Database, full: list[Appointment]) -> None:
    await waiting(database, "m2")
    day, (begins, ends) = (
        WEDNESDAY.date(),
        ((WEDNESDAY + timedelta(hours=5)).time(), (WEDNESDAY + timedelta(hours=6)).time()),
    )
    await database.transact(lambda s: service.add_shift(s, "wang", NewShift(begins, ends, day=day)))

    assert await database.transact(lambda s: service.refill(s, NO, WEDNESDAY)) == 1
    assert await database.transact(lambda s: service.refill(s, NO, WEDNESDAY)) == 0

    assert await offers(database) == [("m2", "wang", WEDNESDAY + timedelta(hours=5))]


async def test_a_wish_that_nothing_can_fulfil_any_more_is_over(database: Database, full: list[Appointment]) -> None:
    mine = await waiting(database, "m2")

    assert await database.transact(lambda s: service.refill(s, NO, FRIDAY_NINE)) == 0

    async with database.read() as session:
        assert await service.wish_of(session, mine.id) is None
    assert isinstance(await book(database, "m3", LATER), BookedSlot)
    assert await notices(database, "legal.offer") == []
