"""Many at the same moment: no slot is given twice, none is lost, and whoever is told something can rely on it."""

import asyncio
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select, text, update

from base.database import Database
from tests.conftest import WEDNESDAY
from tests.union.conftest import add_rows, legal_window, member
from tests.union.legal_aid.helpers import (
    FRIDAY_NINE,
    HALF,
    NEXT_THURSDAY,
    NO,
    THURSDAY_NINE,
    again,
    book,
    booked,
    check_slots,
    code_of,
    free,
    offers,
    wait,
)
from tests.union.races import Job, in_threads
from union.legal_aid import service, steps
from union.legal_aid.models import Appointment
from union.legal_aid.outcomes import Displaced
from union.legal_aid.seats import free_then, plan_for
from union.legal_aid.service import BookedSlot, Cancelled, Changed, Refused

CROWD = range(1, 13)
THURSDAY = THURSDAY_NINE - timedelta(hours=9), THURSDAY_NINE + timedelta(hours=15)


@pytest.fixture(autouse=True)
async def crowd(database: Database) -> None:
    await add_rows(database, *[member(number) for number in CROWD], *legal_window())


async def race(database: Database, jobs: list[Job[Any]]) -> list[Any]:
    return await asyncio.to_thread(in_threads, database.url, jobs)


def changing(mine: Appointment, start: object = FRIDAY_NINE) -> Job[Any]:
    key = f"change:{mine.id}"
    return lambda db: db.transact(
        lambda s: service.change(s, NO, mine.member_id, mine.id, start, key=key, now=WEDNESDAY)  # type: ignore[arg-type]
    )


def cancelling(mine: Appointment) -> Job[Any]:
    key = f"cancel:{mine.id}"
    return lambda db: db.transact(
        lambda s: service.cancel(s, mine.member_id, mine.id, key=key, now=WEDNESDAY, queue=NO)
    )


def accepting(member_id: str, offer_id: str) -> Job[Any]:
    return lambda db: db.transact(
        lambda s: service.accept(s, NO, member_id, offer_id, key=f"yes:{offer_id}", now=WEDNESDAY)
    )


def leaving() -> Job[Any]:
    since, until = THURSDAY
    return lambda db: db.transact(
        lambda s: service.set_leave(s, NO, "wang", since, until, staff="小李", key="leave", now=WEDNESDAY)
    )


async def everybody_moves_to_friday(database: Database) -> list[Any]:
    """Eight talks, and one slot all of them want."""
    times = [NEXT_THURSDAY + HALF * number for number in range(4)]
    mine = [
        await booked(database, f"m{number}", times[number % 4], lawyer_id="wang" if number < 5 else "li")
        for number in range(1, 9)
    ]
    return await race(database, [changing(one) for one in mine])


async def test_one_slot_is_changed_to_once(database: Database) -> None:
    results = await everybody_moves_to_friday(database)

    assert sum(isinstance(result, Changed) for result in results) == 1
    assert {result.reason for result in results if isinstance(result, Refused)} == {"taken"}
    await check_slots(database)


@pytest.mark.changes_tables
async def test_control_without_the_index_many_change_to_one_slot(database: Database) -> None:
    if database.is_sqlite:
        pytest.skip("SQLite's single writer looks and books in one go, with or without the index")
    await database.transact(lambda s: s.execute(text("DROP INDEX uq_appointments_live_lawyer_start")))

    results = await everybody_moves_to_friday(database)

    assert sum(isinstance(result, Changed) for result in results) > 1


async def test_change_against_cancel_leaves_no_slot_taken_by_nobody(database: Database) -> None:
    mine = [
        await booked(database, f"m{number}", THURSDAY_NINE + HALF * (number - 1), lawyer_id="wang")
        for number in range(1, 6)
    ]

    times = [FRIDAY_NINE + HALF * number for number in range(5)]
    jobs = [job for one, time in zip(mine, times, strict=True) for job in (changing(one, time), cancelling(one))]
    results = await race(database, jobs)

    for changed, cancelled in zip(results[::2], results[1::2], strict=True):
        assert isinstance(cancelled, Cancelled)
        assert isinstance(changed, Changed) or changed == Refused("already_cancelled")
    assert {(await again(database, one)).status for one in mine} == {"cancelled"}
    assert len(await free(database, days=3)) == 15


@pytest.mark.parametrize("guarded", [True, False])
async def test_a_change_that_read_before_a_cancelling_does_not_bring_the_talk_back(
    database: Database, monkeypatch: pytest.MonkeyPatch, guarded: bool
) -> None:
    """The control: without comparing status, the cancelled talk moves."""
    if database.is_sqlite:
        pytest.skip("SQLite's single writer reads and writes in one go")
    mine = await booked(database, "m1", lawyer_id="wang")

    async def meanwhile_cancelled(*arguments: Any) -> Any:
        assert isinstance(await cancelling(mine)(database), Cancelled)
        return await plan_for(*arguments)

    async def unguarded(session: Any, appointment: Appointment, _: Any, **values: object) -> bool:
        await session.execute(update(Appointment).where(Appointment.id == appointment.id).values(**values))
        return True

    monkeypatch.setattr("union.legal_aid.change.plan_for", meanwhile_cancelled)
    if not guarded:
        monkeypatch.setattr(steps, "move", unguarded)

    outcome = await changing(mine)(database)

    assert (outcome == Refused("already_cancelled")) is guarded
    assert (await again(database, mine)).status == ("cancelled" if guarded else "booked")


