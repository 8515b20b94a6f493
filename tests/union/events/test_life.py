"""A booking from the hold to the door, on both databases."""

from datetime import timedelta
from typing import Any

import pytest

from base.database import Database
from tests.conftest import WEDNESDAY
from tests.union.conftest import add_rows, event, meeting, member, notices
from tests.union.events.helpers import PHONE, book, check_numbers, counts, quotas, status, until_nothing_is_due
from union.events.models import Booking
from union.events.service import (
    Booked,
    Cancelled,
    Changed,
    Held,
    Person,
    Refused,
    Waitlisted,
    accept,
    cancel,
    change,
    hold,
    my_bookings,
)
from union.events.terms import EventPolicy, EventQuestion
from union.notices.service import NoQueue

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NO = NoQueue()


@pytest.fixture(autouse=True)
async def crowd(database: Database) -> None:
    await add_rows(database, *[member(number) for number in range(1, 9)])


async def drop(
    database: Database, member_id: str, booking_id: str, now: Any = WEDNESDAY, key: str | None = None
) -> Any:
    key = key or f"cancel:{booking_id}"
    return await database.transact(lambda s: cancel(s, NO, member_id, booking_id, key=key, now=now))


async def take(database: Database, member_id: str, booking_id: str, now: Any = WEDNESDAY) -> Any:
    key = f"accept:{booking_id}"
    return await database.transact(lambda s: accept(s, NO, member_id, booking_id, key=key, now=now))


async def keep(database: Database, member_id: str, now: Any = WEDNESDAY, places: int = 1, key: str = "h") -> Any:
    return await database.transact(lambda s: hold(s, NO, member_id, "party", places=places, key=key, now=now))


async def move_to(database: Database, booking: Booking, target: str, key: str = "ch", **more: Any) -> Any:
    return await database.transact(
        lambda s: change(s, NO, booking.member_id, booking.id, target, key=key, now=WEDNESDAY, **more)
    )


async def test_a_hold_keeps_the_place_and_becomes_the_booking(database: Database) -> None:
    await add_rows(database, event(capacity=1))

    held = await keep(database, "m1")
    other = await book(database, "m2")
    booked = await book(database, "m1")

    assert isinstance(held, Held)
    assert held.until == WEDNESDAY + timedelta(minutes=10)
    assert other == Refused("full", "0", may_wait=True)
    assert isinstance(booked, Booked)
    assert booked.booking.id == held.booking.id
    assert (booked.booking.name, booked.booking.status) == ("王芳", "booked")
    assert isinstance(await book(database, "m1"), Booked)
    await check_numbers(database)


async def test_a_hold_for_other_places_is_dropped_for_what_is_booked(database: Database) -> None:
    await add_rows(database, event(capacity=3))

    await keep(database, "m1", places=2)
    booked = await book(database, "m1", places=1)

    assert isinstance(booked, Booked)
    assert await counts(database) == (1, 1)
    assert await keep(database, "m1", key="again") == Refused("already", booked.booking.code)


async def test_a_hold_that_is_over_goes_to_the_next(database: Database) -> None:
    await add_rows(database, event(capacity=1))
    await keep(database, "m1")
    waiting = await book(database, "m2", wait=True)
    assert isinstance(waiting, Waitlisted)
    assert waiting.position == 1

    await until_nothing_is_due(database, WEDNESDAY + timedelta(minutes=11))

    assert await status(database, waiting.booking.id) == "offered"
    [notice] = await notices(database, "events.offer")
    assert (notice.member_id, "回复“接受 " in notice.text) == ("m2", True)
    await check_numbers(database)


async def test_a_cancelled_place_is_offered_to_the_first_who_waits_and_accepted(database: Database) -> None:
    await add_rows(database, event(capacity=1))
    first = await book(database, "m1")
    waiting = [await book(database, f"m{n}", wait=True) for n in (2, 3)]
    assert isinstance(first, Booked)
    assert [w.position for w in waiting if isinstance(w, Waitlisted)] == [1, 2]
    assert await book(database, "m2", key="twice") == Refused("waiting", "1")

    cancelled = await drop(database, "m1", first.booking.id)
    accepted = await take(database, "m2", waiting[0].booking.id)  # type: ignore[union-attr]

    assert isinstance(cancelled, Cancelled)
    assert isinstance(accepted, Booked)
    assert accepted.booking.status == "booked"
    assert isinstance(await take(database, "m2", accepted.booking.id), Booked)
    await check_numbers(database)
    assert await counts(database) == (1, 1)
    assert [n.member_id for n in await notices(database, "events.booked")] == ["m2"]


