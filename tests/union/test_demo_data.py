"""Demo data can be loaded at any time, twice, and again."""

import re
from datetime import timedelta

from sqlalchemy import func, select

from app.demo_data import load_demo_data
from base.clock import FixedClock, to_shanghai
from base.database import Database
from tests.conftest import WEDNESDAY
from tests.union.conftest import add_rows, member, notices
from tests.union.events.helpers import book, counts
from tests.union.excursions.helpers import check_ledger
from tests.union.legal_aid.helpers import booked
from union.events.models import Booking, EventSession
from union.events.rules import may_sign_up
from union.events.service import Booked, Refused, list_events
from union.legal_aid.models import Lawyer, LegalWindow
from union.legal_aid.service import free_slots, my_appointments
from union.legal_aid.sitting import seats
from union.staff.service import check_password


async def test_every_session_can_be_signed_up_for_but_the_full_one(database: Database, clock: FixedClock) -> None:
    for _ in range(8):
        await load_demo_data(database, clock, reset=True)
        async with database.read() as session:
            events = await list_events(session, clock.now())
        refused = {event.id for event in events if may_sign_up(event, clock.now(), 1)}
        assert len(events) == 15
        assert refused == {"demo-rest-1"}
        assert all(event.demo and "演示" in event.title for event in events)
        assert {to_shanghai(e.starts_at).isoweekday() for e in events if e.id.startswith("demo-station")} == {3, 4}
        clock.move(timedelta(days=1))


async def test_what_was_asked_for_is_there(database: Database, clock: FixedClock) -> None:
    await load_demo_data(database, clock)

    async with database.read() as session:
        events = await list_events(session, clock.now())
        people = (
            await session.execute(select(LegalWindow.service, func.count()).join(Lawyer).group_by("service"))
        ).all()
        slots = await free_slots(session, clock.now(), 8)
        others = [await free_slots(session, clock.now(), 8, service=one) for one in ("counselling", "mediation")]
    kinds = [event.kind for event in events]
    assert {kind: kinds.count(kind) for kind in kinds} == {
        "相亲": 5,
        "疗休养": 3,
        "演出": 1,
        "乒乓球": 2,
        "培训": 1,
        "体检": 1,
        "亲子": 1,
        "茶会": 1,
    }
    assert next(event.places_per_member for event in events if event.kind == "演出") == 2
    found = {event.id: event for event in events}
    assert {quota.who: quota.capacity for quota in found["demo-party"].quotas} == {"total": 40, "men": 20, "women": 20}
    assert found["demo-rest-3"].min_group == 20
    assert found["demo-family-day"].way == "lottery"
    assert [event.id for event in events if event.rules.members_only] == ["demo-members-tea"]
    assert "仅限会员" in found["demo-members-tea"].title
    assert dict(people) == {"legal": 6, "counselling": 1, "mediation": 1}
    assert len({slot.lawyer_id for slot in slots}) == 6
    assert all(others)
    assert all("演示" in slot.lawyer_name and "演示" in slot.window.name for free in others for slot in free)
    taken, live = await counts(database)
    assert taken == live == 20


async def test_loading_twice_changes_nothing(database: Database, clock: FixedClock) -> None:
    first = await load_demo_data(database, clock)
    clock.move(timedelta(days=3))

    again = await load_demo_data(database, clock)

    assert sum(line.startswith("演示") for line in first) == 7
    assert again == ["演示数据已经在了，没有改动。"]
    async with database.read() as session:
        starts = (await session.scalars(select(EventSession.starts_at).order_by(EventSession.starts_at))).all()
    assert starts[0] == WEDNESDAY.replace(hour=13, minute=30) + timedelta(days=1)


async def test_the_printed_passwords_open_the_console(database: Database, clock: FixedClock) -> None:
    lines = await load_demo_data(database, clock)

    accounts = [found.groups() for line in lines if (found := re.search(r"：(\S+)（(\w+)），密码 (\S+?)（", line))]
    assert {name: role for name, role, _ in accounts} == {
        "小李": "agent",
        "陈律师": "lawyer",
        "小周": "editor",
        "admin": "admin",
    }
    for name, _, password in accounts:
        async with database.read() as session:
            assert await check_password(session, name, password)


async def test_a_reset_takes_bookings_along_and_leaves_real_rows(database: Database, clock: FixedClock) -> None:
    await load_demo_data(database, clock)
    await add_rows(database, member(1))
    assert isinstance(await book(database, "m1", event_id="demo-show", now=clock.now()), Booked)

    lines = await load_demo_data(database, clock, reset=True)

    assert sum(line.startswith("演示") for line in lines) == 7
    async with database.read() as session:
        mine = await session.scalar(select(func.count()).select_from(Booking).where(Booking.member_id == "m1"))
    assert mine == 0
    assert await counts(database) == (20, 20)


async def test_everybody_has_five_days_of_rest_and_the_demo_group_is_charged_for_theirs(
    database: Database, clock: FixedClock
) -> None:
    await load_demo_data(database, clock)
    await add_rows(database, member())

    assert isinstance(await book(database, "m1", event_id="demo-rest-2", now=clock.now()), Booked)
    refused = await book(database, "m1", event_id="demo-rest-3", now=clock.now())

    assert refused == Refused("entitlement", "本年度还剩 0 天，这条线路需要 5 天")
    await check_ledger(database)
    await load_demo_data(database, clock, reset=True)
    assert isinstance(await book(database, "m1", event_id="demo-rest-3", now=clock.now(), key="again"), Booked)


async def test_a_reset_takes_appointments_along_with_what_was_to_be_said_of_them(
    database: Database, clock: FixedClock
) -> None:
    await load_demo_data(database, clock)
    await add_rows(database, member(1))
    async with database.read() as session:
        [*_, slot] = await free_slots(session, clock.now(), 8)
    await booked(database, "m1", slot.starts_at)

    await load_demo_data(database, clock, reset=True)

    async with database.read() as session:
        assert await my_appointments(session, "m1", clock.now()) == []
    assert await notices(database, "legal.reminder") == []


async def test_the_lawyers_account_is_the_lawyers(database: Database, clock: FixedClock) -> None:
    await load_demo_data(database, clock)
    async with database.read() as session:
        linked = {one.name: one.staff for one in await seats(session) if one.staff}
    assert linked == {"陈律师（演示）": "陈律师"}
