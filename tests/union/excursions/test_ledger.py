"""The entitlement goes with the booking: reserved, given back once, used; and a refusal says what is left."""

from datetime import datetime
from typing import Any

from base.clock import SHANGHAI
from base.database import Database
from tests.conftest import WEDNESDAY
from tests.union.conftest import add_rows, event, meeting, notices
from tests.union.events.helpers import book, check_numbers, status, until_nothing_is_due
from tests.union.excursions.helpers import DAY, KIND, NO, batch, booking_of, check_ledger, left, lines, prepare
from union.events import service as events
from union.events.files import build_draw
from union.events.service import Booked, Cancelled, Changed, Refused, Waitlisted
from union.excursions import service as excursions
from union.excursions.terms import Amount


async def cancel(database: Database, member_id: str, booking_id: str, key: str = "c") -> Cancelled | Refused:
    return await database.transact(
        lambda s: events.cancel(s, NO, member_id, booking_id, key=f"{key}:{booking_id}", now=WEDNESDAY)
    )


async def test_a_booking_takes_days_yuan_and_a_segment_and_a_cancellation_gives_them_back_once(
    database: Database,
) -> None:
    await prepare(database, batch(days=3))

    booking = booking_of(await book(database, "m1", event_id="b1"))
    assert await left(database) == Amount(2, 1200, 1)
    await cancel(database, "m1", booking.id, "c1")
    again = await cancel(database, "m1", booking.id, "c2")

    assert again == Refused("already_cancelled")
    assert await left(database) == Amount(5, 3000, 2)
    assert await lines(database) == [("granted", 5), ("reserved", -3), ("given_back", 3)]
    await check_ledger(database)


async def test_a_refusal_says_what_is_left_and_shorter_batches_are_offered(database: Database) -> None:
    longer, shorter = batch("b2", 4, starts=WEDNESDAY + 20 * DAY), batch("b3", 2, starts=WEDNESDAY + 30 * DAY)
    await prepare(database, batch("b1", 3), longer, shorter)
    await book(database, "m1", event_id="b1")

    refused = await book(database, "m1", event_id="b2")

    assert refused == Refused("entitlement", "本年度还剩 2 天，这条线路需要 4 天")
    async with database.read() as session:
        asked = await events.get(session, "b2")
        assert asked is not None
        offered = await excursions.instead(session, asked, "m1", WEDNESDAY, 1)
    assert [one.id for one in offered] == ["b3"]
    assert isinstance(await book(database, "m1", event_id="b3"), Booked)
    assert await left(database) == Amount(0, 0, 0)


async def test_a_cycle_is_split_into_at_most_so_many_trips(database: Database) -> None:
    batches = [batch(f"b{n}", 1, starts=WEDNESDAY + (10 + n) * DAY) for n in (1, 2, 3)]
    await prepare(database, *batches)

    await book(database, "m1", event_id="b1")
    await book(database, "m1", event_id="b2")

    refused = await book(database, "m1", event_id="b3")
    assert refused == Refused("entitlement", "本年度的疗休养次数已经用完")


async def test_the_next_year_has_an_entitlement_of_its_own(database: Database) -> None:
    await prepare(database, batch("b1", 5), batch("b2", 5, starts=WEDNESDAY + 60 * DAY))

    await book(database, "m1", event_id="b1")

    assert isinstance(await book(database, "m1", event_id="b2"), Booked)
    refused = await book(database, "m1", event_id="b2", key="other")
    assert isinstance(refused, Refused)
    assert await left(database, cycle=2027) == Amount(0, 0, 1)


async def test_events_without_days_and_kinds_without_terms_need_no_entitlement(database: Database) -> None:
    await prepare(database, event("walk", kind=KIND), event("camp", kind="露营", days=9, yuan=9000))

    assert isinstance(await book(database, "m1", event_id="walk"), Booked)
    assert isinstance(await book(database, "m1", event_id="camp"), Booked)
    assert await lines(database) == []


async def test_a_hold_reserves_and_the_sign_up_takes_it_over(database: Database) -> None:
    await prepare(database, batch(), batch("b2", starts=WEDNESDAY + 20 * DAY))

    held = await database.transact(lambda s: events.hold(s, NO, "m1", "b1", places=1, key="h", now=WEDNESDAY))
    assert isinstance(held, events.Held)
    assert (await left(database)).days == 0
    assert isinstance(await book(database, "m1", event_id="b2"), Refused)
    assert isinstance(await book(database, "m1", event_id="b1"), Booked)

    assert await lines(database) == [("granted", 5), ("reserved", -5)]
    await check_ledger(database)


async def test_a_hold_that_ends_gives_the_days_back(database: Database) -> None:
    await prepare(database, batch())
    await database.transact(lambda s: events.hold(s, NO, "m1", "b1", places=1, key="h", now=WEDNESDAY))

    await until_nothing_is_due(database, WEDNESDAY + DAY)

    assert (await left(database)).days == 5
    await check_ledger(database)


async def test_waiting_takes_nothing_and_an_offer_reserves(database: Database) -> None:
    await prepare(database, batch(capacity=1, places_per_member=1))
    first = booking_of(await book(database, "m1", event_id="b1"))
    waiting = await book(database, "m2", event_id="b1", wait=True)
    assert isinstance(waiting, Waitlisted)
    assert (await left(database, "m2")).days == 5

    await cancel(database, "m1", first.id)

    assert await status(database, waiting.booking.id) == "offered"
    assert (await left(database, "m2")).days == 0
    await until_nothing_is_due(database, WEDNESDAY + DAY)
    assert await status(database, waiting.booking.id) == "passed_on"
    assert (await left(database, "m2")).days == 5
    await check_ledger(database)


