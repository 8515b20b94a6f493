"""Places of a batch handed to branch unions: taken by their people, returned at the deadline, never above capacity."""

import asyncio
from functools import partial
from typing import Any

from base.database import Database
from tests.conftest import WEDNESDAY
from tests.union.events.helpers import book, check_numbers, quotas, status, until_nothing_is_due
from tests.union.excursions.helpers import DAY, NO, allot, batch, booking_of, prepare
from tests.union.races import Job, in_threads
from union.events import service as events
from union.events.service import Booked, Person, Refused, Waitlisted
from union.excursions import service as excursions
from union.excursions.service import Allotted, BranchPlaces

EAST, WEST = Person(branch="东分会"), Person(branch="西分会")


async def state(database: Database) -> excursions.BatchState:
    async with database.read() as session:
        found = await excursions.batch_state(session, "b1")
    assert found is not None
    return found


async def steps(database: Database) -> list[tuple[str, str, int]]:
    async with database.read() as session:
        return [(one.what, one.branch, one.places) for one in reversed(await excursions.batch_steps(session, "b1"))]


async def test_a_branch_takes_its_own_places_and_nobody_else_does(database: Database) -> None:
    await prepare(database, batch(capacity=3, places_per_member=1), members=5)

    assert await allot(database, "东分会", 2) == Allotted("东分会", 2)

    assert isinstance(await book(database, "m1", event_id="b1", person=WEST), Booked)
    assert await book(database, "m2", event_id="b1", person=WEST) == Refused("full", "0", may_wait=True)
    assert (await book(database, "m2", event_id="b1")).reason == "needs"  # type: ignore[union-attr]
    for number in (3, 4):
        assert isinstance(await book(database, f"m{number}", event_id="b1", person=EAST), Booked)
    refused = await book(database, "m5", event_id="b1", person=EAST)
    assert refused == Refused("quota_full", "东分会名额还剩 0 个", may_wait=True)
    now_is = await state(database)
    assert (now_is.capacity, now_is.taken, now_is.branches) == (3, 3, (BranchPlaces("东分会", 2, 2),))
    await check_numbers(database)


async def test_never_more_than_is_free_and_never_less_than_is_taken(database: Database) -> None:
    await prepare(database, batch(capacity=4))
    await book(database, "m1", event_id="b1", places=2)

    assert await allot(database, "东分会", 3) == Refused("full", "2")
    assert await allot(database, "东分会", 2) == Allotted("东分会", 2)
    await book(database, "m2", event_id="b1", places=2, person=EAST)
    assert await allot(database, "东分会", 1) == Refused("below_taken", "2")

    assert await quotas(database) == {"total": (2, 2), "allotted:东分会": (2, 2)}
    assert await steps(database) == [("allotted", "东分会", 2)]
    await check_numbers(database)


async def test_a_place_taken_from_a_branch_again_goes_to_who_waits(database: Database) -> None:
    await prepare(database, batch(capacity=2, places_per_member=1))
    await allot(database, "东分会", 1)
    await book(database, "m1", event_id="b1", person=WEST)
    waiting = await book(database, "m2", event_id="b1", person=WEST, wait=True)
    assert isinstance(waiting, Waitlisted)

    await allot(database, "东分会", 0)

    assert await status(database, waiting.booking.id) == "offered"
    await check_numbers(database)


async def test_the_same_key_allots_once(database: Database) -> None:
    await prepare(database, batch(capacity=4))

    for _ in range(2):
        assert await allot(database, "东分会", 3, key="k") == Allotted("东分会", 3)

    assert await quotas(database) == {"total": (0, 1), "allotted:东分会": (0, 3)}
    assert len(await steps(database)) == 1


async def test_what_makes_no_sense_is_refused_and_changes_nothing(database: Database) -> None:
    await prepare(database, batch(capacity=4))

    past: dict[str, Any] = {"until": WEDNESDAY}
    assert (await allot(database, "东分会", 1, **past)).reason == "bad_terms"  # type: ignore[union-attr]
    assert (await allot(database, " ", 1)).reason == "bad_terms"  # type: ignore[union-attr]
    assert (await allot(database, "东分会", -1)).reason == "bad_terms"  # type: ignore[union-attr]

    assert await quotas(database) == {"total": (0, 4)}
    assert await steps(database) == []


