"""Every verb on events and bookings, on both databases."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from base.clock import FixedClock
from base.database import Database
from tests.conftest import WEDNESDAY
from tests.union.conftest import add_rows, event, notices
from tests.union.events.helpers import book, counts
from union.events.meeting import Meeting
from union.events.service import (
    Booked,
    Cancelled,
    Refused,
    cancel,
    get,
    list_events,
    my_bookings,
    nearest,
)
from union.notices.service import NoQueue

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
async def party(database: Database, members: list[str]) -> None:
    await add_rows(database, event())


async def cancel_it(
    database: Database, member_id: str, booking_id: str, key: str = "c1", now: datetime = WEDNESDAY
) -> Cancelled | Refused:
    return await database.transact(lambda s: cancel(s, NoQueue(), member_id, booking_id, key=key, now=now))


async def test_a_sign_up_takes_places_and_queues_its_confirmation(database: Database) -> None:
    result = await book(database, "m1", places=2, name=" 王芳", phone="138 0013 8000")

    assert isinstance(result, Booked)
    assert (result.booking.name, result.booking.phone) == ("王芳", "13800138000")
    assert await counts(database) == (2, 2)
    [notice] = await notices(database, "events.booked")
    assert (notice.member_id, notice.kind, notice.state) == ("m1", "events.booked", "waiting")
    assert result.booking.code in notice.text
    assert "11月25日（周三）10:00—13:00" in notice.text


async def test_the_same_message_gives_the_same_booking(database: Database) -> None:
    first, again = await book(database, "m1"), await book(database, "m1")

    assert isinstance(first, Booked)
    assert isinstance(again, Booked)
    assert again.booking.id == first.booking.id
    assert again.event.title == "相亲会"
    assert await counts(database) == (1, 1)
    assert len(await notices(database, "events.booked")) == 1


async def test_signing_up_twice_names_the_standing_booking(database: Database) -> None:
    first = await book(database, "m1")

    again = await book(database, "m1", key="another")

    assert isinstance(first, Booked)
    assert again == Refused("already", first.booking.code)
    assert await counts(database) == (1, 1)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"event_id": "nothing"}, "unknown"),
        ({"name": "1"}, "bad_name"),
        ({"phone": "1"}, "bad_phone"),
        ({"places": 3}, "too_many"),
        ({"now": WEDNESDAY + 9 * DAY}, "past"),
        ({"event_id": "small", "places": 2}, "full"),
    ],
)
async def test_a_refusal_changes_nothing(database: Database, change: dict[str, object], reason: str) -> None:
    await add_rows(database, event("small", capacity=1))

    refused = await book(database, "m1", **change)  # type: ignore[arg-type]

    assert isinstance(refused, Refused)
    assert refused.reason == reason
    assert await counts(database) == (0, 0)
    assert await notices(database) == []


async def test_name_and_phone_are_encrypted_at_rest(database: Database) -> None:
    await book(database, "m1")

    async with database.read() as session:
        row = (await session.execute(text("SELECT name, phone FROM bookings"))).one()
    assert "王芳".encode() not in bytes(row[0])
    assert b"138" not in bytes(row[1])


async def test_a_cancelled_place_is_free_once_and_can_be_taken_again(database: Database) -> None:
    booked = await book(database, "m1", places=2)
    assert isinstance(booked, Booked)

    first = await cancel_it(database, "m1", booked.booking.id)
    same_message = await cancel_it(database, "m1", booked.booking.id)
    other_message = await cancel_it(database, "m1", booked.booking.id, key="c2")

    assert isinstance(first, Cancelled)
    assert isinstance(same_message, Cancelled)
    assert other_message == Refused("already_cancelled")
    assert await counts(database) == (0, 0)
    assert isinstance(await book(database, "m1", key="again"), Booked)
    assert await counts(database) == (1, 1)


async def test_nobody_cancels_the_booking_of_another(database: Database) -> None:
    booked = await book(database, "m1")
    assert isinstance(booked, Booked)

    assert await cancel_it(database, "m2", booked.booking.id) == Refused("unknown")
    assert await counts(database) == (1, 1)


async def test_nothing_is_cancelled_once_it_has_begun(database: Database) -> None:
    booked = await book(database, "m1")
    assert isinstance(booked, Booked)

    late = await cancel_it(database, "m1", booked.booking.id, now=WEDNESDAY + 7 * DAY)

    assert late == Refused("past", "11月25日（周三）10:00")


async def test_events_are_found_by_kind_area_and_date(database: Database) -> None:
    soon, later = WEDNESDAY + DAY, WEDNESDAY + 20 * DAY
    await add_rows(
        database,
        event("show", kind="演出", district="", starts=soon),
        event("rest", kind="疗休养", city="湖州市", district="吴兴区", starts=later),
        event("gone", starts=WEDNESDAY - DAY, sign_up_opens=WEDNESDAY - 9 * DAY),
        event("off", status="called_off"),
    )

    async def ids(**wanted: object) -> list[str]:
        async with database.read() as session:
            return [found.id for found in await list_events(session, WEDNESDAY, **wanted)]  # type: ignore[arg-type]

    assert await ids() == ["show", "party", "rest"]
    assert await ids(kind="疗休养") == ["rest"]
    assert await ids(city="杭州市", district="上城区") == ["show", "party"]
    assert await ids(district="吴兴区") == ["rest"]
    assert await ids(since=soon + DAY) == ["party", "rest"]
    assert await ids(until=soon) == []
    assert await ids(since=soon, until=soon + DAY) == ["show"]


async def test_one_event_is_looked_at_with_what_is_left(database: Database) -> None:
    await book(database, "m1", places=2)

    async with database.read() as session:
        found = await get(session, "party")
        assert await get(session, "nothing") is None
    assert isinstance(found, Meeting)
    assert found.left == 8


async def test_after_a_refusal_the_nearest_that_works_is_offered(database: Database) -> None:
    await add_rows(
        database,
        event("far", starts=WEDNESDAY + 30 * DAY),
        event("near", starts=WEDNESDAY + 9 * DAY),
        event("small", starts=WEDNESDAY + 8 * DAY, capacity=1),
        event("show", kind="演出"),
    )

    async with database.read() as session:
        found = await get(session, "party")
        assert found is not None
        offered = await nearest(session, found, WEDNESDAY, 2)
    assert [other.id for other in offered] == ["near", "far"]


async def test_my_bookings_are_the_live_ones_with_their_events(database: Database, clock: FixedClock) -> None:
    await add_rows(database, event("sooner", starts=WEDNESDAY + 2 * DAY), event("dropped"))
    for event_id in ("party", "sooner", "dropped"):
        booked = await book(database, "m1", event_id=event_id)
    assert isinstance(booked, Booked)
    await cancel_it(database, "m1", booked.booking.id)
    await book(database, "m2")

    async with database.read() as session:
        mine = await my_bookings(session, "m1", WEDNESDAY)
        assert [booking.event.id for booking in mine] == ["sooner", "party"]
        assert [b.event.id for b in await my_bookings(session, "m1", WEDNESDAY + 3 * DAY)] == ["party"]
