"""Leaves, substitutes and closed days: whoever has a talk then gets another, or is asked."""

from datetime import date, time, timedelta
from typing import Any

import pytest

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
    other_windows,
    say,
    sweep,
    texts_of,
    wait,
)
from union.legal_aid import service
from union.legal_aid.models import Lawyer, RotaDay
from union.legal_aid.outcomes import Displaced
from union.legal_aid.service import Cancelled, Changed, NewShift, Refused, WaitsForEarlier

THURSDAY = THURSDAY_NINE - timedelta(hours=9), THURSDAY_NINE + timedelta(hours=15)


@pytest.fixture(autouse=True)
async def window(database: Database, members: list[str]) -> None:
    await add_rows(database, *legal_window(), *other_windows(), Lawyer(id="sun", window_id="window", name="孙律师"))


async def leave(database: Database, lawyer_id: str = "wang", substitute_id: str | None = None, **more: Any) -> Any:
    since, until = more.get("period", THURSDAY)

    async def work(session: Any) -> Any:
        key = more.get("key", f"leave:{lawyer_id}:{since}")
        how = {"staff": "小李", "key": key, "now": WEDNESDAY, "substitute_id": substitute_id}
        return await service.set_leave(session, NO, lawyer_id, since, until, **how)

    return await database.transact(work)


async def close(database: Database, window_id: str = "window") -> Any:
    day = THURSDAY_NINE.date()
    return await database.transact(
        lambda s: service.close_window(s, NO, window_id, day, "搬家", staff="小李", now=WEDNESDAY)
    )


async def test_a_substitute_takes_over_at_the_same_time(database: Database) -> None:
    mine = await booked(database, "m1", lawyer_id="wang")

    assert await leave(database, substitute_id="sun") == Displaced(1, 0)

    moved = await again(database, mine)
    assert (moved.lawyer_id, moved.starts_at, moved.moves, moved.status) == ("sun", THURSDAY_NINE, 0, "booked")
    [told] = await texts_of(database, "legal.changed")
    assert "孙律师" in told
    assert "时间不变" in told
    thursday = [slot.lawyer_id for slot in await free(database, days=2)]
    assert "wang" not in thursday
    assert thursday.count("sun") == 4
    assert len(await notices(database, "legal.reminder")) == 1


async def test_without_a_substitute_the_nearest_slot_is_kept_for_the_member(database: Database) -> None:
    mine = await booked(database, "m1", lawyer_id="wang")

    assert await leave(database) == Displaced(0, 1)

    assert (await again(database, mine)).status == "displaced"
    assert await offers(database) == [("m1", "li", THURSDAY_NINE)]
    [told] = await texts_of(database, "legal.offer")
    assert "11月19日（周四）09:00—09:30的预约办不了了" in told
    assert "李律师" in told
    assert await notices(database, "legal.reminder") == []
    reply = await say(database, "m1", f"接受 {await code_of(database, 'm1')}")
    assert "预约成功" in reply.text
    moved = await again(database, mine)
    assert (moved.lawyer_id, moved.status, moved.code) == ("li", "booked", mine.code)


async def test_who_does_not_want_it_chooses_another_and_it_counts_for_nothing(database: Database) -> None:
    mine = await booked(database, "m1", lawyer_id="wang")
    await leave(database)

    reply = await say(database, "m1", f"放弃 {await code_of(database, 'm1')}")
    outcome = await change(database, mine, FRIDAY_NINE)

    assert "改预约时间" in reply.text
    assert isinstance(outcome, Changed)
    moved = await again(database, mine)
    assert (moved.status, moved.moves, moved.starts_at) == ("booked", 0, FRIDAY_NINE)
    assert await offers(database) == []


async def test_a_displaced_appointment_can_be_cancelled_also_after_its_old_time(database: Database) -> None:
    mine = await booked(database, "m1", lawyer_id="wang")
    await leave(database)

    assert isinstance(await cancel(database, mine), Cancelled)

    assert await offers(database) == []
    await check_slots(database)


async def test_who_never_chose_is_let_go_after_the_old_time(database: Database) -> None:
    mine = await booked(database, "m1", lawyer_id="wang")
    await leave(database)

    await sweep(database, THURSDAY_NINE + timedelta(days=2))

    assert (await again(database, mine)).status == "cancelled"
    assert await offers(database) == []
    [told] = await texts_of(database, "legal.offer_over")
    assert "改预约时间" in told