async def test_at_the_deadline_the_rest_is_open_to_all_and_who_waits_comes_first(database: Database) -> None:
    await prepare(database, batch(capacity=3, places_per_member=1), members=6)
    await allot(database, "东分会", 2)
    mine = booking_of(await book(database, "m1", event_id="b1", person=EAST))
    await book(database, "m2", event_id="b1", person=WEST)
    waiting = await book(database, "m3", event_id="b1", person=WEST, wait=True)
    assert isinstance(waiting, Waitlisted)

    await until_nothing_is_due(database, WEDNESDAY + 2 * DAY)

    assert await status(database, waiting.booking.id) == "offered"
    assert await quotas(database) == {"total": (2, 2), "returned:东分会": (1, 1)}
    assert await steps(database) == [("allotted", "东分会", 2), ("returned", "东分会", 1)]
    assert (await allot(database, "东分会", 1, key="late")).reason == "too_late"  # type: ignore[union-attr]
    # What comes free in the branch later is open to all as well, and nobody is asked for a branch any more.
    also = await book(database, "m4", event_id="b1", wait=True, now=WEDNESDAY + 2 * DAY)
    assert isinstance(also, Waitlisted)
    await database.transact(lambda s: events.cancel(s, NO, "m1", mine.id, key="c", now=WEDNESDAY + 2 * DAY))
    await until_nothing_is_due(database, WEDNESDAY + 2 * DAY)
    assert await status(database, also.booking.id) == "offered"
    await check_numbers(database)


async def test_who_waits_for_a_branchs_place_waits_for_any_after_the_deadline(database: Database) -> None:
    await prepare(database, batch(capacity=2, places_per_member=1))
    await allot(database, "东分会", 1)
    await book(database, "m1", event_id="b1", person=EAST)
    waiting = await book(database, "m2", event_id="b1", person=EAST, wait=True)
    assert isinstance(waiting, Waitlisted)

    await until_nothing_is_due(database, WEDNESDAY + 2 * DAY)

    assert await status(database, waiting.booking.id) == "offered"
    await check_numbers(database)


async def test_allotting_against_signing_up_never_oversells(database: Database) -> None:
    members, capacity = range(1, 31), 10
    await prepare(database, batch(capacity=capacity, places_per_member=1), members=len(members))
    coming: list[Job[Any]] = [
        partial(book, member_id=f"m{n}", event_id="b1", person=EAST if n % 2 else WEST) for n in members
    ]
    handing: list[Job[Any]] = [partial(allot, branch=branch, places=3) for branch in ("东分会", "西分会", "南分会")]

    results = await asyncio.to_thread(in_threads, database.url, [*coming, *handing])

    found = await quotas(database)
    assert sum(size for _, size in found.values()) == capacity
    assert sum(taken for taken, _ in found.values()) == sum(isinstance(result, Booked) for result in results)
    await check_numbers(database)


async def test_returning_against_signing_up_loses_and_oversells_nothing(database: Database) -> None:
    capacity, members = 10, range(1, 31)
    await prepare(database, batch(capacity=capacity, places_per_member=1), members=len(members))
    await allot(database, "东分会", 8)
    coming: list[Job[Any]] = [
        partial(book, member_id=f"m{n}", event_id="b1", person=EAST if n % 2 else WEST, wait=True) for n in members
    ]
    sweeping: list[Job[Any]] = [partial(until_nothing_is_due, now=WEDNESDAY + 2 * DAY)] * 2

    await asyncio.to_thread(in_threads, database.url, [*coming, *sweeping])
    await until_nothing_is_due(database, WEDNESDAY + 2 * DAY)

    now_is = await state(database)
    assert (now_is.capacity, now_is.taken, now_is.waiting) == (capacity, capacity, len(members) - capacity)
    await check_numbers(database)