async def test_an_offer_not_accepted_in_time_goes_to_the_next(database: Database) -> None:
    await add_rows(database, event(capacity=1, policy=EventPolicy(offer_hours=2)))
    first = await book(database, "m1")
    second, third = [await book(database, f"m{n}", wait=True) for n in (2, 3)]
    assert isinstance(first, Booked)
    assert isinstance(second, Waitlisted)
    assert isinstance(third, Waitlisted)
    await drop(database, "m1", first.booking.id)

    late = await take(database, "m2", second.booking.id, now=WEDNESDAY + 2 * HOUR)
    await until_nothing_is_due(database, WEDNESDAY + 2 * HOUR)

    assert late == Refused("offer_over", "11月18日（周三）12:00")
    assert await status(database, second.booking.id) == "passed_on"
    assert await status(database, third.booking.id) == "offered"
    assert await take(database, "m2", second.booking.id) == Refused("offer_over")
    assert len(await notices(database, "events.offer_over")) == 1
    await check_numbers(database)


async def test_declining_an_offer_passes_it_on(database: Database) -> None:
    await add_rows(database, event(capacity=1))
    first = await book(database, "m1")
    second, third = [await book(database, f"m{n}", wait=True) for n in (2, 3)]
    await drop(database, "m1", first.booking.id)  # type: ignore[union-attr]

    declined = await drop(database, "m2", second.booking.id)  # type: ignore[union-attr]

    assert isinstance(declined, Cancelled)
    assert declined.booking.status == "passed_on"
    assert await status(database, third.booking.id) == "offered"  # type: ignore[union-attr]


async def test_with_no_time_to_accept_the_next_is_booked_at_once(database: Database) -> None:
    await add_rows(database, event(capacity=1, policy=EventPolicy(offer_hours=0)))
    first = await book(database, "m1")
    second = await book(database, "m2", wait=True)

    await drop(database, "m1", first.booking.id)  # type: ignore[union-attr]

    assert await status(database, second.booking.id) == "booked"  # type: ignore[union-attr]
    assert [n.member_id for n in await notices(database, "events.booked")] == ["m2"]


async def test_who_needs_more_than_is_free_is_passed_over(database: Database) -> None:
    await add_rows(database, event(capacity=3))
    one, two = await book(database, "m1"), await book(database, "m2", places=2)
    pair = await book(database, "m3", places=2, wait=True)
    single = await book(database, "m4", wait=True)

    await drop(database, "m1", one.booking.id)  # type: ignore[union-attr]
    assert await status(database, single.booking.id) == "offered"  # type: ignore[union-attr]
    await drop(database, "m2", two.booking.id)  # type: ignore[union-attr]
    assert await status(database, pair.booking.id) == "offered"  # type: ignore[union-attr]
    await check_numbers(database)


async def test_men_and_women_have_places_of_their_own(database: Database) -> None:
    await add_rows(database, event(quotas={"total": 2, "men": 1, "women": 1}))
    man, woman = Person(gender="male"), Person(gender="female")

    assert await book(database, "m1") == Refused("needs", "gender")
    assert isinstance(await book(database, "m1", person=man), Booked)
    assert await book(database, "m2", person=man) == Refused("quota_full", "男性名额还剩 0 个", may_wait=True)
    waiting = await book(database, "m2", person=man, wait=True)
    assert isinstance(waiting, Waitlisted)
    assert isinstance(await book(database, "m3", person=woman), Booked)
    assert await quotas(database) == {"total": (2, 2), "men": (1, 1), "women": (1, 1)}
    await check_numbers(database)


async def test_places_kept_for_first_timers_are_not_for_those_who_came_before(database: Database) -> None:
    earlier = event("before", starts=WEDNESDAY + 2 * DAY)
    await add_rows(database, earlier, event(quotas={"total": 3, "returning": 1}, places_per_member=1))
    for number in (1, 2):
        await book(database, f"m{number}", event_id="before")

    assert isinstance(await book(database, "m1"), Booked)
    assert (await book(database, "m2")).reason == "quota_full"  # type: ignore[union-attr]
    assert isinstance(await book(database, "m3"), Booked)


async def test_once_a_year_counts_all_events_of_the_kind(database: Database) -> None:
    yearly: dict[str, Any] = {"once_per": "year", "kind": "疗休养"}
    later = event("later", starts=WEDNESDAY + 20 * DAY, **yearly)
    next_year = event("next", starts=WEDNESDAY + 60 * DAY, **yearly)
    await add_rows(database, event(**yearly), later, next_year)

    first = await book(database, "m1")
    assert isinstance(first, Booked)
    assert await book(database, "m1", event_id="later") == Refused("already", first.booking.code)
    assert isinstance(await book(database, "m1", event_id="next"), Booked)


async def test_an_hour_of_a_court_is_booked_beside_another(database: Database) -> None:
    hours = [meeting(f"h{n}", WEDNESDAY + DAY + n * HOUR, quotas={"total": 1}) for n in (1, 2)]
    closes = WEDNESDAY + DAY
    await add_rows(database, event(sessions=hours, once_per="session", places_per_member=1, sign_up_closes=closes))

    assert isinstance(await book(database, "m1", event_id="h1"), Booked)
    assert isinstance(await book(database, "m1", event_id="h2"), Booked)
    assert (await book(database, "m2", event_id="h2")).reason == "full"  # type: ignore[union-attr]


