"""Who goes first: in the window, on the waitlist and in a draw; then by date, where the rules say so."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from base.database import Database
from tests.conftest import WEDNESDAY
from tests.union.conftest import add_rows
from tests.union.events.helpers import book, status, until_nothing_is_due
from tests.union.excursions.helpers import DAY, NO, batch, booking_of, prepare
from union.events import service as events
from union.events.files import build_draw
from union.events.models import Booking
from union.events.rules import rank_of
from union.events.service import Booked, Person, Refused, Waitlisted, verify_draw
from union.events.terms import EventRules

WEIGHTS = {"frontline": 3, "model_worker": 2, "injured_at_work": 2, "retiring": 1}
NONE = Person(frontline=False, model_worker=False, injured_at_work=False, retiring=False)
FRONTLINE = Person(frontline=True)
RETIRING = Person(frontline=False, model_worker=False, injured_at_work=False, retiring=True)


def windowed(**values: Any) -> Any:
    return batch(priority=WEIGHTS, priority_first_hours=48, **values)


@pytest.mark.parametrize(
    ("person", "rank"),
    [(NONE, 8), (Person(), 8), (RETIRING, 7), (FRONTLINE, 5), (Person(frontline=True, model_worker=True), 3)],
)
async def test_more_weight_is_an_earlier_rank(database: Database, person: Person, rank: int) -> None:
    await prepare(database, batch(priority=WEIGHTS))
    async with database.read() as session:
        meeting = await events.get(session, "b1")

    assert meeting is not None
    assert rank_of(meeting, person) == rank


async def test_in_the_window_only_those_first_and_then_everybody(database: Database) -> None:
    await prepare(database, windowed())

    refused = await book(database, "m1", event_id="b1", person=NONE)
    assert refused == Refused("priority_first", "11月19日（周四）10:00")
    assert await book(database, "m1", event_id="b1") == Refused("needs", "frontline")
    assert isinstance(await book(database, "m2", event_id="b1", person=RETIRING), Booked)
    assert isinstance(await book(database, "m1", event_id="b1", person=NONE, now=WEDNESDAY + DAY), Booked)


async def test_the_waitlist_goes_by_priority_and_then_by_date(database: Database) -> None:
    await prepare(database, batch(capacity=1, places_per_member=1, priority=WEIGHTS), members=4)
    first = booking_of(await book(database, "m1", event_id="b1", person=NONE))
    people = {"m2": NONE, "m3": RETIRING, "m4": FRONTLINE}
    waiting = {who: await book(database, who, event_id="b1", person=people[who], wait=True) for who in people}
    assert all(isinstance(one, Waitlisted) for one in waiting.values())

    await database.transact(lambda s: events.cancel(s, NO, "m1", first.id, key="c", now=WEDNESDAY))

    assert await status(database, waiting["m4"].booking.id) == "offered"  # type: ignore[union-attr]
    async with database.read() as session:
        places = [await events.position(session, one.booking) for one in waiting.values()]  # type: ignore[union-attr]
    assert places[:2] == [2, 1]


async def test_a_draw_by_date_takes_priority_first_then_who_came_first_and_can_be_checked(database: Database) -> None:
    closes = WEDNESDAY + 7 * DAY
    lottery = batch(capacity=3, places_per_member=1, way="lottery", priority=WEIGHTS, ties="date")
    await prepare(database, lottery, members=8)
    await add_rows(database, build_draw("b1", closes))
    for number in range(1, 9):
        person = FRONTLINE if number == 8 else NONE
        later = WEDNESDAY + timedelta(minutes=number)
        await book(database, f"m{number}", event_id="b1", person=person, now=later)

    await until_nothing_is_due(database, closes)
    await until_nothing_is_due(database, closes + timedelta(minutes=10))

    async with database.read() as session:
        won = await session.scalars(select(Booking.member_id).where(Booking.status == "won"))
        shown = await events.publication(session, "b1")
    assert sorted(won) == ["m1", "m2", "m8"]
    assert shown is not None
    assert verify_draw(shown) == shown["winners"]


def test_a_window_needs_somebody_who_goes_first() -> None:
    with pytest.raises(ValueError, match="priority_first_hours"):
        EventRules(priority_first_hours=1)