async def test_a_closed_day_is_a_reason_and_moves_everybody(database: Database) -> None:
    mine, other = await booked(database, "m1"), await booked(database, "m2")

    assert await close(database) == Displaced(0, 2)

    assert {start for _, _, start in await offers(database)} == {FRIDAY_NINE, FRIDAY_NINE + HALF}
    refused = await book(database, "m3")
    assert isinstance(refused, Refused)
    assert (refused.reason, refused.detail) == ("closed", "搬家")
    assert {(await again(database, one)).status for one in (mine, other)} == {"displaced"}
    assert await close(database) == Displaced(0, 0)
    assert await database.transact(lambda s: service.reopen_window(s, "window", THURSDAY_NINE.date()))
    assert not isinstance(await book(database, "m3"), Refused)


async def test_with_nothing_free_the_member_is_told_what_to_do(database: Database) -> None:
    mine = await booked(database, "m1", FRIDAY_NINE, service="counselling", topic="心理咨询", description="")
    far = FRIDAY_NINE - timedelta(hours=9), FRIDAY_NINE + timedelta(days=90)

    assert await leave(database, "zhao", period=far) == Displaced(0, 1)

    assert await offers(database) == []
    [told] = await texts_of(database, "legal.displaced")
    assert "转人工" in told
    assert "心理" not in told
    assert (await again(database, mine)).status == "displaced"


async def test_what_was_kept_with_who_goes_on_leave_is_withdrawn(database: Database) -> None:
    first = await booked(database, "m1", lawyer_id="wang")
    for number in range(1, 5):
        await booked(database, "m1", THURSDAY_NINE + number * HALF, lawyer_id="wang")
    mine = await booked(database, "m2", NEXT_THURSDAY, lawyer_id="wang")
    assert isinstance(await wait(database, mine, before=FRIDAY_NINE, lawyer_id="wang"), WaitsForEarlier)
    await cancel(database, first)
    assert await offers(database) == [("m2", "wang", THURSDAY_NINE)]

    assert await leave(database) == Displaced(0, 4)

    assert ("m2", "wang", THURSDAY_NINE) not in await offers(database)
    assert "原来的预约不变" in (await texts_of(database, "legal.offer_over"))[0]
    assert (await again(database, mine)).status == "booked"


async def test_a_shift_that_goes_takes_only_its_own_talks(database: Database) -> None:
    mine, stays = await booked(database, "m1", lawyer_id="wang"), await booked(database, "m2", lawyer_id="li")
    async with database.read() as session:
        [shift] = [row for row in await session.run_sync(lambda s: s.query(RotaDay).all()) if row.lawyer_id == "wang"]

    assert await database.transact(lambda s: service.remove_shift(s, NO, shift.id, now=WEDNESDAY)) == Displaced(0, 1)

    assert (await again(database, mine)).status == "displaced"
    assert (await again(database, stays)).status == "booked"


async def test_a_shift_of_one_day_may_be_elsewhere(database: Database) -> None:
    saturday = (FRIDAY_NINE + timedelta(days=1)).date()
    shift = NewShift(time(9), time(10), day=saturday, place="织里镇工会", ways="both")
    await database.transact(lambda s: service.add_shift(s, "sun", shift))

    mine = await booked(database, "m1", FRIDAY_NINE + timedelta(days=1))

    assert (mine.lawyer_id, mine.where) == ("sun", "织里镇工会")


@pytest.mark.parametrize(
    ("lawyer_id", "substitute_id", "period", "reason"),
    [
        ("nobody", None, THURSDAY, "no_such_lawyer"),
        ("wang", None, THURSDAY[::-1], "bad_period"),
        ("wang", None, (WEDNESDAY - timedelta(days=2), WEDNESDAY - timedelta(days=1)), "bad_period"),
        ("wang", "wang", THURSDAY, "bad_substitute"),
        ("wang", "zhao", THURSDAY, "bad_substitute"),
        ("wang", "nobody", THURSDAY, "bad_substitute"),
    ],
)
async def test_a_leave_that_cannot_be_changes_nothing(
    database: Database, lawyer_id: str, substitute_id: str | None, period: Any, reason: str
) -> None:
    mine = await booked(database, "m1", lawyer_id="wang")

    assert await leave(database, lawyer_id, substitute_id, period=period) == Refused(reason)  # type: ignore[arg-type]

    assert (await again(database, mine)).status == "booked"


@pytest.mark.parametrize(
    "shift",
    [
        NewShift(time(10), time(9), weekday=1),
        NewShift(time(9), time(10)),
        NewShift(time(9), time(10), weekday=1, day=date(2026, 11, 30)),
        NewShift(time(9), time(10), weekday=7),
        NewShift(time(9), time(10), weekday=1, nth=6),
        NewShift(time(9), time(10), day=date(2026, 11, 30), nth=1),
    ],
)
async def test_a_shift_that_cannot_be_is_refused(database: Database, shift: NewShift) -> None:
    assert await database.transact(lambda s: service.add_shift(s, "sun", shift)) == Refused("bad_period")