async def two_batches(database: Database, **values: Any) -> None:
    batches = [meeting(f"b{n}", WEDNESDAY + n * 7 * DAY, quotas={"total": n}, title=f"第{n}批") for n in (1, 2)]
    await add_rows(database, event(sessions=batches, sign_up_closes=WEDNESDAY + 5 * DAY, **values))


async def test_a_change_moves_the_place_and_its_reminders(database: Database) -> None:
    await two_batches(database)
    booked = await book(database, "m1", event_id="b1")
    waiting = await book(database, "m2", event_id="b1", wait=True)
    assert isinstance(booked, Booked)

    changed = await move_to(database, booked.booking, "b2")
    again = await move_to(database, booked.booking, "b2")

    assert isinstance(changed, Changed)
    assert isinstance(again, Changed)
    assert changed.booking.code == booked.booking.code
    assert changed.event.title == "相亲会·第2批"
    assert await status(database, waiting.booking.id) == "offered"  # type: ignore[union-attr]
    reminders = [n for n in await notices(database, "events.reminder") if n.member_id == "m1"]
    assert len(reminders) == 2
    assert all("12月2日" in n.text for n in reminders)
    await check_numbers(database)


async def test_a_change_to_a_full_session_changes_nothing(database: Database) -> None:
    await two_batches(database)
    await book(database, "m2", event_id="b1")
    booked = await book(database, "m1", event_id="b2")
    assert isinstance(booked, Booked)

    assert await move_to(database, booked.booking, "b1") == Refused("full", "0")
    assert await move_to(database, booked.booking, "b2") == Refused("same_session")
    assert await move_to(database, booked.booking, "nothing") == Refused("unknown")
    async with database.read() as session:
        [mine] = await my_bookings(session, "m1", WEDNESDAY)
    assert mine.event.id == "b2"
    await check_numbers(database)


async def test_a_change_onto_a_booking_of_ones_own_is_refused(database: Database) -> None:
    batches = [meeting(f"b{n}", WEDNESDAY + n * 7 * DAY, quotas={"total": 5}) for n in (1, 2)]
    await add_rows(database, event(sessions=batches, once_per="session", sign_up_closes=WEDNESDAY + 5 * DAY))
    first, _ = await book(database, "m1", event_id="b1"), await book(database, "m1", event_id="b2")
    assert isinstance(first, Booked)

    assert await move_to(database, first.booking, "b2") == Refused("already", first.booking.code)
    await check_numbers(database)


async def test_reminders_are_queued_and_go_with_the_booking(database: Database) -> None:
    await add_rows(database, event())
    booked = await book(database, "m1")
    assert isinstance(booked, Booked)
    assert len(await notices(database, "events.reminder")) == 2

    await drop(database, "m1", booked.booking.id)

    assert {notice.state for notice in await notices(database)} == {"cancelled"}


async def test_a_late_cancelling_is_refused_or_counted_by_policy(database: Database) -> None:
    strict = EventPolicy(cancel_hours=48)
    counted = EventPolicy(cancel_hours=48, late_cancel_counts=True, no_shows=1, bar_days=30)
    await add_rows(database, event("strict", policy=strict), event("counted", policy=counted))
    one = await book(database, "m1", event_id="strict")
    two = await book(database, "m1", event_id="counted")
    late = WEDNESDAY + 6 * DAY

    assert await drop(database, "m1", one.booking.id, late) == Refused(  # type: ignore[union-attr]
        "too_late", "11月23日（周一）10:00"
    )
    assert isinstance(await drop(database, "m1", two.booking.id, late), Cancelled)  # type: ignore[union-attr]

    await add_rows(database, event("later", starts=WEDNESDAY + 20 * DAY))
    barred = await book(database, "m1", event_id="later", now=late)
    assert isinstance(barred, Refused)
    assert barred.reason == "barred"
    assert "12月24日（周四）10:00" in barred.detail
    assert len(await notices(database, "events.barred")) == 1


async def test_answers_and_companions_are_asked_checked_and_encrypted(database: Database) -> None:
    questions = (
        EventQuestion(id="size", label="衣服尺码", kind="choice", choices=("S", "M")),
        EventQuestion(id="diet", label="饮食禁忌", required=False),
    )
    await add_rows(database, event(questions=questions, companions=True))
    right: dict[str, Any] = {"answers": {"size": "M"}, "companions": ["李四"], "places": 2}

    assert await book(database, "m1") == Refused("needs_answer", "衣服尺码")
    assert await book(database, "m1", answers={"size": "XXL"}) == Refused("bad_answer", "衣服尺码")
    assert await book(database, "m1", **right | {"companions": []}) == Refused("companions", "1")
    booked = await book(database, "m1", **right)

    assert isinstance(booked, Booked)
    assert booked.booking.details == '{"answers": {"size": "M"}, "companions": ["李四"]}'
    assert booked.booking.phone == PHONE


async def test_nobody_accepts_what_is_not_offered_or_not_theirs(database: Database) -> None:
    await add_rows(database, event())
    booked = await book(database, "m1")
    assert isinstance(booked, Booked)

    assert await take(database, "m2", booked.booking.id) == Refused("unknown")
    assert await take(database, "m1", booked.booking.id) == Refused("not_offered")