async def test_who_has_no_days_left_is_passed_over_and_gets_the_place_when_days_come_back(database: Database) -> None:
    await prepare(database, batch(capacity=1), batch("b2", starts=WEDNESDAY + 20 * DAY))
    first = booking_of(await book(database, "m1", event_id="b1"))
    waiting = await book(database, "m2", event_id="b1", wait=True)
    assert isinstance(waiting, Waitlisted)
    elsewhere = booking_of(await book(database, "m2", event_id="b2"))

    await cancel(database, "m1", first.id)
    assert await status(database, waiting.booking.id) == "waitlisted"
    await cancel(database, "m2", elsewhere.id)
    await until_nothing_is_due(database, WEDNESDAY)

    assert await status(database, waiting.booking.id) == "offered"
    await check_ledger(database)
    await check_numbers(database)


async def test_a_change_across_the_year_takes_from_the_other_year_or_changes_nothing(database: Database) -> None:
    dates = [WEDNESDAY + 14 * DAY, WEDNESDAY + 60 * DAY]
    batches = [meeting(f"s{n}", date, ends=date + 5 * DAY, quotas={"total": 9}) for n, date in enumerate(dates)]
    other = batch("b2", starts=WEDNESDAY + 70 * DAY)
    await prepare(database, batch("b1", sessions=batches, once_per="session"), other)
    booking = booking_of(await book(database, "m1", event_id="s0"))
    in_the_way = booking_of(await book(database, "m1", event_id="b2"))

    async def change(key: str) -> Changed | Refused:
        return await database.transact(lambda s: events.change(s, NO, "m1", booking.id, "s1", key=key, now=WEDNESDAY))

    assert await change("k1") == Refused("entitlement", "2027年度还剩 0 天，这条线路需要 5 天")
    assert [await left(database, cycle=year) for year in (2026, 2027)] == [Amount(0, 0, 1)] * 2
    await check_numbers(database)
    await cancel(database, "m1", in_the_way.id)
    assert isinstance(await change("k2"), Changed)
    assert [(await left(database, cycle=year)).days for year in (2026, 2027)] == [5, 0]
    await check_ledger(database)


async def test_a_draw_reserves_at_entry_and_gives_back_to_who_did_not_win(database: Database) -> None:
    rules: dict[str, Any] = {"capacity": 1, "places_per_member": 1}
    await prepare(database, batch("b1", way="lottery", **rules), batch("b2", starts=WEDNESDAY + 20 * DAY), members=2)
    await add_rows(database, build_draw("b1", WEDNESDAY + 7 * DAY))
    for number in (1, 2):
        await book(database, f"m{number}", event_id="b1")
    assert isinstance(await book(database, "m1", event_id="b2"), Refused)

    await until_nothing_is_due(database, WEDNESDAY + 7 * DAY)
    await until_nothing_is_due(database, WEDNESDAY + 7 * DAY + DAY / 24)

    days = sorted([(await left(database, f"m{number}")).days for number in (1, 2)])
    assert days == [0, 5]
    await check_ledger(database)


async def test_after_the_trip_the_days_are_used_for_good(database: Database) -> None:
    await prepare(database, batch(days=2))
    await book(database, "m1", event_id="b1")

    await until_nothing_is_due(database, WEDNESDAY + 20 * DAY)

    assert await lines(database) == [("granted", 5), ("reserved", -2), ("used", 0)]
    assert (await left(database)).days == 3
    await check_ledger(database)


async def test_the_confirmation_says_what_is_to_pay_and_family_takes_nothing_of_the_entitlement(
    database: Database,
) -> None:
    await prepare(database, batch(days=5, yuan=3400, yuan_per_day=600, companion_yuan=3200))

    await book(database, "m1", event_id="b1", places=2)

    assert await left(database) == Amount(0, 0, 1)
    [told] = await notices(database, "events.booked")
    assert "人数：2" in told.text
    assert "自费合计：3600 元（本人 400 元，家属 1 人 3200 元）" in told.text


async def test_the_rest_of_a_cycle_is_carried_as_the_terms_allow_and_expires(database: Database) -> None:
    await prepare(database, batch(days=1), carry_days=2, carry_yuan=1000)
    await book(database, "m1", event_id="b1")

    await until_nothing_is_due(database, datetime(2027, 1, 1, 0, 1, tzinfo=SHANGHAI))

    assert await left(database) == Amount(0, 0, 0)
    assert await left(database, cycle=2027) == Amount(7, 4000, 2)
    assert await lines(database) == [
        *[("granted", 5), ("reserved", -1), ("used", 0), ("expired", -4)],
        *[("granted", 5), ("carried", 2)],
    ]
    await check_ledger(database)


async def test_a_two_year_cycle_is_named_by_both_years(database: Database) -> None:
    await prepare(database, batch(days=5), batch("b2", 3, starts=WEDNESDAY + 60 * DAY), cycle_years=2)
    await book(database, "m1", event_id="b1")

    refused = await book(database, "m1", event_id="b2")

    assert refused == Refused("entitlement", "2026—2027年度还剩 0 天，这条线路需要 3 天")


async def test_without_a_booking_nobody_is_held_to_have_an_account(database: Database) -> None:
    await prepare(database)

    assert await left(database) == Amount(5, 3000, 2)
    assert await lines(database) == []