async def kept_for_two(database: Database) -> tuple[Appointment, str]:
    """A slot that is kept for m2, who has a talk next week."""
    [first, *_] = [await booked(database, "m1", THURSDAY_NINE + HALF * number, lawyer_id="wang") for number in range(5)]
    mine = await booked(database, "m2", NEXT_THURSDAY, lawyer_id="wang")
    await wait(database, mine, before=FRIDAY_NINE, lawyer_id="wang")
    await cancelling(first)(database)
    assert await offers(database) == [("m2", "wang", THURSDAY_NINE)]
    async with database.read() as session:
        offer_id = (await session.scalars(select(Appointment.id).where(Appointment.status == "offered"))).one()
    return mine, offer_id


async def test_a_kept_slot_is_not_booked_by_others_while_it_is_taken(database: Database) -> None:
    mine, offer_id = await kept_for_two(database)
    others: list[Job[Any]] = [
        partial(book, member_id=f"m{number}", lawyer_id="wang", start=THURSDAY_NINE) for number in range(3, 9)
    ]

    taken, *results = await race(database, [accepting("m2", offer_id), *others])

    assert isinstance(taken, Changed)
    assert {result.reason for result in results} == {"taken"}
    moved = await again(database, mine)
    assert (moved.starts_at, moved.status) == (THURSDAY_NINE, "booked")
    await check_slots(database)


async def test_a_slot_that_comes_free_is_booked_or_kept_never_both(database: Database) -> None:
    [first, *_] = [await booked(database, "m1", THURSDAY_NINE + HALF * number, lawyer_id="wang") for number in range(5)]
    mine = await booked(database, "m2", NEXT_THURSDAY, lawyer_id="wang")
    await wait(database, mine, before=FRIDAY_NINE, lawyer_id="wang")
    others: list[Job[Any]] = [
        partial(book, member_id=f"m{number}", lawyer_id="wang", start=THURSDAY_NINE) for number in range(3, 9)
    ]

    results = await race(database, [cancelling(first), *others])

    got = [result for result in results[1:] if isinstance(result, BookedSlot)]
    kept = await offers(database)
    assert len(got) + len(kept) == 1
    await check_slots(database)


async def test_accepting_twice_at_once_moves_once(database: Database) -> None:
    mine, offer_id = await kept_for_two(database)
    code = await code_of(database, "m2")

    results = await race(database, [accepting("m2", offer_id)] * 4)

    assert code
    assert all(isinstance(result, Changed) for result in results)
    assert (await again(database, mine)).starts_at == THURSDAY_NINE
    await check_slots(database)


async def test_a_talk_booked_while_its_lawyer_takes_leave_is_moved_or_never_given(database: Database) -> None:
    coming: list[Job[Any]] = [
        partial(book, member_id=f"m{number}", lawyer_id="wang", start=THURSDAY_NINE + HALF * (number % 5))
        for number in range(1, 9)
    ]

    results = await race(database, [*coming[:4], leaving(), *coming[4:]])

    for result in [one for one in results if isinstance(one, BookedSlot)]:
        assert (await again(database, result.appointment)).status == "displaced"
    assert {one.reason for one in results if isinstance(one, Refused)} <= {"taken", "on_leave"}
    await check_slots(database)


@pytest.mark.parametrize("guarded", [True, False])
async def test_a_leave_waits_for_who_is_booking_on_the_old_plan(
    database: Database, monkeypatch: pytest.MonkeyPatch, guarded: bool
) -> None:
    """The control: without the windows' lock the talk stays with a lawyer who is away."""
    if database.is_sqlite:
        pytest.skip("SQLite's single writer needs no lock")
    looked, left = asyncio.Event(), asyncio.Event()

    async def slowly(*arguments: Any) -> Any:
        found = await free_then(*arguments)
        looked.set()
        with suppress(TimeoutError):  # guarded, the leave waits for this booking
            await asyncio.wait_for(left.wait(), 1)
        return found

    async def leave_meanwhile() -> Any:
        await looked.wait()
        outcome = await leaving()(database)
        left.set()
        return outcome

    async def no_lock(*_: Any, **__: Any) -> None:
        return None

    monkeypatch.setattr("union.legal_aid.booking.free_then", slowly)
    if not guarded:
        for module in ("seats", "planning"):
            monkeypatch.setattr(f"union.legal_aid.{module}.hold_plan", no_lock)

    got, moved = await asyncio.gather(book(database, "m1", lawyer_id="wang"), leave_meanwhile())

    assert isinstance(got, BookedSlot)
    assert moved == Displaced(0, 1 if guarded else 0)
    assert (await again(database, got.appointment)).status == ("displaced" if guarded else "booked")
